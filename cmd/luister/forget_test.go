package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"luister/export/index"
	"luister/export/snapshot"
	"luister/export/table"
)

// The texts of the customer who is forgotten hold words that nobody else uses.
const (
	forgottenCustomer = "KL0000042"
	forgottenWord     = "kwikzilverfluit"
)

const forgottenRows = `Z-9-1;1-10-2026 10:00;;KL0000042;;;;chat;;Techniek;Oost;Nieuw;Mijn kwikzilverfluit van de meterkast is stuk en niemand komt langs om te kijken.;;Open;
Z-9-2;2-10-2026 10:00;;KL0000042;;;;chat;;Techniek;Oost;Nieuw;Alweer over de kwikzilverfluit, en ook de rekening van september klopt nog niet.;;Open;
Z-9-3;3-8-2026 10:00;;KL0000042;;;;chat;;Techniek;Oost;Nieuw;De monteur heeft de kwikzilverfluit meegenomen zonder iets te zeggen.;;Open;
Z-9-4;4-10-2026 10:00;;KL0000043;;;;chat;;Techniek;Oost;Nieuw;Een ander verhaal van een andere klant, die gewoon mag blijven staan.;;Open;
`

// forgetWorkspace has two snapshots with the feedback of the customer, and a
// third file that brings one of the rows in a new version.
func forgetWorkspace(t *testing.T) string {
	t.Helper()
	ws := filepath.Join(t.TempDir(), "ws")
	mustRun(t, "init", ws)
	config := "sources:\n  - {name: klachten, path: klachten*.csv, columns: {key: Zaaknummer, date: Datum ontvangst, text: Omschrijving, customer: Klantnummer}}\n"
	if err := os.WriteFile(filepath.Join(ws, configFile), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	deliver := func(name, rows string) {
		header := "Zaaknummer;Datum ontvangst;Datum afgehandeld;Klantnummer;Naam;E-mailadres;Telefoon;Kanaal;Product;Afdeling;Regio;Onderwerp;Omschrijving;Antwoord medewerker;Status;Rapportcijfer afhandeling\n"
		if err := os.WriteFile(filepath.Join(ws, "inbox", name), []byte(header+rows), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	deliver("klachten-1.csv", forgottenRows)
	mustRun(t, "run", "-w", ws)
	deliver("klachten-2.csv", strings.Replace(strings.Split(forgottenRows, "\n")[0], "is stuk", "is nu echt stuk", 1)+"\n")
	mustRun(t, "run", "-w", ws)
	decision := `{"id":"e1","at":"2026-11-01T00:00:00Z","who":"an","kind":"pin","driver":"D0001","feedback":["` + strings.Join(idsOf(t, ws, true), `","`) + `"]}` + "\n"
	other := `{"id":"e2","at":"2026-11-01T00:00:00Z","who":"an","kind":"rename","driver":"D0001","to":"Meterkast"}` + "\n"
	if err := os.WriteFile(filepath.Join(ws, "decisions.jsonl"), []byte(decision+other), 0o644); err != nil {
		t.Fatal(err)
	}
	return ws
}

// idsOf gives the published feedback that holds the word, or that does not.
func idsOf(t *testing.T, ws string, holds bool) (ids []string) {
	t.Helper()
	for f, err := range table.Scan[table.Feedback](published(t, ws)) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(f.Text, forgottenWord) == holds {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// everything gives all that a workspace holds but the delivered files: every
// file as it is, and every table as text.
func everything(t *testing.T, ws string) []byte {
	t.Helper()
	var all bytes.Buffer
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	must(filepath.WalkDir(ws, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			if e.Name() == "inbox" {
				return filepath.SkipDir
			}
			return err
		}
		b, err := os.ReadFile(path)
		all.Write(b)
		return err
	}))
	names, err := snapshot.List(ws)
	must(err)
	for _, name := range names {
		tables, err := table.Open(filepath.Join(ws, "snapshots", name, "tables"))
		must(err)
		must(tables.Check())
		for _, name := range table.Names() {
			must(tables.Cat(&all, name, table.JSON))
		}
		must(tables.Close())
	}
	return all.Bytes()
}

// checkForgotten holds that nothing of the customer is in any file.
func checkForgotten(t *testing.T, ws string, ids []string, customer string) {
	t.Helper()
	all := everything(t, ws)
	for what, text := range map[string]string{"the word": forgottenWord, "the key": forgottenCustomer, "the pseudonym": customer, "a feedback": ids[0], "another": ids[1], "a third": ids[2]} {
		if bytes.Contains(all, []byte(text)) {
			t.Errorf("%s is still there: %s", what, text)
		}
	}
	names, _ := snapshot.List(ws)
	for _, name := range names {
		if held, err := index.Holds(filepath.Join(ws, "snapshots", name, "index"), ids...); err != nil || held {
			t.Errorf("the index of %s: held %v, %v", name, held, err)
		}
	}
	if left := feedbackIDs(t, published(t, ws)); len(left) != 1 {
		t.Errorf("%d feedback are left, want the one of the other customer", len(left))
	}
}

func customerOf(t *testing.T, ws, id string) string {
	t.Helper()
	rows, err := table.Get[table.Feedback](published(t, ws), id)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	return rows[0].CustomerID
}

func TestForget(t *testing.T) {
	ws := forgetWorkspace(t)
	ids := idsOf(t, ws, true)
	customer := customerOf(t, ws, ids[0])
	before, _ := table.All[table.Run](published(t, ws))
	untouched := hashes(t, ws)

	out := mustRun(t, "forget", "-w", ws, "--customer", forgottenCustomer, "--dry-run")
	if !strings.Contains(out, "Zou wissen: 3 feedback") {
		t.Errorf("dry run:\n%s", out)
	}
	for name, hash := range hashes(t, ws) {
		if !strings.HasPrefix(name, "runs/") && name != "luister.lock" && untouched[name] != hash {
			t.Errorf("a dry run changed %s", name)
		}
	}
	if !bytes.Contains(everything(t, ws), []byte(ids[0])) {
		t.Fatal("the test does not find what must be there")
	}

	out = mustRun(t, "forget", "-w", ws, "--customer", forgottenCustomer)
	for _, want := range []string{"Gewist: 3 feedback", "inbox/klachten-1.csv", "regel 2, 3, 4\n", "inbox/klachten-2.csv", "regel 2\n", "2 eerdere standen herschreven", "1 beslissingen aangepast"} {
		if !strings.Contains(out, want) {
			t.Errorf("the answer lacks %q:\n%s", want, out)
		}
	}
	checkForgotten(t, ws, ids, customer)
	r := manifestOf(t, ws)
	if err := r.Check(); err != nil || r.Erased != 3 || r.Feedback != 1 {
		t.Errorf("erased %d, left %d, %v", r.Erased, r.Feedback, err)
	}
	after, _ := table.All[table.Run](published(t, ws))
	if len(after) != len(before)+1 || !slices.EqualFunc(before, after[:len(before)], func(a, b table.Run) bool { return a.RunID == b.RunID && a.New == b.New && a.Feedback == b.Feedback }) {
		t.Errorf("the counts of earlier runs changed: %+v, were %+v", after, before)
	}
	if b, _ := os.ReadFile(filepath.Join(ws, "decisions.jsonl")); bytes.Count(b, []byte("\n")) != 1 || !bytes.Contains(b, []byte("Meterkast")) {
		t.Errorf("decisions: %s", b)
	}
	if drafts, _ := filepath.Glob(filepath.Join(ws, "snapshots", ".*")); len(drafts) > 0 {
		t.Errorf("left behind: %v", drafts)
	}
}

// TestForgetReads holds that half a list, or nobody, is not taken for a request.
func TestForgetReads(t *testing.T) {
	for what, f := range map[string]forgetting{
		"a line that cannot be read": {customers: []string{"-"}},
		"an empty key":               {customers: []string{""}},
		"an empty id":                {feedback: []string{"F1", ""}},
	} {
		if err := f.read(strings.NewReader("KL1\n" + strings.Repeat("x", 1<<20) + "\nKL2\n")); err == nil {
			t.Errorf("%s: %q and %q are erased", what, f.customers, f.feedback)
		}
	}
}

// TestForgetKept holds that files of people that name erased feedback are told.
func TestForgetKept(t *testing.T) {
	ws := t.TempDir()
	if err := os.Mkdir(filepath.Join(ws, "label"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"measures.yaml": "measures: [{feedback: [F1]}]", "drivers.yaml": "drivers: []", "label/r1.csv": "id;tekst\nF2;iets\n", "label/r2.csv": "id;tekst\nF3;iets\n"} {
		if err := os.WriteFile(filepath.Join(ws, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	n := &night{ws: ws, forgetting: &forgetting{feedback: []string{"F1", "F2"}}}
	if err := n.searchKept(); err != nil || !slices.Equal(n.forgetting.kept, []string{"measures.yaml"}) || !slices.Equal(n.forgetting.coded, []string{"label/r1.csv"}) {
		t.Errorf("kept in %q and %q, %v", n.forgetting.kept, n.forgetting.coded, err)
	}
}

// TestForgottenStaysAway delivers the customer again.
func TestForgottenStaysAway(t *testing.T) {
	ws := forgetWorkspace(t)
	ids := idsOf(t, ws, true)
	customer := customerOf(t, ws, ids[0])
	mustRun(t, "forget", "-w", ws, "--feedback", strings.ToLower(ids[0]), "--feedback", ids[1], "--feedback", ids[2])
	b, _ := os.ReadFile(filepath.Join(ws, "inbox", "klachten-1.csv"))
	b = append(b, "Z-9-5;5-10-2026 10:00;;KL0000044;;;;chat;;Techniek;Oost;Nieuw;En nog een nieuwe klacht van iemand die nog niet eerder schreef.;;Open;\n"...)
	if err := os.WriteFile(filepath.Join(ws, "inbox", "klachten-3.csv"), b, 0o644); err != nil {
		t.Fatal(err)
	}
	mustRun(t, "run", "-w", ws)
	r := manifestOf(t, ws)
	if err := r.Check(); err != nil || r.Tally.New != 1 || r.Tally.Apart[reasonErased] != 3 || r.Feedback != 2 {
		t.Errorf("new %d, set apart %v, feedback %d, %v", r.Tally.New, r.Tally.Apart, r.Feedback, err)
	}
	all := everything(t, ws)
	if bytes.Contains(all, []byte(forgottenWord)) || bytes.Contains(all, []byte(ids[2])) || bytes.Contains(all, []byte(customer)) {
		t.Error("what was erased came back")
	}
	out := mustRun(t, "forget", "-w", ws, "--customer", "KL-nooit-gezien")
	if !strings.Contains(out, "Gewist: 0 feedback") {
		t.Errorf("an unknown customer:\n%s", out)
	}
}

// TestForgetKilled kills an erasure at every stage; the same command, the
// command without a name, or the next run finishes it.
func TestForgetKilled(t *testing.T) {
	for i, stage := range forgetStages {
		t.Run(stage.name, func(t *testing.T) {
			t.Parallel()
			ws := forgetWorkspace(t)
			ids := idsOf(t, ws, true)
			customer := customerOf(t, ws, ids[0])
			killAt(t, stage.name, "forget", "-w", ws, "--customer", forgottenCustomer)
			again := []string{"forget", "-w", ws, "--customer", forgottenCustomer}
			if asked, err := os.ReadFile(filepath.Join(ws, "erasures.jsonl")); err == nil && bytes.Contains(asked, []byte(`"feedback"`)) {
				again = [][]string{again, {"run", "-w", ws}, {"forget", "-w", ws}}[i%3]
			}
			mustRun(t, again...)
			checkForgotten(t, ws, ids, customer)
		})
	}
}
