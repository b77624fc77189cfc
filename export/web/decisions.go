package web

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"luister/cluster/decision"
)

// decisions is what people decided in a workspace, read again when it changed.
type decisions struct {
	workspace string
	mask      func(string) string // what was written down by hand may hold names

	mu   sync.Mutex
	seen [2]stamp
	now  *decided
}

// decided is the log and what it comes to. It is never changed.
type decided struct {
	Events []decision.Event // in the order they were added
	State  *decision.State
}

// stamp tells whether a file is still the one that was read.
type stamp struct {
	size int64
	at   time.Time
}

func stampOf(path string) (stamp, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return stamp{}, nil
	}
	if err != nil {
		return stamp{}, err
	}
	return stamp{info.Size(), info.ModTime()}, nil
}

// read gives the decisions as they are now.
func (d *decisions) read() (*decided, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var seen [2]stamp
	for i, name := range []string{decision.LogFile, decision.DeclaredFile} {
		var err error
		if seen[i], err = stampOf(filepath.Join(d.workspace, name)); err != nil {
			return nil, err
		}
	}
	if d.now != nil && seen == d.seen {
		return d.now, nil
	}
	log, err := decision.Read(d.workspace, time.Now())
	if err != nil {
		return nil, err
	}
	declared, err := decision.ReadDeclared(d.workspace)
	if err != nil {
		return nil, err
	}
	for i := range log.Events {
		log.Events[i].Mask(d.mask)
	}
	d.now = &decided{Events: log.Events, State: decision.Fold(log.Events, declared)}
	d.seen = seen
	return d.now, nil
}

// about gives the decisions that concern something, newest first.
func (d *decided) about(concerns func(*decision.Event) bool) []decision.Event {
	var out []decision.Event
	for i := range d.Events {
		if concerns(&d.Events[i]) {
			out = append(out, d.Events[i])
		}
	}
	slices.Reverse(out)
	return out
}

// ofDriver tells which decisions are about a driver.
func ofDriver(id string) func(*decision.Event) bool {
	return func(e *decision.Event) bool {
		return e.Driver == id || slices.Contains(e.Others, id) || e.Kind == decision.Move && (e.From == id || e.To == id)
	}
}

// ofFeedback tells which decisions are about a feedback.
func ofFeedback(id string) func(*decision.Event) bool {
	return func(e *decision.Event) bool { return slices.Contains(e.Feedback, id) }
}
