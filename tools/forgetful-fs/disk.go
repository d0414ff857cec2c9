package main

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// disk is a folder with itself mounted over it, so that whatever is done in it goes through us.
type disk struct {
	folder string
	// Leads past the mount to the folder below.
	below  *os.File
	table  *table
	server *fuse.Server
}

func newDisk(folder string) (*disk, error) {
	below, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	d := &disk{folder: folder, below: below, table: &table{files: map[identity]*tracked{}}}
	return d, d.mount()
}

func (d *disk) mount() error {
	root, err := fs.NewLoopbackRoot("/proc/self/fd/" + strconv.Itoa(int(d.below.Fd())))
	if err != nil {
		return err
	}
	// Nobody but us changes what is below, so that the kernel may remember all of it.
	forLong := time.Hour
	options := &fs.Options{
		AttrTimeout:     &forLong,
		EntryTimeout:    &forLong,
		NullPermissions: true,
		MountOptions: fuse.MountOptions{
			FsName:      "holdfast",
			Name:        "forgetful",
			DirectMount: true,
			MaxWrite:    1 << 20,
			Options:     []string{"default_permissions"},
		},
	}
	raw := syncedWrites{fs.NewNodeFS(newNode(root.(*fs.LoopbackNode), d.table), options)}
	server, err := fuse.NewServer(raw, d.folder, &options.MountOptions)
	if err != nil {
		return fmt.Errorf("cannot mount: %w", err)
	}
	go server.Serve()
	d.server = server
	return server.WaitMount()
}

// losePower takes every file back to how it was when it was last synced. It is unmounted meanwhile, so that the kernel
// remembers nothing of what was. Fails where anybody has a file open.
func (d *disk) losePower() (lost, error) {
	if err := d.server.Unmount(); err != nil {
		return lost{}, fmt.Errorf("somebody still uses it: %w", err)
	}
	undone, err := d.table.undo()
	if err != nil {
		return undone, fmt.Errorf("could not be undone: %w", err)
	}
	return undone, d.mount()
}

// close unmounts it, whoever uses it.
func (d *disk) close() {
	if d.server.Unmount() == nil {
		return
	}
	if syscall.Unmount(d.folder, syscall.MNT_DETACH) == nil {
		return
	}
	for _, program := range []string{"fusermount3", "fusermount"} {
		if exec.Command(program, "-u", "-z", d.folder).Run() == nil {
			return
		}
	}
}
