package label

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"luister/cluster/decision"
	"luister/nlp"
	"luister/nlp/code"
	"luister/nlp/taught"
)

func batch() *File {
	return &File{Scheme: code.DefaultScheme(), Fields: []string{taught.Form, taught.Topic}, Rows: []Row{
		{ID: "F1", Part: Unsure, Text: "=1+1; \"zei\" hij\nen ging", Coding: nlp.Coding{Form: "klacht", Topics: []nlp.Code{{ID: "prijs.hoogte"}, {ID: "product.defect"}}}},
		{ID: "F2", Part: Measured, Text: "Fijn", Received: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Coding: nlp.Coding{Form: "compliment"}},
	}}
}

func TestFile(t *testing.T) {
	var b bytes.Buffer
	if err := batch().WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff")))
	in.Comma = ';'
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"feedback_id", "deel", "ontvangen", "bron", "vraag", "tekst", "voorstel_vorm", "vorm", "voorstel_onderwerp", "onderwerp", "onderwerp_2", "onderwerp_3", "toelichting", "codeur"},
		{"F1", "onzeker", "", "", "", "'=1+1; \"zei\" hij\nen ging", "klacht", "", "prijs.hoogte; product.defect", "", "", "", "", ""},
		{"F2", "toets", "2026-03-01", "", "", "Fijn", "", "", "", "", "", "", "", ""}, // blind
	}
	for i := range want {
		if !slices.Equal(rows[i], want[i]) {
			t.Errorf("row %d is %q, want %q", i, rows[i], want[i])
		}
	}
}

func TestRead(t *testing.T) {
	header := []string{"feedback_id", "deel", "Vorm", "onderwerp", "toelichting", "codeur"}
	for _, tt := range []struct {
		why         string
		row         []string
		form, topic []string // nil: not said
		problem     string
	}{
		{"nothing", []string{"F1", "onzeker", "", "", "", ""}, nil, nil, ""},
		{"ids", []string{"F1", "onzeker", "vraag", "prijs.hoogte;levering.tijdigheid", "", ""}, []string{"vraag"}, []string{"prijs.hoogte", "levering.tijdigheid"}, ""},
		{"labels, in any case, with other marks", []string{"F1", "onzeker", " KLACHT ", "Bereikbaarheid, bejegening", "", ""}, []string{"klacht"}, []string{"contact.bereikbaarheid", "medewerker.bejegening"}, ""},
		{"none", []string{"F1", "onzeker", "", "-", "", ""}, nil, []string{}, ""},
		{"twice the same", []string{"F1", "onzeker", "", "prijs.hoogte;prijs.hoogte", "", ""}, nil, []string{"prijs.hoogte"}, ""},
		{"a form cannot be none", []string{"F1", "onzeker", "geen", "", "", ""}, nil, nil, "vorm"},
		{"two forms", []string{"F1", "onzeker", "klacht;vraag", "", "", ""}, nil, nil, "één code"},
		{"not in the scheme", []string{"F1", "onzeker", "", "zwembad", "", ""}, nil, nil, "onderwerp"},
		{"a short row", []string{"F1", "onzeker", "vraag"}, []string{"vraag"}, nil, ""},
	} {
		filled, problems, err := Read(header, [][]string{tt.row}, code.DefaultScheme())
		if err != nil {
			t.Fatal(err)
		}
		if tt.problem != "" {
			if len(problems) != 1 || !strings.Contains(problems[0].String(), tt.problem) || len(filled) != 0 {
				t.Errorf("%s: %v, %v", tt.why, filled, problems)
			}
			continue
		}
		if len(problems) > 0 {
			t.Errorf("%s: %v", tt.why, problems)
		}
		var got Filled
		if len(filled) > 0 {
			got = filled[0]
		}
		for field, want := range map[string][]string{taught.Form: tt.form, taught.Topic: tt.topic} {
			codes, said := got.Codes[field]
			if said != (want != nil) || !slices.Equal(codes, want) {
				t.Errorf("%s: %s is %v (said: %v), want %v", tt.why, field, codes, said, want)
			}
		}
	}
	if _, _, err := Read([]string{"id"}, nil, code.DefaultScheme()); err == nil {
		t.Error("a file without feedback_id is read")
	}
}

