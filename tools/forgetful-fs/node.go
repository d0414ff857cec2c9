package main

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/sys/unix"
)

// node passes everything on to the folder below, as the library's loopback does, and has the table know of each change.
// Names are the folder's own: to create, rename or remove a file is durable at once.
type node struct {
	*fs.LoopbackNode
	table *table

	mu sync.Mutex
	// Those that have it open: a file that has lost its name is found by no other way.
	open map[*handle]struct{}
}

func newNode(loopback *fs.LoopbackNode, table *table) *node {
	return &node{LoopbackNode: loopback, table: table, open: map[*handle]struct{}{}}
}

func (n *node) WrapChild(_ context.Context, ops fs.InodeEmbedder) fs.InodeEmbedder {
	return newNode(ops.(*fs.LoopbackNode), n.table)
}

func (n *node) path(names ...string) string {
	return filepath.Join(append([]string{n.RootData.Path, n.Path(n.Root())}, names...)...)
}

// What a caller may ask for and the folder below is not to be asked for: where to write is said each time, what is to be
// durable is synced by us, and our own memory is not aligned as O_DIRECT wants it.
const ours = syscall.O_APPEND | syscall.O_DIRECT | syscall.O_SYNC | syscall.O_DSYNC | syscall.O_TRUNC | fuse.FMODE_EXEC

func flagsBelow(flags uint32) int {
	below := int(flags &^ ours)
	// What a page held is read before it is written to.
	if below&syscall.O_ACCMODE == syscall.O_WRONLY {
		below = below&^syscall.O_ACCMODE | syscall.O_RDWR
	}
	return below | syscall.O_CLOEXEC
}

func (n *node) handleOn(fd int, flags uint32) (*handle, error) {
	opened := &handle{node: n, LoopbackFile: fs.NewLoopbackFileFromOS(os.NewFile(uintptr(fd), "")), fd: fd}
	if flags&syscall.O_ACCMODE != syscall.O_RDONLY {
		file, err := n.table.take(fd)
		if err != nil {
			syscall.Close(fd)
			return nil, err
		}
		opened.tracked = file
		if flags&syscall.O_TRUNC != 0 {
			if err := file.truncate(0); err != nil {
				opened.Release(context.Background())
				return nil, err
			}
		}
	}
	n.mu.Lock()
	n.open[opened] = struct{}{}
	n.mu.Unlock()
	return opened, nil
}

func (n *node) Open(_ context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	fd, err := syscall.Open(n.path(), flagsBelow(flags)|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return nil, 0, fs.ToErrno(err)
	}
	opened, err := n.handleOn(fd, flags)
	if err != nil {
		return nil, 0, fs.ToErrno(err)
	}
	return opened, fuse.FOPEN_KEEP_CACHE, fs.OK
}

func (n *node) Create(ctx context.Context, name string, flags, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	fd, err := syscall.Open(n.path(name), flagsBelow(flags)|syscall.O_CREAT|syscall.O_NOFOLLOW, mode)
	if err != nil {
		return nil, nil, 0, fs.ToErrno(err)
	}
	child, errno := n.Lookup(ctx, name, out)
	if errno != fs.OK {
		syscall.Close(fd)
		return nil, nil, 0, errno
	}
	opened, err := child.Operations().(*node).handleOn(fd, flags)
	if err != nil {
		return nil, nil, 0, fs.ToErrno(err)
	}
	return child, opened, 0, fs.OK
}

// A file without a name is gone after a loss of power, whatever was written to it; who asks for one can do without.
func (n *node) Tmpfile(context.Context, uint32, uint32, *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	return nil, nil, 0, syscall.EOPNOTSUPP
}

func (n *node) Unlink(ctx context.Context, name string) syscall.Errno {
	return n.losing(n.path(name), func() syscall.Errno { return n.LoopbackNode.Unlink(ctx, name) })
}

func (n *node) Rename(ctx context.Context, name string, to fs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	target, isNode := to.(*node)
	if !isNode {
		return syscall.EXDEV
	}
	return n.losing(target.path(newName), func() syscall.Errno {
		return n.LoopbackNode.Rename(ctx, name, to, newName, flags)
	})
}

// losing does what may take a file its last name.
func (n *node) losing(path string, do func() syscall.Errno) syscall.Errno {
	var st syscall.Stat_t
	wasThere := syscall.Lstat(path, &st) == nil
	errno := do()
	if errno == fs.OK && wasThere {
		n.table.gone(identityOf(&st))
	}
	return errno
}

