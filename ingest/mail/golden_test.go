package mail

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/ingest"
)

var update = flag.Bool("update", false, "write the goldens anew")

// TestGolden reads the invented files of testdata and compares what they
// became with the goldens beside them.
func TestGolden(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.*")
	for _, file := range files {
		if strings.HasSuffix(file, ".golden") {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			opts := Options{OwnDomains: []string{"voorbeeldstroom.example"}}
			for row, err := range Read(bytes.NewReader(raw), Sniff(raw, file), opts) {
				if err != nil {
					t.Fatal(err)
				}
				show(&got, row)
			}
			golden := file + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got.String(), want)
			}
		})
	}
}

// show writes a row as people read it.
func show(w *strings.Builder, row ingest.Row) {
	fmt.Fprintf(w, "=== regel %d  leeg %d  afgekeurd %q  apart %q  noot %q\n", row.Line, row.Empty, row.Reject, row.Apart, row.Note)
	for _, f := range row.Answers {
		fmt.Fprintf(w, "sleutel %s  draad %s  klant %s\n", f.Key, f.Thread, f.Customer)
		fmt.Fprintf(w, "ontvangen %s  onderwerp %s\n", f.Received.Format("2006-01-02T15:04:05-07:00"), f.Subject)
		for _, k := range f.Known {
			fmt.Fprintf(w, "bekend %s %s\n", k.Type, k.Value)
		}
		for _, a := range f.Attributes {
			fmt.Fprintf(w, "kenmerk %s = %s\n", a.Name, a.Value)
		}
		for _, a := range f.Attached {
			fmt.Fprintf(w, "bijlage %s %s %d\n", a.Name, a.Type, a.Size)
		}
		fmt.Fprintf(w, "--- tekst\n%s\n", f.Text)
		for _, c := range f.Cut {
			fmt.Fprintf(w, "--- afgeknipt: %s\n%s\n", c.Rule, strings.TrimRight(c.Text, "\n"))
		}
	}
}
