package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"luister/export/snapshot"
	"luister/export/table"
	"luister/testdata/sample"
)

// feedbackIDs gives the ids of all published feedback and fails on one that is there twice.
func feedbackIDs(t *testing.T, tables *table.Tables) []string {
	t.Helper()
	var ids []string
	for f, err := range table.Scan[table.Feedback](tables) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, f.ID)
	}
	slices.Sort(ids)
	if unique := slices.Compact(slices.Clone(ids)); len(unique) != len(ids) {
		t.Errorf("%d feedback are there twice", len(ids)-len(unique))
	}
	return ids
}

// TestRunSample holds that every message of the sample arrives once.
func TestRunSample(t *testing.T) {
	ws := sampleWorkspace(t)
	out := mustRun(t, "run", "-w", ws)
	r := manifestOf(t, ws)
	if err := r.Check(); err != nil {
		t.Error(err)
	}
	if r.State != "published" || len(r.Alarms) > 0 {
		t.Errorf("state %s, alarms %v", r.State, r.Alarms)
	}
	want := 0
	for _, tr := range sample.Generate(sample.Shipped).Truth {
		if tr.Text != "" {
			want++
		}
	}
	ids := feedbackIDs(t, published(t, ws))
	if len(ids) != want || r.Feedback != int64(want) {
		t.Errorf("%d feedback published, manifest says %d, planted %d", len(ids), r.Feedback, want)
	}
	if len(r.Tally.Apart) < 2 {
		t.Errorf("set apart %v: the automatic reply and the test responses should be", r.Tally.Apart)
	}
	if r.Tally.Changed == 0 || r.Tally.Again == 0 {
		t.Errorf("changed %d, again %d: the second delivery overlaps the first", r.Tally.Changed, r.Tally.Again)
	}
	if r.Drivers < 10 || float64(r.WithoutDriver) > 0.35*float64(r.Feedback) {
		t.Errorf("%d drivers, %d of %d feedback without", r.Drivers, r.WithoutDriver, r.Feedback)
	}
	if !strings.Contains(out, "rijen ") || !strings.Contains(out, "verslag") {
		t.Errorf("summary:\n%s", out)
	}
}

// TestNothingNew holds that a second run publishes nothing and is quick.
func TestNothingNew(t *testing.T) {
	ws := sampleWorkspace(t)
	mustRun(t, "run", "-w", ws)
	before, _ := snapshot.Current(ws)
	began := time.Now()
	out := mustRun(t, "run", "-w", ws)
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("a run with nothing new took %v", took)
	}
	after, _ := snapshot.Current(ws)
	if before != after {
		t.Error("a run with nothing new published a snapshot")
	}
	if r := manifestOf(t, ws); r.State != "nothing-new" || r.Feedback == 0 || !strings.Contains(out, "Niets nieuws") {
		t.Errorf("manifest %s with %d feedback; summary:\n%s", r.State, r.Feedback, out)
	}
}

