// Package snapshot publishes a run's output atomically.
//
// It owns the layout of a workspace's derived files:
//
//	current.json          names the published snapshot: the only file that changes in place
//	snapshots/RUN/        one published state, never changed again
//	runs/RUN/             manifest and report of every run, published or not
//	luister.lock          held while a run works
//
// A run fills a draft beside the snapshots, and Publish makes it the current
// one by renaming two things: the draft's folder and then current.json. Readers
// resolve current.json once (Current) and stay on what it names; they see the
// state before or the state after, never half. A draft of a run that was killed
// is never mistaken for a snapshot, because its name begins with a dot.
//
// The package moves files and never looks into them.
package snapshot

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Format is the version of the layout that this program writes and reads.
const Format = 1

// ErrNone says that nothing was published in a workspace yet.
var ErrNone = errors.New("nothing is published here yet; run 'luister run' first")

// Pointer is what current.json holds.
type Pointer struct {
	Format   int       `json:"format"`
	Snapshot string    `json:"snapshot"` // folder of the snapshot, relative to the workspace, with forward slashes
	Run      string    `json:"run"`      // the run that made it
	At       time.Time `json:"published"`
}

// Current gives the folder of the published snapshot of workspace ws. The error
// is ErrNone if there is none yet.
func Current(ws string) (dir string, err error) {
	p, err := Resolve(ws)
	if err != nil {
		return "", err
	}
	return filepath.Join(ws, filepath.FromSlash(p.Snapshot)), nil
}

// Resolve reads current.json of workspace ws.
func Resolve(ws string) (Pointer, error) {
	path := filepath.Join(ws, "current.json")
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Pointer{}, ErrNone
	}
	if err != nil {
		return Pointer{}, fmt.Errorf("snapshot: %w", err)
	}
	var p Pointer
	if err := json.Unmarshal(b, &p); err != nil {
		return Pointer{}, fmt.Errorf("snapshot: %s is damaged (%w); take the newest folder in snapshots/ and write its name there", path, err)
	}
	if p.Format > Format {
		return Pointer{}, fmt.Errorf("snapshot: %s was written by a newer luister (format %d, this one reads %d)", path, p.Format, Format)
	}
	if !filepath.IsLocal(filepath.FromSlash(p.Snapshot)) {
		return Pointer{}, fmt.Errorf("snapshot: %s names a folder outside the workspace", path)
	}
	return p, nil
}

// AsOf gives the folder of the snapshot that a run published. Of a run's name,
// or a moment, that is not written to the end (2026-03-01, 20260301) it is the last
// one until then.
func AsOf(ws, run string) (dir string, err error) {
	names, err := List(ws)
	if err != nil {
		return "", err
	}
	if len(names) == 0 {
		return "", ErrNone
	}
	if slices.Contains(names, run) {
		return filepath.Join(ws, "snapshots", run), nil
	}
	moment := strings.TrimSuffix(strings.NewReplacer("-", "", ":", "", " ", "T").Replace(run), "Z")
	if at, err := time.Parse(time.RFC3339, run); err == nil {
		moment = at.UTC().Format("20060102T150405")
	}
	if !isMoment(moment) {
		return "", fmt.Errorf("%q is no run of this workspace and no moment such as 2026-03-01 or 20260301T0200", run)
	}
	found := ""
	for _, name := range names {
		if len(moment) < len(name) && name[:len(moment)] <= moment {
			found = name
		}
	}
	if found == "" {
		return "", fmt.Errorf("there is no snapshot as of %s; the oldest is %s and the newest %s (figures of earlier runs are in runs/RUN/manifest.json)", run, names[0], names[len(names)-1])
	}
	return filepath.Join(ws, "snapshots", found), nil
}

// isMoment tells whether a text is the beginning of what a run is called by its
// moment: a year at least.
func isMoment(text string) bool {
	const layout = "20060102T150405"
	n := min(len(text), len(layout))
	if !slices.Contains([]int{4, 6, 8, 11, 13, 15}, n) {
		return false
	}
	_, err := time.Parse(layout[:n], text[:n])
	return err == nil && strings.Trim(text[n:], "0123456789") == ""
}

