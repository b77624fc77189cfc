package snapshot

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// publish makes a snapshot with one file in it.
func publish(t *testing.T, ws, run, content string) {
	t.Helper()
	d, err := Begin(ws, run)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(d.Dir(), "a.txt"), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := d.Publish(noon); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, ws string) string {
	t.Helper()
	dir, err := Current(ws)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, "a.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestPublish(t *testing.T) {
	ws := t.TempDir()
	if _, err := Current(ws); !errors.Is(err, ErrNone) {
		t.Fatalf("before the first run: %v, want ErrNone", err)
	}
	publish(t, ws, "r1", "een")
	if got := read(t, ws); got != "een" {
		t.Errorf("current holds %q", got)
	}
	old, _ := Current(ws)
	publish(t, ws, "r2", "twee")
	if got := read(t, ws); got != "twee" {
		t.Errorf("current holds %q", got)
	}
	if b, err := os.ReadFile(filepath.Join(old, "a.txt")); err != nil || string(b) != "een" {
		t.Errorf("a reader of the earlier snapshot lost it: %q, %v", b, err)
	}
	if _, err := Begin(ws, "r2"); err == nil {
		t.Error("a published run can be begun again")
	}
	for _, name := range []string{"../x", "a/b", ".x", ""} {
		if _, err := Begin(ws, name); err == nil {
			t.Errorf("run name %q was accepted", name)
		}
	}
}

// TestPrivate holds that snapshots are for one account, and that a folder that
// people opened for others stays open.
func TestPrivate(t *testing.T) {
	ws := t.TempDir()
	publish(t, ws, "r1", "een")
	folder := filepath.Join(ws, "snapshots")
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != private {
		t.Errorf("mode %v (%v)", info.Mode(), err)
	}
	if err := os.Chmod(folder, 0o750); err != nil {
		t.Fatal(err)
	}
	publish(t, ws, "r2", "twee")
	if info, _ := os.Stat(folder); info.Mode().Perm() != 0o750 {
		t.Errorf("mode %v after people changed it", info.Mode())
	}
}

func TestDraftIsInvisible(t *testing.T) {
	ws := t.TempDir()
	publish(t, ws, "r1", "een")
	d, err := Begin(ws, "r2")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(d.Dir(), "a.txt"), []byte("half"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := read(t, ws); got != "een" {
		t.Errorf("a reader saw the draft: %q", got)
	}
	if names, _ := List(ws); len(names) != 1 {
		t.Errorf("List names the draft: %v", names)
	}
	if err := Clean(ws, time.Hour, time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(d.Dir()); !os.IsNotExist(err) {
		t.Errorf("the draft of a killed run stayed: %v", err)
	}
}

func TestClean(t *testing.T) {
	ws := t.TempDir()
	for _, run := range []string{"r1", "r2", "r3"} {
		publish(t, ws, run, run)
	}
	past := time.Now().Add(-8 * 24 * time.Hour)
	for _, run := range []string{"r1", "r3"} {
		if err := os.Chtimes(filepath.Join(ws, "snapshots", run), past, past); err != nil {
			t.Fatal(err)
		}
	}
	if err := Clean(ws, 7*24*time.Hour, time.Now()); err != nil {
		t.Fatal(err)
	}
	names, err := List(ws)
	if err != nil || strings.Join(names, " ") != "r2 r3" {
		t.Errorf("kept %v (%v), want the young one and the current one", names, err)
	}
}

func TestResolveDamaged(t *testing.T) {
	for _, tt := range []struct{ content, want string }{
		{`{"format":1,`, "damaged"},
		{`{"format":99,"snapshot":"snapshots/x"}`, "newer"},
		{`{"format":1,"snapshot":"../../etc"}`, "outside"},
	} {
		ws := t.TempDir()
		if err := os.WriteFile(filepath.Join(ws, "current.json"), []byte(tt.content), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Current(ws); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error that says %q", tt.content, err, tt.want)
		}
	}
}

// TestAsOf holds how an earlier run is named.
func TestAsOf(t *testing.T) {
	ws := t.TempDir()
	if _, err := AsOf(ws, "2026"); !errors.Is(err, ErrNone) {
		t.Errorf("before the first run: %v", err)
	}
	first, second, third := "20261120T020000000Z", "20261121T020000000Z", "20261121T140000000Z"
	for _, run := range []string{first, second, third} {
		publish(t, ws, run, run)
	}
	for _, tt := range []struct{ asOf, want string }{
		{first, first}, {"20261120", first}, {"2026-11-20", first},
		{"20261121", third}, {"2026-11-21", third}, {"2026-11-21T13:59", second}, {"2026-11-21 13:59", second}, {"20261121T1400", third},
		{"2026-11", third}, {"2027", third}, {"2026-11-20T02:00:00", first},
		{"2026-11-19", "there is no snapshot as of 2026-11-19"}, {"2025", "the oldest is " + first},
		{"21-11-2026", "no moment such as 2026-03-01"}, {"2026-11-31", "no moment"}, {"gisteren", "no moment"}, {"", "no moment"}, {"../x", "no moment"},
	} {
		got, err := AsOf(ws, tt.asOf)
		switch {
		case err == nil && filepath.Base(got) != tt.want:
			t.Errorf("%q: %s, want %s", tt.asOf, got, tt.want)
		case err != nil && !strings.Contains(err.Error(), tt.want):
			t.Errorf("%q: %v, want %s", tt.asOf, err, tt.want)
		}
	}
}

func TestLock(t *testing.T) {
	ws := t.TempDir()
	unlock, err := Lock(ws, "r1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(ws, "r2"); err == nil || !strings.Contains(err.Error(), "run r1") {
		t.Errorf("second run: %v, want an error that names the first", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(ws, "r3"); err != nil {
		t.Errorf("after the first is done: %v", err)
	}
}
