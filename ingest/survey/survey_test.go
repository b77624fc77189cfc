package survey

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"luister/ingest"
	"luister/ingest/mapping"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// read gives all rows of a fixture, which are plain comma-separated files.
func read(t testing.TB, path string) [][]string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestFixtures reads an invented export in the true layout of each tool and
// compares the plan and every row with its golden.
func TestFixtures(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.csv")
	if err != nil || len(paths) < len(Layouts()) {
		t.Fatalf("%d fixtures for %d layouts (%v)", len(paths), len(Layouts()), err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".csv")
		t.Run(name, func(t *testing.T) {
			rows := read(t, path)
			plan, ok := Recognise(rows, Layouts())
			if !ok || plan.Layout != name {
				t.Fatalf("recognised as %q (%v)", plan.Layout, ok)
			}
			got := describe(plan, rows)
			golden := strings.TrimSuffix(path, ".csv") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("not as in %s; run with -update and read the difference\n%s", golden, got)
			}
		})
	}
}

// describe writes the plan and the rows for people.
func describe(plan Plan, rows [][]string) string {
	var b strings.Builder
	for _, c := range plan.Mapping.Columns {
		meaning := string(c.Meaning)
		if c.Meaning == mapping.Score {
			meaning = fmt.Sprintf("%s %g-%g", c.Scale.Kind, c.Scale.Min, c.Scale.Max)
		}
		fmt.Fprintf(&b, "column  %-12s %s: %s\n", meaning, c.ID, c.Reason)
	}
	for i, fields := range rows[plan.HeaderRows:] {
		row := plan.Mapping.Apply(i+1, fields)
		fmt.Fprintf(&b, "row %d empty=%d apart=%q note=%q\n", row.Line, row.Empty, row.Apart, row.Note)
		for _, f := range row.Answers {
			describeFeedback(&b, f)
		}
	}
	return b.String()
}

func describeFeedback(b *strings.Builder, f ingest.Feedback) {
	fmt.Fprintf(b, "  answer %s respondent=%s channel=%s proactive=%v received=%s\n", f.Key, f.Respondent, f.Channel, f.Proactive, f.Received.Format(time.RFC3339))
	fmt.Fprintf(b, "    context %q\n    text    %q\n", f.Context, f.Text)
	for _, s := range f.Scores {
		fmt.Fprintf(b, "    score %s %g (%g-%g)\n", s.Kind, s.Value, s.Min, s.Max)
	}
	for _, k := range f.Known {
		fmt.Fprintf(b, "    known %s %q\n", k.Type, k.Value)
	}
	for _, a := range f.Attributes {
		fmt.Fprintf(b, "    attribute %s (%s) %q\n", a.Name, a.Type, a.Value)
	}
}

func TestParseWrong(t *testing.T) {
	for _, tt := range []struct{ yaml, want string }{
		{"- name: x", "needed"},
		{"- {name: x, header_rows: 1, when: [{row: 1, match: '('}]}", "missing closing"},
		{"- {name: x, header_rows: 1, when: [{row: 1, match: a}], id: abc}", "one group"},
		{"- {nam: x}", "unknown field"},
	} {
		if _, err := Parse([]byte(tt.yaml)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want it to hold %q", tt.yaml, err, tt.want)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"<b>Hoe</b>  was<br>het?":         "Hoe was het?",
		"Was &euro; 5 < 10 te veel?":      "Was € 5 < 10 te veel?",
		"Dag {{field:0-1}}, wat vond u?":  "Dag …, wat vond u?",
		"\ufeffTijdstempel":               "Tijdstempel",
		"Over ${e://Field/product}: hoe?": "Over …: hoe?",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzRecognise(f *testing.F) {
	paths, _ := filepath.Glob("testdata/*.csv")
	for _, path := range paths {
		b, _ := os.ReadFile(path)
		f.Add(string(b))
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		rows, _ := r.ReadAll()
		plan, ok := Recognise(rows, Layouts())
		if !ok {
			return
		}
		texts := len(plan.Mapping.With(mapping.Text))
		for i, fields := range rows[plan.HeaderRows:] {
			row := plan.Mapping.Apply(i, fields)
			if row.Apart == "" && len(row.Answers)+row.Empty != max(texts, 1) { // a row without a question is one empty answer
				t.Fatalf("%d answers and %d empty of %d open questions", len(row.Answers), row.Empty, texts)
			}
		}
	})
}