// TestDeliveredTwice holds that files are known by content, not by name.
func TestDeliveredTwice(t *testing.T) {
	ws := sampleWorkspace(t)
	mustRun(t, "run", "-w", ws)
	ids := feedbackIDs(t, published(t, ws))
	inbox := filepath.Join(ws, "inbox")
	for from, to := range map[string]string{"klachten_2026-05.csv": "export (1).csv", "klantenservice.mbox": "kopie.mbox"} {
		b, err := os.ReadFile(filepath.Join(inbox, from))
		if err == nil {
			err = os.WriteFile(filepath.Join(inbox, to), b, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	mustRun(t, "run", "-w", ws)
	if r := manifestOf(t, ws); r.State != "nothing-new" {
		t.Errorf("the same bytes under another name: %s", r.State)
	}
	// The same rows in another file: a line is added, so the bytes differ.
	b, _ := os.ReadFile(filepath.Join(inbox, "klachten_2026-10.csv"))
	extra := "Z-2026-999999;1-11-2026 10:00;;KL9999999;Test de Tester;test@voorbeeld.nl;;chat;;Techniek;Oost;Nieuw;De meter is alweer stuk en niemand komt langs.;;Open;\r\n"
	if err := os.WriteFile(filepath.Join(inbox, "klachten_2026-11.csv"), append(b, extra...), 0o644); err != nil {
		t.Fatal(err)
	}
	mustRun(t, "run", "-w", ws)
	r := manifestOf(t, ws)
	if got := feedbackIDs(t, published(t, ws)); len(got) != len(ids)+1 || r.Tally.New != 1 || r.Tally.Changed != 0 {
		t.Errorf("an overlapping delivery with one new row: %d feedback, was %d; new %d, changed %d", len(got), len(ids), r.Tally.New, r.Tally.Changed)
	}
}

// TestSameBytes holds that the same files, key and moment give the same bytes,
// in whatever order the files are found and on whatever number of processors.
func TestSameBytes(t *testing.T) {
	ws := sampleWorkspace(t)
	other := filepath.Join(t.TempDir(), "other")
	if err := os.CopyFS(other, os.DirFS(ws)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(other, keyFile), 0o600); err != nil {
		t.Fatal(err)
	}
	stamp := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for _, dir := range []string{ws, other} {
		filepath.WalkDir(filepath.Join(dir, "inbox"), func(path string, e fs.DirEntry, err error) error {
			return os.Chtimes(path, stamp, stamp)
		})
	}
	mustRun(t, "run", "-w", ws, "--at", "2026-11-01T02:00:00Z")
	cmd := luister("run", "-w", other, "--at", "2026-11-01T02:00:00Z")
	cmd.Env = append(cmd.Env, "GOMAXPROCS=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	a, b := hashes(t, filepath.Join(ws, "snapshots")), hashes(t, filepath.Join(other, "snapshots"))
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if strings.Contains(name, "/index/") {
			continue // the library's segment files hold nothing but what the tables hold
		}
		if a[name] != b[name] {
			t.Errorf("%s differs", name)
		}
	}
	if len(a) < 20 {
		t.Errorf("only %d files compared", len(a))
	}
}

// TestKilled kills a run at every stage: readers keep what they had, and the
// next run gives what an undisturbed one gives.
func TestKilled(t *testing.T) {
	undisturbed := sampleWorkspace(t)
	mustRun(t, "run", "-w", undisturbed, "--at", "2026-11-01T02:00:00Z")
	want := len(feedbackIDs(t, published(t, undisturbed)))
	for _, stage := range nightly {
		t.Run(stage.name, func(t *testing.T) {
			t.Parallel()
			ws := sampleWorkspace(t)
			killAt(t, stage.name, "run", "-w", ws)
			if dir, err := snapshot.Current(ws); err == nil {
				if _, err := table.Open(filepath.Join(dir, "tables")); err != nil {
					t.Fatalf("what is published after the kill cannot be read: %v", err)
				}
			}
			mustRun(t, "run", "-w", ws)
			if got := len(feedbackIDs(t, published(t, ws))); got != want {
				t.Errorf("after a kill at %s: %d feedback, want %d", stage.name, got, want)
			}
			drafts, _ := filepath.Glob(filepath.Join(ws, "snapshots", ".draft-*"))
			if len(drafts) > 0 {
				t.Errorf("the draft of the killed run stayed: %v", drafts)
			}
		})
	}
}

// killAt runs the program and kills it (SIGKILL) as soon as it says that it
// begins a stage.
func killAt(t *testing.T, stage string, args ...string) {
	t.Helper()
	cmd := luister(args...)
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	reached := false
	for lines := bufio.NewScanner(log); lines.Scan(); {
		if strings.Contains(lines.Text(), "msg=stage stage="+stage) {
			reached = true
			cmd.Process.Kill()
			break
		}
	}
	if err := cmd.Wait(); err == nil || !reached {
		t.Fatalf("the run was not killed at %s (reached: %v, %v)", stage, reached, err)
	}
}

// TestTwoRuns holds that a second run beside the first is refused.
func TestTwoRuns(t *testing.T) {
	ws := sampleWorkspace(t)
	unlock, err := snapshot.Lock(ws, "20260101T000000000Z")
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	out, err := luister("run", "-w", ws).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "another run is working") || !strings.Contains(string(out), "20260101T000000000Z") {
		t.Errorf("%v: %s", err, out)
	}
}

// TestNothingPersonal greps everything that a run wrote for what was planted.
func TestNothingPersonal(t *testing.T) {
	ws := sampleWorkspace(t)
	out, err := luister("run", "-w", ws).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range table.Names() { // the files themselves are compressed
		out = append(out, mustRun(t, "cat", name, "-w", ws, "--format", "json")...)
	}
	filepath.WalkDir(ws, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			t.Fatal(err)
		}
		if e.IsDir() && e.Name() == "inbox" {
			return filepath.SkipDir
		}
		if !e.IsDir() {
			b, _ := os.ReadFile(path)
			out = append(out, b...)
		}
		return nil
	})
	planted := map[string]bool{}
	for _, tr := range sample.Generate(sample.Shipped).Truth {
		for _, p := range tr.Personal {
			if len(p) > 8 { // a first name alone is also a word
				planted[p] = true
			}
		}
		planted[tr.Customer] = true
	}
	leaks := map[string]int{}
	for p := range planted {
		if n := bytes.Count(out, []byte(p)); n > 0 {
			leaks[p] = n
		}
	}
	if len(planted) < 300 {
		t.Fatalf("only %d items were planted", len(planted))
	}
	if len(leaks) > 0 {
		b, _ := json.Marshal(leaks)
		t.Errorf("%d of %d planted items leaked: %.2000s", len(leaks), len(planted), b)
	}
}

