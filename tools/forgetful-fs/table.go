package main

import (
	"os"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// identity is what a file is known by, whatever it is called.
type identity struct{ device, inode uint64 }

func identityOf(st *syscall.Stat_t) identity { return identity{uint64(st.Dev), st.Ino} }

// table has every file that is open for writing, or was changed since it was last synced.
type table struct {
	mu    sync.Mutex
	files map[identity]*tracked
}

// lost says what a loss of power took.
type lost struct {
	Files int   `json:"files"`
	Bytes int64 `json:"bytes"`
}

// take finds the file that a descriptor leads to, or begins to track it, and counts one more who has it open.
func (t *table) take(fd int) (*tracked, error) {
	var st syscall.Stat_t
	if err := syscall.Fstat(fd, &st); err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	file, isKnown := t.files[identityOf(&st)]
	if !isKnown {
		// Its own, since it is needed for longer than whoever opened the file has it.
		own, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			return nil, err
		}
		file = &tracked{file: os.NewFile(uintptr(own), "")}
		t.files[identityOf(&st)] = file
	}
	file.handles++
	return file, nil
}

// give is for whoever has closed it.
func (t *table) give(file *tracked) {
	t.mu.Lock()
	defer t.mu.Unlock()
	file.handles--
	var st syscall.Stat_t
	if err := syscall.Fstat(int(file.file.Fd()), &st); err == nil {
		t.letGo(identityOf(&st), file, st.Nlink == 0)
	}
}

// gone is for a file that may have lost its last name: there is nothing to undo in what nobody can find.
func (t *table) gone(id identity) {
	t.mu.Lock()
	defer t.mu.Unlock()
	file, isKnown := t.files[id]
	if !isKnown {
		return
	}
	var st syscall.Stat_t
	if err := syscall.Fstat(int(file.file.Fd()), &st); err == nil {
		t.letGo(id, file, st.Nlink == 0)
	}
}

func (t *table) letGo(id identity, file *tracked, isGone bool) {
	file.mu.Lock()
	defer file.mu.Unlock()
	if file.handles > 0 || (len(file.lives) > 0 && !isGone) {
		return
	}
	delete(t.files, id)
	file.file.Close()
}

// undo takes every file back to how it was when it was last synced. Nobody may have one open.
func (t *table) undo() (lost, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var total lost
	for id, file := range t.files {
		wasChanged := len(file.lives) > 0
		written, err := file.undo()
		if err != nil {
			return total, err
		}
		if wasChanged {
			total.Files++
			total.Bytes += written
		}
		delete(t.files, id)
		file.file.Close()
	}
	return total, nil
}

// settle takes all that is there now for durable.
func (t *table) settle() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for id, file := range t.files {
		file.mu.Lock()
		file.ended = file.next
		file.settle(file.ended)
		file.mu.Unlock()
		t.letGo(id, file, false)
	}
}
