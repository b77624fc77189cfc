// Package erase takes feedback out of everything that was ever published, and
// remembers that it may not come back.
//
// It owns erasures.jsonl of a workspace: one line per request and one when it is
// done, with tombstones (keyed hashes from which nobody can be told) and no
// personal data. It reads that file and the published snapshots; it rewrites a
// snapshot without the erased feedback (Snapshot) and the decisions that name it
// (Decisions). A request without its done line is unfinished: the next run, or
// the next erasure, does what is left, so a kill at any moment costs nothing.
// It never decides whom to erase, and never touches a delivered file.
package erase

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"luister/export/snapshot"
)

const logName = "erasures.jsonl"

// What a request is about.
const (
	Customer = "klant"
	Feedback = "feedback"
)

// An entry is one line of the log: a request, or that all requests up to there
// are done.
type entry struct {
	At         time.Time `json:"at"`
	Run        string    `json:"run"`
	What       string    `json:"what,omitempty"`
	Tombstones []string  `json:"tombstones,omitempty"`
	Done       bool      `json:"done,omitempty"`
	Feedback   int       `json:"feedback,omitempty"`  // erased
	Snapshots  int       `json:"snapshots,omitempty"` // rewritten
}

// Tombstones say what may not be kept. The zero value bars nothing.
type Tombstones struct {
	ws      string
	hash    func(kind, value string) string
	entries []entry
	marks   map[string]bool
	pending bool
}

// Load reads the tombstones of a workspace. hash is its keyed hash.
func Load(ws string, hash func(kind, value string) string) (*Tombstones, error) {
	t := &Tombstones{ws: ws, hash: hash, marks: map[string]bool{}}
	f, err := os.Open(filepath.Join(ws, logName))
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err != nil {
		return nil, fmt.Errorf("erasures: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<28)
	for n := 1; lines.Scan(); n++ {
		var e entry
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return nil, fmt.Errorf("erasures: %s, line %d, is damaged (%w); without it what was erased could come back", f.Name(), n, err)
		}
		t.add(e)
	}
	return t, lines.Err()
}

func (t *Tombstones) add(e entry) {
	t.entries = append(t.entries, e)
	for _, mark := range e.Tombstones {
		t.marks[mark] = true
	}
	t.pending = !e.Done
}

// Pending says that a request is not done yet.
func (t *Tombstones) Pending() bool { return t.pending }

// Covers says whether a feedback was erased, itself or with its customer: by the
// key or the e-mail address of that one. All are keyed hashes, as they stand in
// the tables; what is not known is empty.
func (t *Tombstones) Covers(feedback, customer, contact string) bool {
	if t == nil || len(t.marks) == 0 {
		return false
	}
	return t.marks[t.mark(Feedback, feedback)] ||
		customer != "" && t.marks[t.mark(Customer, customer)] ||
		contact != "" && t.marks[t.mark(Customer, contact)]
}

// mark is the tombstone of an id: hashed once more, so that it cannot be looked
// up in tables that somebody kept.
func (t *Tombstones) mark(what, id string) string { return t.hash("gewist "+what, id) }

// Request notes that customers or feedback are to be erased, and lets nothing of
// them be read again. It is on disk before it returns.
func (t *Tombstones) Request(at time.Time, run, what string, ids ...string) error {
	e := entry{At: at.UTC(), Run: run, What: what}
	for _, id := range ids {
		if mark := t.mark(what, id); !t.marks[mark] {
			e.Tombstones = append(e.Tombstones, mark)
		}
	}
	if len(e.Tombstones) == 0 && t.pending {
		return nil
	}
	return t.write(e)
}

// Done notes that everything asked so far is done.
func (t *Tombstones) Done(at time.Time, run string, feedback, snapshots int) error {
	return t.write(entry{At: at.UTC(), Run: run, Done: true, Feedback: feedback, Snapshots: snapshots})
}

func (t *Tombstones) write(e entry) error {
	t.add(e)
	var all []byte
	for _, e := range t.entries {
		line, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("erasures: %w", err)
		}
		all = append(append(all, line...), '\n')
	}
	return snapshot.WriteFile(filepath.Join(t.ws, logName), all)
}