// Only what a coder says is whole, or is complete by its nature, tells that other
// codes are absent.
func TestWhole(t *testing.T) {
	header := []string{"feedback_id", "deel", "vorm", "onderwerp", "onderwerp_2", "onderwerp_3"}
	for _, tt := range []struct {
		why, part     string
		cells         [3]string
		codes         int
		whole, broken bool
	}{
		{"one code", "onzeker", [3]string{"prijs.hoogte", "", ""}, 1, false, false},
		{"a mark in the next cell", "onzeker", [3]string{"prijs.hoogte", "-", ""}, 1, true, false},
		{"a mark in the same cell", "onzeker", [3]string{"prijs.hoogte; -", "", ""}, 1, true, false},
		{"two codes", "onzeker", [3]string{"prijs.hoogte", "retour.proces", ""}, 2, false, false},
		{"all cells", "onzeker", [3]string{"prijs.hoogte", "retour.proces", "product.defect"}, 3, true, false},
		{"none", "onzeker", [3]string{"-", "", ""}, 0, true, false},
		{"the random part", "toets", [3]string{"prijs.hoogte", "", ""}, 1, true, false},
		{"a code after the mark", "onzeker", [3]string{"prijs.hoogte", "-", "retour.proces"}, 0, false, true},
	} {
		row := append([]string{"F1", tt.part, "klacht"}, tt.cells[:]...)
		filled, problems, err := Read(header, [][]string{row}, code.DefaultScheme())
		if err != nil || len(filled) != 1 || tt.broken != (len(problems) > 0) {
			t.Fatalf("%s: %v, %v, %v", tt.why, filled, problems, err)
		}
		if f := filled[0]; len(f.Codes[taught.Topic]) != tt.codes || f.Whole[taught.Topic] != tt.whole || !f.Whole[taught.Form] {
			t.Errorf("%s: %+v", tt.why, f)
		}
	}
}

func TestEvents(t *testing.T) {
	b := batch()
	f := Filled{ID: "F1", Part: Unsure, Who: "Ann", Codes: map[string][]string{taught.Topic: {"prijs.hoogte", "retour.proces"}}, Whole: map[string]bool{}, Accepted: []string{taught.Form}}
	if blind := f.Accept(&b.Rows[0]); len(blind) > 0 || f.Codes[taught.Form][0] != "klacht" {
		t.Errorf("accepted %v, blind %v", f.Codes, blind)
	}
	events := f.Events(b.Rows[0].Coding, time.Now())
	if len(events) != 2 || events[0].Kind != decision.Coded || events[1].Kind != decision.Code || events[1].From != "product.defect" || events[1].To != "retour.proces" {
		t.Errorf("events %+v", events)
	}
	for i := range events {
		if err := events[i].Check(); err != nil {
			t.Error(err)
		}
	}
	g := Filled{ID: "F2", Part: Measured, Who: "Ann", Codes: map[string][]string{}, Accepted: []string{taught.Form}}
	if blind := g.Accept(&b.Rows[1]); len(blind) != 1 || len(g.Events(b.Rows[1].Coding, time.Now())) != 0 {
		t.Errorf("a proposal that was not shown is accepted: %v", blind)
	}
}

func FuzzCell(f *testing.F) {
	f.Add("prijs.hoogte; Bejegening|-")
	f.Add("=")
	names := codeNames(code.DefaultScheme())
	f.Fuzz(func(t *testing.T, cell string) {
		for _, field := range taught.Fields() {
			codes, _, wrong := parseCodes(cell, field, names[field])
			if wrong == "" && !taught.Multi(field) && len(codes) != 1 {
				t.Fatalf("%q gives %v of %s", cell, codes, field)
			}
			for _, c := range codes {
				if !slices.ContainsFunc(classes(code.DefaultScheme(), field), func(x code.Class) bool { return x.ID == c }) {
					t.Fatalf("%q gives %q of %s", cell, c, field)
				}
			}
		}
	})
}