// anyHandle is the caller's own, or any of those that have the file open.
func (n *node) anyHandle(given fs.FileHandle) *handle {
	if opened, isOurs := given.(*handle); isOurs {
		return opened
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for opened := range n.open {
		return opened
	}
	return nil
}

func (n *node) Getattr(ctx context.Context, given fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	if opened := n.anyHandle(given); opened != nil {
		return opened.LoopbackFile.Getattr(ctx, out)
	}
	return n.LoopbackNode.Getattr(ctx, nil, out)
}

func (n *node) Statx(ctx context.Context, given fs.FileHandle, flags, mask uint32, out *fuse.StatxOut) syscall.Errno {
	return syscall.ENOSYS
}

func (n *node) Setattr(ctx context.Context, given fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	opened := n.anyHandle(given)
	if size, isGiven := in.GetSize(); isGiven {
		if err := n.truncate(int64(size)); err != nil {
			return fs.ToErrno(err)
		}
		in.Valid &^= fuse.FATTR_SIZE
	}
	if opened != nil {
		return opened.LoopbackFile.Setattr(ctx, in, out)
	}
	return n.LoopbackNode.Setattr(ctx, nil, in, out)
}

func (n *node) truncate(size int64) error {
	n.mu.Lock()
	for opened := range n.open {
		if opened.tracked != nil {
			n.mu.Unlock()
			return opened.tracked.truncate(size)
		}
	}
	n.mu.Unlock()
	fd, err := syscall.Open(n.path(), syscall.O_RDWR|syscall.O_CLOEXEC|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(fd)
	file, err := n.table.take(fd)
	if err != nil {
		return err
	}
	defer n.table.give(file)
	return file.truncate(size)
}

func (n *node) Fsync(ctx context.Context, given fs.FileHandle, _ uint32) syscall.Errno {
	if opened, isOurs := given.(*handle); isOurs {
		return opened.sync()
	}
	// A folder's: its names are durable already.
	return fs.OK
}

// handle is one opening of a file. Its LoopbackFile is not embedded: what it offers besides, such as to let the kernel
// write past us, must stay out.
type handle struct {
	node         *node
	LoopbackFile *fs.LoopbackFile
	fd           int
	// Absent where it was opened for reading alone.
	tracked *tracked
}

func (h *handle) Read(ctx context.Context, buffer []byte, at int64) (fuse.ReadResult, syscall.Errno) {
	return h.LoopbackFile.Read(ctx, buffer, at)
}

func (h *handle) Write(_ context.Context, data []byte, at int64) (uint32, syscall.Errno) {
	if h.tracked == nil {
		return 0, syscall.EBADF
	}
	written, err := h.tracked.write(data, at)
	return uint32(max(written, 0)), fs.ToErrno(err)
}

// Who has opened a file for reading alone may sync it, too.
func (h *handle) sync() syscall.Errno {
	if h.tracked != nil {
		return fs.ToErrno(h.tracked.sync())
	}
	file, err := h.node.table.take(h.fd)
	if err != nil {
		return fs.ToErrno(err)
	}
	defer h.node.table.give(file)
	return fs.ToErrno(file.sync())
}

func (h *handle) Allocate(_ context.Context, at, size uint64, mode uint32) syscall.Errno {
	if h.tracked == nil {
		return syscall.EBADF
	}
	const known = unix.FALLOC_FL_KEEP_SIZE | unix.FALLOC_FL_PUNCH_HOLE | unix.FALLOC_FL_ZERO_RANGE
	if mode&^known != 0 {
		return syscall.EOPNOTSUPP
	}
	return fs.ToErrno(h.tracked.change(int64(at), int64(at+size), func(file *os.File) error {
		return unix.Fallocate(int(file.Fd()), mode, int64(at), int64(size))
	}))
}

func (h *handle) Lseek(ctx context.Context, at uint64, whence uint32) (uint64, syscall.Errno) {
	return h.LoopbackFile.Lseek(ctx, at, whence)
}

func (h *handle) Flush(context.Context) syscall.Errno { return fs.OK }

func (h *handle) Release(ctx context.Context) syscall.Errno {
	h.node.mu.Lock()
	delete(h.node.open, h)
	h.node.mu.Unlock()
	if h.tracked != nil {
		h.node.table.give(h.tracked)
	}
	return h.LoopbackFile.Release(ctx)
}

// syncedWrites syncs what was written over a file that was opened with O_SYNC or O_DSYNC, or by a call that asks for
// that: the kernel leaves it to us, and says so with each write.
type syncedWrites struct{ fuse.RawFileSystem }

func (s syncedWrites) Write(cancel <-chan struct{}, in *fuse.WriteIn, data []byte) (uint32, fuse.Status) {
	written, status := s.RawFileSystem.Write(cancel, in, data)
	return s.synced(cancel, in, written, status)
}

func (s syncedWrites) Writev(cancel <-chan struct{}, in *fuse.WriteIn, data [][]byte) (uint32, fuse.Status) {
	written, status := s.RawFileSystem.Writev(cancel, in, data)
	return s.synced(cancel, in, written, status)
}

func (s syncedWrites) synced(cancel <-chan struct{}, in *fuse.WriteIn, written uint32, status fuse.Status) (uint32, fuse.Status) {
	if !status.Ok() || in.Flags&syscall.O_DSYNC == 0 {
		return written, status
	}
	return written, s.RawFileSystem.Fsync(cancel, &fuse.FsyncIn{InHeader: in.InHeader, Fh: in.Fh})
}
