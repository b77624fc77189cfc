package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"luister/export/report"
	"luister/export/snapshot"
	"luister/export/table"
)

// asProgram makes the test binary behave as luister.
const asProgram = "LUISTER_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(os.Args[1:]))
	}
	testscript.Main(m, map[string]func(){"luister": func() { os.Exit(run(os.Args[1:])) }})
}

// TestScripts runs the command line as a user would.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireExplicitExec: true})
}

// luister makes a command that runs the program in a process of its own.
func luister(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// mustRun runs the program and gives what it printed.
func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	cmd := luister(args...)
	var out, log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &log
	if err := cmd.Run(); err != nil {
		t.Fatalf("luister %s: %v\n%s\n%s", strings.Join(args, " "), err, out.String(), log.String())
	}
	return out.String()
}

// sampleWorkspace makes a workspace with the sample in its inbox.
func sampleWorkspace(t *testing.T) string {
	t.Helper()
	ws := filepath.Join(t.TempDir(), "ws")
	mustRun(t, "init", "--sample", ws)
	return ws
}

// manifestOf reads the manifest of the newest run.
func manifestOf(t *testing.T, ws string) report.Run {
	t.Helper()
	runs, err := os.ReadDir(filepath.Join(ws, "runs"))
	if err != nil || len(runs) == 0 {
		t.Fatalf("no runs: %v", err)
	}
	b, err := os.ReadFile(filepath.Join(ws, "runs", runs[len(runs)-1].Name(), "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r report.Run
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// published opens the tables of the current snapshot.
func published(t *testing.T, ws string) *table.Tables {
	t.Helper()
	dir, err := snapshot.Current(ws)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := table.Open(filepath.Join(dir, "tables"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tables.Close() })
	return tables
}

// hashes gives the SHA-256 of every file below a folder, by its path there.
func hashes(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	out := map[string][32]byte{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out[filepath.ToSlash(rel)] = sha256.Sum256(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
