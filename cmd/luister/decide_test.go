package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"luister/cluster/decision"
	"luister/cluster/registry"
	"luister/export/snapshot"
	"luister/export/table"
)

// driversOf gives the first driver of every feedback, and the drivers by id.
func driversOf(t *testing.T, ws string) (of map[string]string, drivers map[string]table.Driver) {
	t.Helper()
	tables := published(t, ws)
	rows, err := table.All[table.Driver](tables)
	if err != nil {
		t.Fatal(err)
	}
	of, drivers = map[string]string{}, map[string]table.Driver{}
	for _, d := range rows {
		drivers[d.ID] = d
	}
	seen := map[string]bool{}
	for row, err := range table.Scan[table.FeedbackDriver](tables) {
		if err != nil {
			t.Fatal(err)
		}
		if key := row.FeedbackID + " " + row.DriverID; seen[key] {
			t.Errorf("%s is in %s twice", row.FeedbackID, row.DriverID)
		} else {
			seen[key] = true
		}
		if row.Rank == 1 && !row.Second {
			of[row.FeedbackID] = row.DriverID
		}
	}
	return of, drivers
}

// kept counts the feedback that is in the driver it was in.
func kept(was, is map[string]string) (same int) {
	for id, driver := range was {
		if is[id] == driver {
			same++
		}
	}
	return same
}

// TestDecisionsMasked holds that what people write in a decision is masked before
// any table, page or pack gets it.
func TestDecisionsMasked(t *testing.T) {
	const personal = "bel 06-12345678"
	events := []decision.Event{
		{ID: "1", Kind: decision.Describe, Driver: "D0001", To: personal, Why: personal},
		{ID: "2", Kind: decision.Suggestion, Field: "S1", To: "ingevoerd", Why: personal, Values: map[string]string{"note": personal}},
		{ID: "3", Kind: decision.Rename, Driver: "D0001", To: "Niemand belt terug"},
	}
	d := decisions{log: decision.Log{Events: events}, state: decision.Fold(events, decision.Declared{})}
	d.mask(func(text string) string { return strings.ReplaceAll(text, "06-12345678", "[TELEFOON-a]") })
	said := fmt.Sprint(d.log.Events, d.state.Drivers)
	if strings.Contains(said, "06-") || strings.Count(said, "TELEFOON") != 5 || !strings.Contains(said, "Niemand belt terug") {
		t.Error(said)
	}
}

// largest gives the drivers in use, the largest first.
func largest(of map[string]string) []string {
	size := map[string]int{}
	for _, d := range of {
		size[d]++
	}
	var ids []string
	for d := range size {
		ids = append(ids, d)
	}
	slices.SortFunc(ids, func(a, b string) int { return 10_000*(size[b]-size[a]) + strings.Compare(a, b) })
	return ids
}