// TestBadInput holds that what cannot be read costs itself and nothing else.
func TestBadInput(t *testing.T) {
	ws := sampleWorkspace(t)
	inbox := filepath.Join(ws, "inbox")
	for name, content := range map[string][]byte{
		"leeg.csv":       nil,
		"alleen-kop.csv": []byte("Zaaknummer;Datum;Omschrijving\r\n"),
		"rommel.csv":     bytes.Repeat([]byte{0, 1, 2, 0xff, 0xfe, 7}, 5000),
		"foto.csv":       []byte("\x89PNG\r\n\x1a\n0000000000"),
	} {
		if err := os.WriteFile(filepath.Join(inbox, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := luister("run", "-w", ws)
	out, err := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code != exitAlarm {
		t.Errorf("exit code %d (%v), want %d\n%s", code, err, exitAlarm, out)
	}
	r := manifestOf(t, ws)
	problems := map[string]string{}
	for _, f := range r.Files {
		if f.Problem != "" {
			problems[f.Name] = f.Problem
		}
	}
	for _, name := range []string{"leeg", "alleen-kop", "rommel", "foto"} {
		if told := problems["inbox/"+name+".csv"] != ""; told != (name != "alleen-kop") { // no rows are no problem
			t.Errorf("%s.csv: a problem was told: %v", name, told)
		}
		if !strings.Contains(string(out), "inbox/"+name+".csv") {
			t.Errorf("%s.csv is not in the summary", name)
		}
	}
	if r.State != "published" || r.Feedback < 600 {
		t.Errorf("the rest of the night did not go on: %s, %d feedback", r.State, r.Feedback)
	}
}

// TestHugeCell holds that a cell of 50 MB costs its row.
func TestHugeCell(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 50 MB")
	}
	ws := filepath.Join(t.TempDir(), "ws")
	mustRun(t, "init", ws)
	var b bytes.Buffer
	b.WriteString("Zaaknummer;Datum;Omschrijving\n")
	for i := range 20 {
		fmt.Fprintf(&b, "Z%d;%d-3-2026;De monteur kwam niet en niemand belde mij terug, dossier nummer %d.\n", i, 1+i, i)
	}
	fmt.Fprintf(&b, "Z98;1-3-2026;\"%s\"\n", strings.Repeat("klacht ", 50<<20/7))
	b.WriteString("Z99;2-3-2026;Na de grote cel gaat het gewoon verder met deze regel.\n")
	if err := os.WriteFile(filepath.Join(ws, "inbox", "groot.csv"), b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := luister("run", "-w", ws)
	if out, err := cmd.CombinedOutput(); err != nil && cmd.ProcessState.ExitCode() != exitRejects {
		t.Fatalf("%v\n%s", err, out)
	}
	if r := manifestOf(t, ws); r.Feedback < 21 {
		t.Errorf("%d feedback, tally %+v", r.Feedback, r.Tally)
	}
}

// TestFullDisk holds that a run that cannot write says so and leaves what was
// published as it was. A limit on the size of files stands for a full disk.
func TestFullDisk(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("bash is needed for ulimit")
	}
	ws := sampleWorkspace(t)
	cmd := exec.Command("bash", "-c", `ulimit -f 20; exec "$0" run -w "$1"`, os.Args[0], ws)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	out, err := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code != exitFailed {
		t.Fatalf("exit code %d (%v)\n%s", code, err, out)
	}
	if !strings.Contains(string(out), "file too large") {
		t.Errorf("the message does not tell the cause:\n%s", out)
	}
	if _, err := snapshot.Current(ws); err == nil {
		t.Error("something was published")
	}
	mustRun(t, "run", "-w", ws)
	if r := manifestOf(t, ws); r.Feedback < 600 {
		t.Errorf("%d feedback when there is room again", r.Feedback)
	}
}

// TestReadOnly holds that a workspace that cannot be written to is told at once.
func TestReadOnly(t *testing.T) {
	ws := sampleWorkspace(t)
	if os.Geteuid() == 0 {
		// The superuser may write everywhere, so the folder is one that takes no files.
		t.Log("as root: a file stands where the folder for runs should be")
		if err := os.WriteFile(filepath.Join(ws, "runs"), nil, 0o444); err != nil {
			t.Fatal(err)
		}
	} else if err := os.Chmod(ws, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(ws, 0o755) })
	out, err := luister("run", "-w", ws).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "luister: ") || strings.Contains(string(out), "panic") {
		t.Errorf("%v: %s", err, out)
	}
	if _, err := snapshot.Current(ws); err == nil {
		t.Error("something was published")
	}
}
