package decision

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// LogFile is the name of the log in a workspace: one event a line, as JSON.
const LogFile = "decisions.jsonl"

const (
	lockFile = ".decisions.lock"
	patience = 10 * time.Second // to wait for others who append
	maxLine  = 16 << 20
)

// A Log is what was read of the log of a workspace.
type Log struct {
	Events   []Event // in the order they were added
	Warnings []Warning
}

// A Warning says why a line of the log, or of drivers.yaml, does not count.
type Warning struct {
	File string
	Line int
	Text string
}

func (w Warning) String() string { return fmt.Sprintf("%s:%d: %s", w.File, w.Line, w.Text) }

// Append adds events to the log of workspace ws and gives them back with their
// ids. When it returns without an error they are on disk. Several processes may
// append at once, also while a run reads. If one event cannot be right, none is
// added.
func Append(ws string, events ...Event) ([]Event, error) {
	var lines bytes.Buffer
	for i := range events {
		line, err := events[i].line()
		if err != nil {
			return nil, err
		}
		lines.Write(line)
	}
	err := locked(ws, func() error { return appendLines(filepath.Join(ws, LogFile), lines.Bytes()) })
	if err != nil {
		return nil, err
	}
	return events, nil
}

// line checks an event, gives it its id, and gives its line. The id is a hash
// of all the rest, so that a line that was added twice is known.
func (e *Event) line() ([]byte, error) {
	e.At, e.ID = e.At.UTC().Truncate(time.Millisecond), ""
	if err := e.Check(); err != nil {
		return nil, err
	}
	b, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("decisions: %w", err)
	}
	sum := sha256.Sum256(b)
	e.ID = hex.EncodeToString(sum[:8])
	if b, err = json.Marshal(e); err != nil {
		return nil, fmt.Errorf("decisions: %w", err)
	}
	if len(b) >= maxLine { // nobody could read the log any more
		return nil, fmt.Errorf("%s: the decision is longer than %d MB", e.Kind, maxLine>>20)
	}
	return append(b, '\n'), nil
}

// appendLines adds lines to a file and waits until they are on disk. A line that
// a killed process left half is ended first.
func appendLines(path string, lines []byte) error {
	_, err := os.Stat(path)
	fresh := errors.Is(err, fs.ErrNotExist)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	if size, err := f.Seek(0, io.SeekEnd); err == nil && size > 0 {
		last := make([]byte, 1)
		if _, err := f.ReadAt(last, size-1); err == nil && last[0] != '\n' {
			lines = append([]byte{'\n'}, lines...)
		}
	}
	_, err = f.Write(lines)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil || !fresh {
		return err
	}
	return syncFolder(filepath.Dir(path)) // so that the file itself is not lost
}

// Rewrite puts what edit makes of every line of the log of workspace ws in its
// place, and leaves out lines of which nothing is left. It tells how many lines
// are other than they were. It is there for erasure alone: what people decided
// is not changed otherwise.
func Rewrite(ws string, edit func(line []byte) []byte) (changed int, err error) {
	path := filepath.Join(ws, LogFile)
	err = locked(ws, func() error {
		before, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		var after []byte
		for line := range bytes.Lines(before) {
			edited := edit(line)
			if !bytes.Equal(edited, line) {
				changed++
			}
			after = append(after, edited...)
		}
		if changed == 0 {
			return nil
		}
		return replace(path, after)
	})
	return changed, err
}

// replace gives a file other content, so that a reader sees the old or the new.
func replace(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".decisions-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// locked does something while nobody else changes the log.
func locked(ws string, do func() error) error {
	lock := flock.New(filepath.Join(ws, lockFile))
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if _, err := lock.TryLockContext(ctx, 5*time.Millisecond); err != nil {
		return fmt.Errorf("decisions: another process holds %s: %w", lock.Path(), err)
	}
	if err := errors.Join(do(), lock.Unlock()); err != nil {
		return fmt.Errorf("decisions: %w", err)
	}
	return nil
}

// Read gives the events in the log of workspace ws that were decided until then.
// There may be none. A line that cannot be right is a warning.
func Read(ws string, until time.Time) (Log, error) {
	f, err := os.Open(filepath.Join(ws, LogFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Log{}, nil
	}
	if err != nil {
		return Log{}, fmt.Errorf("decisions: %w", err)
	}
	defer f.Close()
	log, err := Parse(f, until)
	if err != nil {
		return Log{}, fmt.Errorf("decisions: reading %s: %w", LogFile, err)
	}
	return log, nil
}

// Parse reads a log; see Read. The error is that of the reader, or a line of
// more than 16 MB.
func Parse(r io.Reader, until time.Time) (Log, error) {
	var log Log
	seen := map[string]bool{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		e, err := parseEvent(line)
		switch {
		case err != nil:
			log.Warnings = append(log.Warnings, Warning{LogFile, n, err.Error()})
		case seen[e.ID]:
			log.Warnings = append(log.Warnings, Warning{LogFile, n, "event " + e.ID + " is there twice"})
		case !e.At.After(until):
			log.Events = append(log.Events, e)
		}
		seen[e.ID] = err == nil
	}
	return log, lines.Err()
}

// parseEvent reads one line. A line without an id, written by hand, gets the
// one that Append would give it.
func parseEvent(line []byte) (Event, error) {
	var e Event
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&e); err != nil {
		return Event{}, plainError(err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return Event{}, errors.New("more than one event on a line")
	}
	if err := e.Check(); err != nil {
		return Event{}, err
	}
	if e.ID == "" {
		if _, err := e.line(); err != nil {
			return Event{}, err
		}
	}
	return e, nil
}

// plainError says what is wrong with JSON without what stands in it.
func plainError(err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("field %s is not of the right type", wrong.Field)
	}
	if wrong, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("not JSON, from byte %d", wrong.Offset)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the line is cut off")
	}
	if _, ok := errors.AsType[*time.ParseError](err); ok {
		return errors.New("at is not a time such as 2026-03-01T02:00:00Z")
	}
	return err
}
