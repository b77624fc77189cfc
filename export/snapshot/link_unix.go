//go:build unix

package snapshot

import (
	"io/fs"
	"syscall"
)

// shared says that a file has a second name, in an earlier snapshot.
func shared(e fs.DirEntry) bool {
	info, err := e.Info()
	if err != nil {
		return false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && stat.Nlink > 1
}
