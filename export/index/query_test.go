package index

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func (c clause) String() string {
	s := c.text
	if c.phrase {
		s = `"` + s + `"`
	}
	if c.facet != "" {
		s = string(c.facet) + "=" + s
	}
	if c.excluded {
		s = "not " + s
	}
	return s
}

func TestParse(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"", "[]"},
		{"  factuur   te laat ", "[factuur te laat]"},
		{`"te laat" -duur`, `["te laat" not duur]`},
		{`“te laat” „te vroeg”`, `["te laat" "te vroeg"]`},
		{`"zonder einde`, `["zonder einde"]`},
		{`-"twee woorden"`, `[not "twee woorden"]`},
		{"vorm:klacht Onderwerp:factuur", "[form=klacht topic=factuur]"},
		{`product:"Slimme meter" -bron:mail`, `[product="Slimme meter" not source=mail]`},
		{"om 12:30", "[om 12:30]"},
		{"kleur:rood vorm: x", "[kleur:rood vorm: x]"},
		{"- -- ---a e-mail", "[-- ---a e-mail]"},
		{`""`, "[]"},
	} {
		if got := fmt.Sprint(parse(tc.text).clauses); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.text, got, tc.want)
		}
	}
}

func TestParsePeriod(t *testing.T) {
	for _, tc := range []struct{ text, since, until string }{
		{"van:2026-01-31", "2026-01-31", ""},
		{"van:20260131", "2026-01-31", ""},
		{"tot:2026-02", "", "2026-02-28"},
		{"van:2025 tot:2025", "2025-01-01", "2025-12-31"},
		{"van:31-1-2026 tot:1/2/2026", "2026-01-31", "2026-02-01"},
		{"van:2026-01 van:2026-03 tot:2026-09 tot:2026-08", "2026-03-01", "2026-08-31"},
		{"van:gisteren", "", ""},
	} {
		p := parse(tc.text)
		if p.since != tc.since || p.until != tc.until {
			t.Errorf("%s: from %q to %q, want %q to %q", tc.text, p.since, p.until, tc.since, tc.until)
		}
		if wantNote := tc.since+tc.until == ""; wantNote != (len(p.notes) > 0) {
			t.Errorf("%s: notes %v", tc.text, p.notes)
		}
	}
}

// FuzzSearch holds that any text is a query: it is answered without an error,
// and what is found is in order and counted right.
func FuzzSearch(f *testing.F) {
	for _, seed := range []string{"factuur", `"belt terug" -x vorm:klacht`, "van:2026-01 tot:x", `-"`, "“„”:", "driver:D1 maand:2026", "a:b:c", "\xff\x00", "onderwerp:\xff", strings.Repeat("ab ", 200)} {
		f.Add(seed)
	}
	dir := build(f, "", addAll)
	x := open(f, dir, Options{})
	f.Fuzz(func(t *testing.T, text string) {
		r, err := x.Search(context.Background(), Query{Text: text, Facets: []Facet{Form, Month, Driver}})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Hits) != min(r.Total, defaultSize) {
			t.Fatalf("%d hits of %d", len(r.Hits), r.Total)
		}
		for i := 1; i < len(r.Hits); i++ {
			if r.Hits[i-1].Score < r.Hits[i].Score {
				t.Fatal("hits are not in order")
			}
		}
		months := 0
		for _, c := range r.Facets[Month] {
			months += c.N
		}
		if months != r.Total {
			t.Fatalf("months count %d of %d", months, r.Total)
		}
		for _, span := range r.Marks.Spans(analyse(text)) {
			if span.Start < 0 || span.End > len(text) || span.Start >= span.End {
				t.Fatalf("mark %v outside the text", span)
			}
		}
	})
}

// TestManyReaders has a directory open many times at once, in this process and
// in another, while the next one is made.
func TestManyReaders(t *testing.T) {
	dir := build(t, "", addAll)
	if os.Getenv("LUISTER_INDEX_READER") != "" {
		dir = os.Getenv("LUISTER_INDEX_READER")
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			x, err := Open(dir, Options{Analyse: analyse})
			if err != nil {
				t.Error(err)
				return
			}
			defer x.Close()
			for range 20 {
				if r, err := x.Search(context.Background(), Query{Text: "factuur"}); err != nil || r.Total != 3 {
					t.Errorf("found %v, %v", r, err)
					return
				}
			}
		})
	}
	if os.Getenv("LUISTER_INDEX_READER") == "" {
		other := exec.Command(os.Args[0], "-test.run=^TestManyReaders$")
		other.Env = append(os.Environ(), "LUISTER_INDEX_READER="+dir)
		if out, err := other.CombinedOutput(); err != nil {
			t.Errorf("another process: %v\n%s", err, out)
		}
		build(t, dir, func(w *Writer) { w.Add("2026-01", entry(small{"F9", "2026-01", "factuur", "klacht"})) })
	}
	wg.Wait()
}

// TestReadOnlyPlace reads a snapshot that nobody may write in.
func TestReadOnlyPlace(t *testing.T) {
	dir := build(t, "", addAll)
	before := snapshotOf(t, dir)
	x := open(t, dir, Options{})
	_, err := x.Search(context.Background(), Query{Text: "factuur", Facets: []Facet{Form}})
	must(t, err)
	if after := snapshotOf(t, dir); after != before {
		t.Errorf("reading changed the directory:\n%s\nwas\n%s", after, before)
	}
}

// snapshotOf lists files with size and time of change.
func snapshotOf(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	must(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if info, infoErr := d.Info(); infoErr == nil {
			fmt.Fprintln(&b, path, info.Size(), info.ModTime().UnixNano(), info.Mode())
		}
		return err
	}))
	return b.String()
}

func TestDamageIsNoticed(t *testing.T) {
	dir := build(t, "", addAll)
	files, _ := filepath.Glob(filepath.Join(dir, "2026-02", "*.zap"))
	must(t, os.Truncate(files[0], 100))
	if _, err := Open(dir, Options{Analyse: analyse}); err == nil || !strings.Contains(err.Error(), "2026-02") {
		t.Errorf("a shard that lost its end: %v", err)
	}
}

// TestOrderDoesNotMatter builds the same index in two ways.
func TestOrderDoesNotMatter(t *testing.T) {
	one := open(t, build(t, "", addAll), Options{})
	half := build(t, "", func(w *Writer) {
		for _, s := range letters[:1] {
			w.Add(s.month, entry(s))
		}
	})
	two := open(t, build(t, half, func(w *Writer) {
		for i := len(letters) - 1; i > 0; i-- {
			w.Add(letters[i].month, entry(letters[i]))
		}
	}), Options{})
	for _, query := range []string{"factuur", "niet", "de monteur", `"belt terug"`} {
		a, err := one.Search(context.Background(), Query{Text: query})
		must(t, err)
		b, err := two.Search(context.Background(), Query{Text: query})
		must(t, err)
		if fmt.Sprint(a.Hits) != fmt.Sprint(b.Hits) {
			t.Errorf("%s: %v and %v", query, a.Hits, b.Hits)
		}
	}
}
