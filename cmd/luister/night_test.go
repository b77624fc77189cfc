package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const threeRows = "Klachtnummer;Omschrijving klacht\nK-1;De factuur klopt niet deze maand\nK-2;De monteur kwam niet opdagen bij ons\nK-3;Niemand belt ooit terug hierover\n"

// opened makes a workspace with one source and one delivery, and opens both.
func opened(t *testing.T, settings string) (n *night, path string) {
	t.Helper()
	ws := t.TempDir()
	mustRun(t, "init", ws)
	config := "sources:\n  - name: klachten\n    path: klachten*.csv\n    " + settings + "\n"
	path = filepath.Join(ws, "inbox", "klachten.csv")
	for name, content := range map[string]string{filepath.Join(ws, configFile): config, path: threeRows} {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	n = newNight(t.Context(), ws, time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC), newProgress(io.Discard))
	if err := n.open(); err != nil {
		t.Fatal(err)
	}
	if err := n.find(); err != nil || len(n.deliveries) != 1 {
		t.Fatalf("%d deliveries, %v; %+v", len(n.deliveries), err, n.run.Files)
	}
	return n, path
}

// TestShrunkUnderway takes rows from a file between weighing and reading: that is
// an error which names the file, not a shift to the answers of the next one.
func TestShrunkUnderway(t *testing.T) {
	for _, tt := range []struct {
		left int
		want string
	}{{3, ""}, {2, "inbox/klachten.csv changed"}} {
		n, path := opened(t, "after: keep")
		n.run.Files[0].Tally.Rows = 3
		lines := strings.SplitAfter(threeRows, "\n")[:1+tt.left]
		if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o644); err != nil {
			t.Fatal(err)
		}
		rows, said := 0, ""
		for _, err := range n.weighed(n.deliveries[0]) {
			if err != nil {
				said = err.Error()
				break
			}
			rows++
		}
		if rows != tt.left || !strings.HasPrefix(said, tt.want) || tt.want == "" && said != "" {
			t.Errorf("%d rows left: %d rows, error %q", tt.left, rows, said)
		}
	}
}

// TestDeliverKeepsWhatChanged deletes a delivered file only if it is still the
// file that was read.
func TestDeliverKeepsWhatChanged(t *testing.T) {
	for _, changed := range []bool{false, true} {
		n, path := opened(t, "after: delete")
		if changed {
			if err := os.WriteFile(path, []byte(threeRows+"K-4;Deze klacht kwam er net bij\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if err := n.deliver(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path); (err == nil) != changed {
			t.Errorf("changed %v: after delivering the file gives %v", changed, err)
		}
	}
}

// TestPutAway never replaces a file, and gives up where no name is left.
func TestPutAway(t *testing.T) {
	for _, name := range []string{"klachten.csv", strings.Repeat("k", 251) + ".csv"} {
		from, to := filepath.Join(t.TempDir(), name), t.TempDir()
		for _, path := range []string{from, filepath.Join(to, name)} {
			if err := os.WriteFile(path, []byte(path), 0o644); err != nil {
				t.Skip(err) // a file system with shorter names
			}
		}
		err := putAway(from, to, "move")
		if fits := len(name) < 250; (err == nil) != fits {
			t.Errorf("a name of %d bytes: %v", len(name), err)
		}
		if there, _ := os.ReadFile(filepath.Join(to, name)); string(there) != filepath.Join(to, name) {
			t.Errorf("the file of the same name was replaced")
		}
	}
}

func TestFixedPart(t *testing.T) {
	for pattern, want := range map[string]string{
		"klachten*.csv": "ws/inbox", "uit/klachten.csv": "ws/uit", "uit/*/klachten.csv": "ws/uit", "uit/20[0-9]?/a.csv": "ws/uit", "uit?/a.csv": "ws/inbox", "/data/*.csv": "/data",
	} {
		if got := filepath.ToSlash(fixedPart("ws", pattern)); got != want {
			t.Errorf("%s starts from %s, want %s", pattern, got, want)
		}
	}
}

// TestInitOverwritesNothing finds a file of the sample's name in the inbox.
func TestInitOverwritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "klachten.csv")
	for _, tt := range []struct {
		content string
		fails   bool
	}{{"een", false}, {"een", false}, {"twee", true}} {
		if err := writeNew(path, []byte(tt.content)); (err != nil) != tt.fails {
			t.Errorf("writing %q: %v", tt.content, err)
		}
	}
	if b, _ := os.ReadFile(path); string(b) != "een" {
		t.Errorf("the file holds %q", b)
	}
}
