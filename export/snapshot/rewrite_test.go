package snapshot

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestReplace(t *testing.T) {
	ws := t.TempDir()
	publish(t, ws, "r1", "old")
	publish(t, ws, "r2", "new")
	past := time.Now().Add(-3 * 24 * time.Hour).Truncate(time.Second)
	path := filepath.Join(ws, "snapshots", "r1")
	if err := os.Chtimes(path, past, past); err != nil {
		t.Fatal(err)
	}
	d, err := Rewrite(ws, "r1")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(d.Dir(), "a.txt"), []byte("rewritten"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := d.Replace(); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(path, "a.txt"))
	if err != nil || string(got) != "rewritten" {
		t.Errorf("the snapshot holds %q, %v", got, err)
	}
	if info, err := os.Stat(path); err != nil || !info.ModTime().Equal(past) {
		t.Errorf("its age is not kept: %v, %v", info.ModTime(), err)
	}
	if entries, _ := os.ReadDir(filepath.Join(ws, "snapshots")); len(entries) != 2 {
		t.Errorf("left behind: %v", entries)
	}
	if _, err := Rewrite(ws, "r9"); err == nil {
		t.Error("a snapshot that is not there can be rewritten")
	}
}

// TestReplaceKilled kills a replacement between its two renames.
func TestReplaceKilled(t *testing.T) {
	ws := t.TempDir()
	publish(t, ws, "r1", "old")
	publish(t, ws, "r2", "new")
	in := func(name string) string { return filepath.Join(ws, "snapshots", name) }
	if err := os.Rename(in("r1"), in(asidePrefix+"r1")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(in(".draft-r1"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Clean(ws, 7*24*time.Hour, time.Now()); err != nil {
		t.Fatal(err)
	}
	if names, err := List(ws); err != nil || len(names) != 2 {
		t.Errorf("snapshots %v, %v", names, err)
	}
	if entries, _ := os.ReadDir(filepath.Join(ws, "snapshots")); len(entries) != 2 {
		t.Errorf("left behind: %v", entries)
	}
}