// members gives the feedback of a driver, sorted.
func members(of map[string]string, driver string) []string {
	var ids []string
	for id, d := range of {
		if d == driver {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// deliver puts a file with a few new complaints in the inbox.
func deliver(t *testing.T, ws string, night int) {
	t.Helper()
	var b strings.Builder
	b.WriteString("Zaaknummer;Datum;Omschrijving\n")
	for i := range 6 {
		fmt.Fprintf(&b, "N-%d-%d;%d-%d-2026;De monteur kwam weer niet op de afspraak en niemand belde, voor de %d-de keer.\n", night, i, 3+4*i+night, 4+i, i+night)
	}
	if err := os.WriteFile(filepath.Join(ws, "inbox", fmt.Sprintf("nacht-%d.csv", night)), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestDecisionsHold holds every kind of decision over three nights and a
// regrouping of everything.
func TestDecisionsHold(t *testing.T) {
	ws := sampleWorkspace(t)
	mustRun(t, "run", "-w", ws)
	of, _ := driversOf(t, ws)
	ids := largest(of)
	into, from, named, splits, closed := ids[0], ids[1], ids[2], ids[3], ids[4]
	pinned, banned, none := members(of, from)[0], members(of, named)[0], members(of, named)[1]
	parts, stays := members(of, splits)[:6], members(of, splits)[6:9]
	decide := func(args ...string) { mustRun(t, append([]string{"decide", "-w", ws, "--who", "ana"}, args...)...) }
	decide("merge", into, from, "--why", "zelfde oorzaak")
	decide("rename", named, "Zo heet het nu")
	decide("describe", named, "Wat mensen bedoelen")
	decide("owner", named, "Planning")
	decide("status", named, "maatregel")
	decide("pin", named, pinned)
	decide("forbid", named, banned)
	decide("move", none, "--from", named, "--to", "-")
	decide(append([]string{"split", splits, "--name", "Het andere deel", "--stays", stays[0], "--stays", strings.Join(stays[1:], ",")}, parts...)...)
	decide("retire", closed)
	decide("apart", ids[5], ids[6])

	check := func(night string) {
		t.Helper()
		of, drivers := driversOf(t, ws)
		if d := drivers[from]; d.MergedInto != into || d.Status != table.StatusMerged || len(members(of, from)) > 0 {
			t.Errorf("%s: %s went into %q, with %d feedback left", night, from, d.MergedInto, len(members(of, from)))
		}
		if d := drivers[named]; d.Name != "Zo heet het nu" || d.NamedBy != "mens" || d.Owner != "Planning" || d.Status != "maatregel" || d.Description == "" || d.Feedback == 0 {
			t.Errorf("%s: %+v", night, d)
		}
		if of[pinned] != named || of[banned] == named || of[none] != "" {
			t.Errorf("%s: the pinned one is in %q, the forbidden one in %q, that of no driver in %q", night, of[pinned], of[banned], of[none])
		}
		made := of[parts[0]]
		if d := drivers[made]; made == splits || d.Name != "Het andere deel" || d.Gone() {
			t.Errorf("%s: what was split off is in %+v", night, d)
		}
		for _, id := range parts {
			if of[id] != made {
				t.Errorf("%s: %s of the part is in %s, not %s", night, id, of[id], made)
			}
		}
		for _, id := range stays {
			if of[id] != splits {
				t.Errorf("%s: %s that stays is in %s, not %s", night, id, of[id], splits)
			}
		}
		if d := drivers[splits]; d.Gone() || d.Feedback == 0 {
			t.Errorf("%s: nothing is left of what was split: %+v", night, d)
		}
		if d := drivers[closed]; d.Status != table.StatusRetired {
			t.Errorf("%s: %+v", night, d)
		}
		if a, b := drivers[ids[5]], drivers[ids[6]]; a.Gone() || b.Gone() {
			t.Errorf("%s: of two that stay apart %s and %s are left", night, a.Status, b.Status)
		}
		if r := manifestOf(t, ws); r.Check() != nil {
			t.Errorf("%s: %v", night, r.Check())
		}
	}
	for night := range 3 {
		deliver(t, ws, night)
		mustRun(t, "run", "-w", ws)
		check(fmt.Sprintf("night %d", night+1))
	}
	out := mustRun(t, "regroup", "-w", ws)
	check("regrouped")
	if !strings.Contains(out, "feedback kreeg een andere driver") {
		t.Errorf("regroup says\n%s", out)
	}
	again := manifestOf(t, ws)
	if out := mustRun(t, "run", "-w", ws); !strings.Contains(out, "Niets nieuws") {
		t.Errorf("decisions that were obeyed make a run of their own:\n%s", out)
	}
	if moved := again.Moved; len(moved) == 0 {
		t.Log("the regrouping moved nothing")
	}
}

// TestDecisionOrder holds that of two decisions that cannot both hold the later
// one counts, and that what is undone is taken back.
func TestDecisionOrder(t *testing.T) {
	ws := sampleWorkspace(t)
	mustRun(t, "run", "-w", ws)
	of, before := driversOf(t, ws)
	ids := largest(of)
	a, b, f := ids[0], ids[1], members(of, ids[0])[0]
	mustRun(t, "decide", "pin", b, f, "-w", ws)
	mustRun(t, "decide", "forbid", b, f, "-w", ws)
	mustRun(t, "decide", "rename", a, "eerst dit", "-w", ws)
	mustRun(t, "decide", "rename", a, "toen dat", "-w", ws)
	mustRun(t, "regroup", "--apply", "-w", ws)
	now, drivers := driversOf(t, ws)
	if now[f] == b || drivers[a].Name != "toen dat" {
		t.Errorf("%s is in %s; %s is called %q", f, now[f], a, drivers[a].Name)
	}
	mustRun(t, "decide", "merge", a, b, "-w", ws)
	mustRun(t, "regroup", "--apply", "-w", ws)
	var undo []string
	log, err := decision.Read(ws, manifestOf(t, ws).Started)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range log.Events {
		undo = append(undo, e.ID)
	}
	for _, id := range undo {
		mustRun(t, "decide", "undo", id, "-w", ws)
	}
	mustRun(t, "regroup", "--apply", "-w", ws)
	last, drivers := driversOf(t, ws)
	if drivers[a].Name != before[a].Name || drivers[a].NamedBy != "" || drivers[b].MergedInto != "" {
		t.Errorf("after everything was undone: %+v, %+v", drivers[a], drivers[b])
	}
	same := kept(of, last)
	if float64(same) < 0.97*float64(len(of)) {
		t.Errorf("after everything was undone %d of %d feedback are in their driver again", same, len(of))
	}
}

// TestMergeAndSplit holds that a driver of which one part is split off in the
// night that another goes into it keeps both its places: when all is undone, the
// feedback of both is where it was.
func TestMergeAndSplit(t *testing.T) {
	ws := sampleWorkspace(t)
	mustRun(t, "run", "-w", ws)
	of, before := driversOf(t, ws)
	ids := largest(of)
	a, b := ids[0], ids[len(ids)-4]
	mustRun(t, "decide", "merge", a, b, "-w", ws)
	mustRun(t, append([]string{"decide", "split", a, "-w", ws}, members(of, a)[:3]...)...)
	mustRun(t, "regroup", "--apply", "-w", ws)
	log, err := decision.Read(ws, manifestOf(t, ws).Started)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range log.Events {
		mustRun(t, "decide", "undo", e.ID, "-w", ws)
	}
	mustRun(t, "regroup", "--apply", "-w", ws)
	last, drivers := driversOf(t, ws)
	for _, id := range []string{a, b} {
		if n, was := drivers[id].Feedback, before[id].Feedback; n != was || drivers[id].MergedInto != "" {
			t.Errorf("%s had %d feedback, and has %d: %+v", id, was, n, drivers[id])
		}
	}
	if same := kept(of, last); same != len(of) || len(last) != len(of) {
		t.Errorf("after everything was undone %d of %d feedback are in their driver again, and %d in any", same, len(of), len(last))
	}
}

// TestByHand holds that drivers.yaml splits, merges and moves, that this is told
// as it happens, and is taken back when it stands there no longer.
func TestByHand(t *testing.T) {
	ws := sampleWorkspace(t)
	mustRun(t, "run", "-w", ws)
	of, _ := driversOf(t, ws)
	ids := largest(of)
	a, b, c := ids[0], ids[1], ids[2]
	parts, moved := members(of, a)[:3], members(of, c)[0]
	state := func(text string) map[string]string {
		t.Helper()
		if err := os.WriteFile(filepath.Join(ws, decision.DeclaredFile), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		mustRun(t, "regroup", "--apply", "-w", ws)
		of, _ := driversOf(t, ws)
		return of
	}
	split := fmt.Sprintf("drivers:\n  - id: %s\n    split:\n      - feedback: [%s]\n        name: Apart deel\n", a, strings.Join(parts, ", "))
	now := state(split + fmt.Sprintf("  - id: %s\n    merge: [%s]\n    pin: [%s]\n  - id: %s\n    forbid: [%s]\n", b, ids[4], moved, c, moved))
	made := now[parts[0]]
	_, drivers := driversOf(t, ws)
	if made == a || drivers[made].Name != "Apart deel" || now[parts[2]] != made || now[moved] != b || drivers[ids[4]].MergedInto != b {
		t.Errorf("split into %s %q, moved to %s, merged into %q", made, drivers[made].Name, now[moved], drivers[ids[4]].MergedInto)
	}
	for driver, want := range map[string]string{made: "gesplitst " + made + " · drivers.yaml", ids[4]: "samengevoegd " + ids[4] + " · drivers.yaml"} {
		if out := mustRun(t, "history", driver, "-w", ws); !strings.Contains(out, want) {
			t.Errorf("the history of %s lacks %q:\n%s", driver, want, out)
		}
	}
	if again := state(strings.Replace(split, parts[2]+"]", parts[2]+", "+members(of, a)[3]+"]", 1)); again[parts[0]] != made || again[members(of, a)[3]] != made || again[moved] == b {
		t.Errorf("with one more in the split %s, not %s; no longer moved: %s", again[parts[0]], made, again[moved])
	}
	last := state("drivers: []\n")
	if last[parts[0]] != a {
		t.Errorf("taken back, the part is in %s, not %s", last[parts[0]], a)
	}
}

// TestMergeLeavesIndex holds that a merge writes no shard of the index again.
func TestMergeLeavesIndex(t *testing.T) {
	ws := sampleWorkspace(t)
	mustRun(t, "run", "-w", ws)
	old, err := snapshot.Current(ws)
	if err != nil {
		t.Fatal(err)
	}
	of, _ := driversOf(t, ws)
	ids := largest(of)
	mustRun(t, "decide", "merge", ids[0], ids[1], "-w", ws)
	mustRun(t, "regroup", "--apply", "-w", ws)
	now, err := snapshot.Current(ws)
	if err != nil || now == old {
		t.Fatalf("nothing was published (%v)", err)
	}
	shards := 0
	err = filepath.WalkDir(filepath.Join(old, "index"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Dir(path) == filepath.Join(old, "index") {
			return err // the list of shards is a file of every index
		}
		rel, _ := filepath.Rel(old, path)
		a, errA := os.Stat(path)
		b, errB := os.Stat(filepath.Join(now, rel))
		if errA != nil || errB != nil || !os.SameFile(a, b) {
			t.Errorf("%s is another file (%v, %v)", rel, errA, errB)
		}
		shards++
		return nil
	})
	if err != nil || shards < 5 {
		t.Errorf("%d files of shards compared (%v)", shards, err)
	}
	feedback := 0
	filepath.WalkDir(filepath.Join(old, "tables", "feedback"), func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			rel, _ := filepath.Rel(old, path)
			a, _ := os.Stat(path)
			if b, err := os.Stat(filepath.Join(now, rel)); err != nil || !os.SameFile(a, b) {
				t.Errorf("%s is another file (%v)", rel, err)
			}
			feedback++
		}
		return nil
	})
	if feedback == 0 {
		t.Error("no files of feedback compared")
	}
}

// TestAsOf holds that an earlier run can be read as it was.
func TestAsOf(t *testing.T) {
	ws := sampleWorkspace(t)
	mustRun(t, "run", "-w", ws)
	first := manifestOf(t, ws).ID
	before := mustRun(t, "drivers", "-w", ws, "--format", "json")
	of, _ := driversOf(t, ws)
	mustRun(t, "decide", "rename", largest(of)[0], "Een andere naam", "-w", ws)
	mustRun(t, "regroup", "--apply", "-w", ws)
	if now := mustRun(t, "drivers", "-w", ws, "--format", "json"); now == before || !strings.Contains(now, "Een andere naam") {
		t.Errorf("the name is not there:\n%s", now)
	}
	for _, asOf := range []string{first, first[:15], first[:4] + "-" + first[4:6] + "-" + first[6:11] + ":" + first[11:15]} {
		if got := mustRun(t, "drivers", "-w", ws, "--format", "json", "--as-of", asOf); got != before {
			t.Errorf("as of %s:\n%s", asOf, got)
		}
		for _, args := range [][]string{{"cat", "driver"}, {"search", "monteur"}, {"similar", "de monteur kwam niet"}} {
			if got := mustRun(t, append(args, "-w", ws, "--as-of", asOf)...); strings.Contains(got, "Een andere naam") {
				t.Errorf("%v as of %s knows the new name", args, asOf)
			}
		}
	}
	if out, err := luister("drivers", "-w", ws, "--as-of", "2001").CombinedOutput(); err == nil || !strings.Contains(string(out), "no snapshot as of") {
		t.Errorf("%v: %s", err, out)
	}
}

// TestRenewedVectors holds that drivers that were made with other word vectors are
// grouped again, which is told, and keep their ids.
func TestRenewedVectors(t *testing.T) {
	ws := sampleWorkspace(t)
	mustRun(t, "run", "-w", ws)
	of, _ := driversOf(t, ws)
	dir, err := snapshot.Current(ws)
	if err != nil {
		t.Fatal(err)
	}
	state, err := registry.Load(filepath.Join(dir, stateDir))
	if err != nil {
		t.Fatal(err)
	}
	now := state.Vectors
	state.Vectors = "van vroeger"
	if err := state.Save(filepath.Join(dir, stateDir)); err != nil {
		t.Fatal(err)
	}
	deliver(t, ws, 1)
	if out := mustRun(t, "run", "-w", ws); !strings.Contains(out, "woordvectoren zijn vernieuwd") {
		t.Errorf("it is not told:\n%s", out)
	}
	after, _ := driversOf(t, ws)
	same := kept(of, after)
	if float64(same) < 0.7*float64(len(of)) {
		t.Errorf("%d of %d feedback kept their driver", same, len(of))
	}
	rows := 0
	for row, err := range table.Scan[table.Document](published(t, ws)) {
		if err != nil {
			t.Fatal(err)
		}
		if row.VectorVersion != now {
			t.Errorf("the vector of %s is of version %q", row.FeedbackID, row.VectorVersion)
		}
		rows++
	}
	if r := manifestOf(t, ws); int64(rows) != r.Feedback {
		t.Errorf("%d documents of %d feedback", rows, r.Feedback)
	}
}

// TestDecideAdd holds that decisions of other programs come in whole or not at all.
func TestDecideAdd(t *testing.T) {
	ws := sampleWorkspace(t)
	mustRun(t, "run", "-w", ws)
	for input, want := range map[string]string{
		`{"kind":"owner","driver":"D0001","to":"Techniek"}` + "\n" + `{"kind":"session","field":"S1","others":["D0001"],"values":{"date":"2026-11-01"}}`: "",
		`{"kind":"owner","driver":"D0001","to":"a"}` + "\n" + `{"kind":"owner","driver":"D9999","to":"a"}`:                                               "no driver D9999",
		`{"kind":"verf"}`: "not a kind",
		`{"kleur":1}`:     "decision 1",
	} {
		cmd := luister("decide", "add", "-w", ws, "--who", "ana")
		cmd.Stdin = strings.NewReader(input)
		out, err := cmd.CombinedOutput()
		if (err == nil) != (want == "") || !strings.Contains(string(out), want) {
			t.Errorf("%s: %v, %s", input, err, out)
		}
	}
	lines := strings.Split(strings.TrimSpace(mustRun(t, "history", "-w", ws, "--format", "json")), "\n")
	decided := 0
	for _, line := range lines {
		var h happening
		if err := json.Unmarshal([]byte(line), &h); err != nil {
			t.Fatal(err)
		}
		if h.Decision != "" {
			decided++
		}
	}
	if decided != 2 {
		t.Errorf("%d decisions in the history, want 2:\n%s", decided, strings.Join(lines, "\n"))
	}
}

// TestSmallFirstDelivery holds that a workspace that began with two mails does not
// keep looking at everything through those.
func TestSmallFirstDelivery(t *testing.T) {
	ws := sampleWorkspace(t)
	inbox, later := filepath.Join(ws, "inbox"), filepath.Join(t.TempDir(), "later")
	if err := os.Rename(inbox, later); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(inbox, "mail"), os.DirFS(filepath.Join(later, "mail"))); err != nil {
		t.Fatal(err)
	}
	mustRun(t, "run", "-w", ws)
	_, first := driversOf(t, ws)
	if err := errors.Join(os.RemoveAll(inbox), os.Rename(later, inbox)); err != nil {
		t.Fatal(err)
	}
	mustRun(t, "run", "-w", ws)
	m := manifestOf(t, ws)
	if !slices.ContainsFunc(m.Notices, func(s string) bool { return strings.HasPrefix(s, "er is veel meer feedback") }) {
		t.Errorf("notices: %q", m.Notices)
	}
	of, drivers := driversOf(t, ws)
	for id := range first {
		if drivers[id].ID == "" {
			t.Errorf("%s of the first night is forgotten", id)
		}
	}
	if len(of) < 700 || m.Drivers < 20 {
		t.Errorf("%d feedback in %d drivers", len(of), m.Drivers)
	}
	mustRun(t, "run", "-w", ws)
	if again := manifestOf(t, ws); slices.ContainsFunc(again.Notices, func(s string) bool { return strings.HasPrefix(s, "er is veel meer feedback") }) {
		t.Errorf("grouped again without news: %q", again.Notices)
	}
}
