package source

import (
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

// TestLayouts reads an invented export in the true layout of each tool, without
// any configuration, and compares what was made of it with the golden.
func TestLayouts(t *testing.T) {
	for _, path := range fixtures(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			d, err := Open(path, Source{})
			if err != nil {
				t.Fatal(err)
			}
			got := describe(t, d)
			golden := path + ".golden"
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

// fixtures lists the deliveries in testdata.
func fixtures(t *testing.T) []string {
	var paths []string
	for _, end := range []string{"csv", "json", "jsonl"} {
		found, err := filepath.Glob("testdata/*." + end)
		if err != nil || len(found) == 0 {
			t.Fatalf("no fixtures .%s (%v)", end, err)
		}
		paths = append(paths, found...)
	}
	return paths
}

// describe writes the columns, the number of rows and the first row in full.
func describe(t *testing.T, d *Delivery) string {
	var b strings.Builder
	fmt.Fprintln(&b, d.Title)
	if d.Kind == Delimited {
		fmt.Fprintln(&b, d.Dialect)
	}
	for _, c := range d.Mapping.Columns {
		meaning := string(c.Meaning)
		if c.Meaning == mapping.Score {
			meaning = fmt.Sprintf("%s %g-%g", c.Scale.Kind, c.Scale.Min, c.Scale.Max)
		}
		fmt.Fprintf(&b, "column %-16s %s: %s\n", meaning, c.Header, c.Reason)
	}
	fmt.Fprintln(&b, tell(t, d))
	for row, err := range d.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range row.Answers {
			describeFeedback(&b, row.Line, f)
		}
		break
	}
	return b.String()
}

func describeFeedback(b *strings.Builder, line int, f ingest.Feedback) {
	fmt.Fprintf(b, "line %d\n", line)
	for _, field := range []struct{ name, value string }{
		{"key", f.Key}, {"channel", f.Channel}, {"subject", f.Subject}, {"context", f.Context}, {"text", f.Text},
		{"customer", f.Customer}, {"case", f.Case}, {"respondent", f.Respondent}, {"product", f.Product},
		{"department", f.Department}, {"region", f.Region}, {"location", f.Location}, {"outcome", f.Outcome},
	} {
		if field.value != "" {
			fmt.Fprintf(b, "  %s %q\n", field.name, field.value)
		}
	}
	for _, at := range []struct {
		name string
		time time.Time
	}{{"received", f.Received}, {"answered", f.Answered}, {"closed", f.Closed}, {"updated", f.Updated}} {
		if !at.time.IsZero() {
			fmt.Fprintf(b, "  %s %s\n", at.name, at.time.Format(time.RFC3339))
		}
	}
	for _, s := range f.Scores {
		fmt.Fprintf(b, "  score %s %g (%g-%g)\n", s.Kind, s.Value, s.Min, s.Max)
	}
	for _, k := range f.Known {
		fmt.Fprintf(b, "  known %s %q\n", k.Type, k.Value)
	}
	for _, a := range f.Attributes {
		fmt.Fprintf(b, "  attribute %s (%s) %q\n", a.Name, a.Type, a.Value)
	}
	for _, c := range f.Cut {
		fmt.Fprintf(b, "  cut %q %q\n", c.Rule, c.Text)
	}
}