// private is the mode of the folder that all snapshots are in: what customers
// said, be it masked, is for the account that runs the program alone. An
// organisation that lets others read the tables opens this one folder; its mode
// is never changed again.
const private = 0o700

// RunDir gives the folder of a run's manifest and report.
func RunDir(ws, run string) string { return filepath.Join(ws, "runs", run) }

// A Draft is a snapshot in the making.
type Draft struct {
	ws, run string
}

// Begin makes an empty draft for a run. Whatever an earlier, killed attempt left
// under the same name is removed.
func Begin(ws, run string) (*Draft, error) {
	if !filepath.IsLocal(run) || strings.ContainsAny(run, `/\.`) {
		return nil, fmt.Errorf("snapshot: %q cannot be the name of a run", run)
	}
	d := &Draft{ws, run}
	if _, err := os.Stat(d.final()); err == nil {
		return nil, fmt.Errorf("snapshot: run %s was published before", run)
	}
	if err := os.RemoveAll(d.Dir()); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(d.Dir()), private); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	if err := os.MkdirAll(d.Dir(), 0o755); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	return d, nil
}

// Dir is the folder to write into until Publish.
func (d *Draft) Dir() string { return filepath.Join(d.ws, "snapshots", ".draft-"+d.run) }

func (d *Draft) final() string { return filepath.Join(d.ws, "snapshots", d.run) }

// Publish makes the draft the current snapshot. Everything is on disk before
// current.json names it. After an error the earlier snapshot is still current.
func (d *Draft) Publish(at time.Time) error {
	if err := syncTree(d.Dir()); err != nil {
		return fmt.Errorf("snapshot: writing to disk: %w", err)
	}
	if err := os.Rename(d.Dir(), d.final()); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	if err := syncPath(filepath.Dir(d.final())); err != nil {
		return fmt.Errorf("snapshot: writing to disk: %w", err)
	}
	p := Pointer{Format, "snapshots/" + d.run, d.run, at.UTC()}
	return WriteJSON(filepath.Join(d.ws, "current.json"), p)
}

// Discard removes the draft.
func (d *Draft) Discard() error { return os.RemoveAll(d.Dir()) }

// WriteJSON writes v to path so that a reader sees the old file or the new one.
func WriteJSON(path string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("snapshot: %s: %w", path, err)
	}
	return WriteFile(path, append(b, '\n'))
}

// WriteFile writes a whole file so that a reader sees the old file or the new one.
func WriteFile(path string, content []byte) error {
	tmp := path + ".tmp"
	if err := writeSynced(tmp, content); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	return wrapSync(syncPath(filepath.Dir(path)))
}

func writeSynced(path string, content []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}

func wrapSync(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("snapshot: writing to disk: %w", err)
}

// syncTree flushes the files of a tree that this run wrote, and its folders. A
// file with more than one link is shared with an earlier snapshot and was
// flushed then.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !e.IsDir() && shared(e) {
			return nil
		}
		return syncPath(path)
	})
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Clean removes the drafts of killed runs, and the snapshots that are older
// than keep and not the current one. It is called with the lock held.
func Clean(ws string, keep time.Duration, now time.Time) error {
	entries, err := os.ReadDir(filepath.Join(ws, "snapshots"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	current, err := Resolve(ws)
	if err != nil && !errors.Is(err, ErrNone) {
		return err
	}
	for _, e := range entries {
		if back, err := putBack(ws, e.Name()); err != nil || back {
			if err != nil {
				return err
			}
			continue
		}
		if "snapshots/"+e.Name() == current.Snapshot || !old(e, keep, now) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(ws, "snapshots", e.Name())); err != nil {
			return fmt.Errorf("snapshot: %w", err)
		}
	}
	return nil
}

// old says that an entry of snapshots/ may go: a draft, or past its time. A
// snapshot that was renamed but never became current keeps its time too.
func old(e fs.DirEntry, keep time.Duration, now time.Time) bool {
	if strings.HasPrefix(e.Name(), ".draft-") {
		return true
	}
	info, err := e.Info()
	return err == nil && e.IsDir() && now.Sub(info.ModTime()) > keep
}

// List names the published snapshots of a workspace, oldest first.
func List(ws string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(ws, "snapshots"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names, nil // ReadDir sorts, and run names sort by time
}
