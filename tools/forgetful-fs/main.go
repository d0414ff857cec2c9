// forgetful-fs mounts a folder over itself, and can take it back to what was synced: what a machine has left that loses
// its power. Everything that is written goes to the folder below at once, and is there for everyone; of each file it
// keeps what undoes what was done since fsync, fdatasync, or a write that asked to be synced.
//
// It reads commands from its standard input, a line each, and answers each with a line of JSON. When that ends, as with
// whoever started it, it unmounts and ends.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

const version = "1.0.0"

const usage = `usage: forgetful-fs FOLDER    mount the folder over itself, and read commands:
         settle                    what is there now is durable
         power-loss                undo what is not; nobody may have a file open
       forgetful-fs -check       say whether this machine lets it
       forgetful-fs -version
`

func main() {
	if len(os.Args) != 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(64)
	}
	switch given := os.Args[1]; given {
	case "-version":
		fmt.Println("forgetful-fs version " + version)
	case "-check":
		end(check())
	default:
		end(serve(given))
	}
}

func end(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(69)
	}
}

type answer struct {
	Error string `json:"error,omitempty"`
	Lost  *lost  `json:"lost,omitempty"`
}

func serve(folder string) error {
	// A terminal's Ctrl-C is not for us; nor do we leave while somebody may have files open.
	signal.Ignore(syscall.SIGINT, syscall.SIGHUP)
	mounted, err := newDisk(folder)
	if err != nil {
		return err
	}
	defer mounted.close()
	answers := json.NewEncoder(os.Stdout)
	answers.Encode(answer{})
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM)
	go func() {
		<-ended
		os.Stdin.Close()
	}()
	for commands := bufio.NewScanner(os.Stdin); commands.Scan(); {
		answers.Encode(obey(mounted, commands.Text()))
	}
	return nil
}

func obey(mounted *disk, command string) answer {
	switch command {
	case "settle":
		mounted.table.settle()
		return answer{}
	case "power-loss":
		undone, err := mounted.losePower()
		if err != nil {
			return answer{Error: err.Error()}
		}
		return answer{Lost: &undone}
	}
	return answer{Error: "unknown command"}
}

// check does once, in a folder of its own, what it is for.
func check() error {
	folder, err := os.MkdirTemp("", "forgetful-fs-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	mounted, err := newDisk(folder)
	if err != nil {
		return err
	}
	defer mounted.close()
	file, err := os.Create(filepath.Join(folder, "check"))
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.WriteString("s"); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if _, err := file.WriteString("u"); err != nil {
		return err
	}
	file.Close()
	if _, err := mounted.losePower(); err != nil {
		return err
	}
	left, err := os.ReadFile(filepath.Join(folder, "check"))
	if err == nil && string(left) != "s" {
		err = fmt.Errorf("of what was synced and what was not, %q is left", left)
	}
	return err
}
