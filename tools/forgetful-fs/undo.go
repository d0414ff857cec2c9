package main

import (
	"io"
	"os"
	"sync"
)

const pageBytes = 4096

// life is what happened to a file between two of its syncs: what takes it back to how it was at the first.
type life struct {
	number int
	// Of the file when it began; what was written beyond that needs no more than to be cut off.
	size int64
	// What pages held then, of those that have been written to since, by their number.
	pages map[int64][]byte
	// What was written in it.
	written int64
}

// tracked is a file as it is, and what undoes all that was done to it since it was last synced.
type tracked struct {
	mu   sync.Mutex
	file *os.File
	// Oldest first. A sync that is under way has ended all that are there, and they stay until it is through.
	lives []*life
	// The number of the last life that a sync has ended.
	ended int
	next  int
	// How many have it open.
	handles int
}

// current is the life that goes on; a new one where there is none.
func (t *tracked) current() (*life, error) {
	if last := len(t.lives) - 1; last >= 0 && t.lives[last].number > t.ended {
		return t.lives[last], nil
	}
	info, err := t.file.Stat()
	if err != nil {
		return nil, err
	}
	t.next++
	begun := &life{number: t.next, size: info.Size(), pages: map[int64][]byte{}}
	t.lives = append(t.lives, begun)
	return begun, nil
}

// keep puts by what the file holds in a range, before that is changed. The lock is held.
func (t *tracked) keep(from, to int64) (*life, error) {
	now, err := t.current()
	if err != nil {
		return nil, err
	}
	for page := from / pageBytes; page*pageBytes < min(to, now.size); page++ {
		if _, isKept := now.pages[page]; isKept {
			continue
		}
		held := make([]byte, min(pageBytes, now.size-page*pageBytes))
		if _, err := t.file.ReadAt(held, page*pageBytes); err != nil && err != io.EOF {
			return nil, err
		}
		now.pages[page] = held
	}
	return now, nil
}

// write is what a server asks for: it is there for everyone at once, and durable only after a sync.
func (t *tracked) write(data []byte, at int64) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now, err := t.keep(at, at+int64(len(data)))
	if err != nil {
		return 0, err
	}
	written, err := t.file.WriteAt(data, at)
	now.written += int64(written)
	return written, err
}

// change has `do` change the file in a range other than by writing.
func (t *tracked) change(from, to int64, do func(*os.File) error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, err := t.keep(from, to); err != nil {
		return err
	}
	return do(t.file)
}

func (t *tracked) truncate(size int64) error {
	return t.change(size, 1<<62, func(file *os.File) error { return file.Truncate(size) })
}

// sync makes durable what was there when it began, once it is through: what is written meanwhile is not.
func (t *tracked) sync() error {
	t.mu.Lock()
	through := t.next
	t.ended = through
	t.mu.Unlock()
	if err := t.file.Sync(); err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.settle(through)
	return nil
}

// settle takes all lives up to a number for durable.
func (t *tracked) settle(through int) {
	for len(t.lives) > 0 && t.lives[0].number <= through {
		t.lives = t.lives[1:]
	}
}

// undo takes the file back to how it was when it was last synced, and says how much had been written to it since.
func (t *tracked) undo() (int64, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var written int64
	for len(t.lives) > 0 {
		last := t.lives[len(t.lives)-1]
		if err := t.file.Truncate(last.size); err != nil {
			return written, err
		}
		for page, held := range last.pages {
			if _, err := t.file.WriteAt(held, page*pageBytes); err != nil {
				return written, err
			}
		}
		written += last.written
		t.lives = t.lives[:len(t.lives)-1]
	}
	return written, nil
}
