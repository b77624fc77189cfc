package snapshot

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// Lock keeps other runs out of workspace ws until unlock is called or the
// process ends, however it ends. If another run holds it, the error says which.
func Lock(ws, run string) (unlock func() error, err error) {
	path := filepath.Join(ws, "luister.lock")
	lock := flock.New(path)
	held, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("snapshot: locking the workspace: %w", err)
	}
	if !held {
		holder, _ := os.ReadFile(path)
		return nil, fmt.Errorf("another run is working in %s (%s); wait until it is done, or stop it", ws, strings.TrimSpace(string(holder)))
	}
	note := fmt.Sprintf("run %s, process %d\n", run, os.Getpid())
	if err := os.WriteFile(path, []byte(note), 0o644); err != nil {
		return nil, fmt.Errorf("snapshot: locking the workspace: %w", err)
	}
	return lock.Unlock, nil
}
