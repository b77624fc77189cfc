package delimited

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/ingest"
	"luister/ingest/charset"
)

// measure gives header, record and cell F1.
func measure(want cleanTable, got cleanTable) (h, r, c float64) {
	join := func(t cleanTable) []string {
		if len(t.header) == 0 {
			return nil
		}
		return joinHeader(t.header, len(t.header[0]))
	}
	if len(want.header) == 0 {
		h = 1
	} else {
		h = f1(join(want), join(got))
	}
	lines := func(t cleanTable) (out []string) {
		for _, row := range t.rows {
			out = append(out, strings.ReplaceAll(strings.Join(row, "\x1f"), "\r\n", "\n"))
		}
		return out
	}
	cells := func(t cleanTable) (out []string) {
		for _, row := range t.rows {
			for _, cell := range row {
				out = append(out, strings.ReplaceAll(cell, "\r\n", "\n"))
			}
		}
		return out
	}
	return h, f1(lines(want), lines(got)), f1(cells(want), cells(got))
}

func f1(want, got []string) float64 {
	if len(want) == 0 {
		return 1
	}
	count := map[string]int{}
	for _, s := range want {
		count[s]++
	}
	hit := 0
	for _, s := range got {
		if count[s] > 0 {
			count[s]--
			hit++
		}
	}
	if hit == 0 {
		return 0
	}
	return 2 * float64(hit) / float64(len(want)+len(got))
}

func load(b []byte) (cleanTable, error) { return loadWith(b, Dialect{}) }

func loadWith(b []byte, stated Dialect) (cleanTable, error) {
	r, err := Open(bytes.NewReader(b), stated)
	if err != nil {
		return cleanTable{}, err
	}
	t := cleanTable{header: [][]string{r.Header()}, raw: r.HeaderRows()}
	for rec, err := range r.Records() {
		if err != nil {
			return t, err
		}
		t.rows = append(t.rows, rec.Fields)
	}
	return t, nil
}

func needEval(t *testing.T) {
	t.Helper()
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("LUISTER_EVAL=1 runs the measurements")
	}
}

// TestEvalDamage writes clean tables in damaged ways and measures what is read.
func TestEvalDamage(t *testing.T) {
	needEval(t)
	type sum struct {
		h, r, c float64
		n       int
	}
	classes := map[string]*sum{}
	var order []string
	for _, name := range []string{"sales", "feedback", "names", "wide", "small"} {
		table := cleanTables()[name]
		for k, d := range damages(table) {
			want := table
			if d.want != nil {
				want = d.want(table)
			}
			written := table
			switch d.class {
			case "header only", "header rows", "no header", "one column", "many columns", "one row", "two rows", "no quotes":
				written = want
				if d.class == "no header" {
					written.header = table.header
				}
			}
			text := d.style.write(written)
			got, err := loadWith(text, Dialect{FirstTable: true})
			if err != nil {
				t.Logf("%s %s: %v", name, d.class, err)
			}
			h, r, c := measure(want, got)
			if h+r+c < 2.9 && os.Getenv("LUISTER_SHOW") != "" {
				t.Logf("%s %s #%d: header %.2f records %.2f cells %.2f", name, d.class, k, h, r, c)
				os.WriteFile(filepath.Join(os.Getenv("LUISTER_SHOW"), fmt.Sprintf("%s-%s-%d.csv", name, strings.ReplaceAll(d.class, "/", "_"), k)), text, 0o644)
			}
			s := classes[d.class]
			if s == nil {
				s = &sum{}
				classes[d.class] = s
				order = append(order, d.class)
			}
			s.h += h
			s.r += r
			s.c += c
			s.n++
		}
	}
	total := 0.0
	for _, class := range order {
		s := classes[class]
		n := float64(s.n)
		score := (s.h + s.r + s.c) / 3 / n * 10
		total += score
		t.Logf("%-28s header %.3f records %.3f cells %.3f score %.2f n=%d", class, s.h/n, s.r/n, s.c/n, score, s.n)
	}
	mean := total / float64(len(order))
	fmt.Printf("EVAL ingest/delimited damage_score %.2f n=%d\n", mean, len(order))
	if mean < 9.9 {
		t.Errorf("damage classes: %.2f, floor 9.9", mean)
	}
}

func shared(t *testing.T, dir string) string {
	t.Helper()
	root := os.Getenv("LUISTER_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	dir = filepath.Join(root, "formats", dir)
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no shared data here")
	}
	return dir
}

// TestEvalSpectrum compares with the gold of csv-spectrum.
func TestEvalSpectrum(t *testing.T) {
	needEval(t)
	dir := shared(t, "csv-spectrum")
	files, _ := filepath.Glob(filepath.Join(dir, "csvs", "*.csv"))
	exact := 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		gold, err := os.ReadFile(filepath.Join(dir, "json", strings.TrimSuffix(filepath.Base(file), ".csv")+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var want []map[string]string
		if err := json.Unmarshal(gold, &want); err != nil {
			t.Fatal(err)
		}
		got, err := load(b)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		var rows []map[string]string
		for _, r := range got.rows {
			m := map[string]string{}
			for j, cell := range r {
				m[got.header[0][j]] = cell
			}
			rows = append(rows, m)
		}
		if crlf := strings.NewReplacer("\r\n", "\n"); crlf.Replace(fmt.Sprint(rows)) == crlf.Replace(fmt.Sprint(want)) {
			exact++
		} else {
			t.Logf("%s: not as the gold", filepath.Base(file))
		}
	}
	fmt.Printf("EVAL ingest/delimited spectrum_exact %.3f n=%d\n", float64(exact)/float64(len(files)), len(files))
	if exact < len(files) {
		t.Errorf("%d of %d exact", exact, len(files))
	}
}

// TestEvalFiles reads every real file; those that encoding/csv can read as they
// stand must come out the same, and none may fail without a reason.
func TestEvalFiles(t *testing.T) {
	needEval(t)
	var files, failed, plain, same int
	sum := 0.0
	for _, dir := range []string{"csv-duckdb", "csv-phpspreadsheet", "csv-spectrum", "survey-qualtrics", "survey-qualtricstools", "survey-surveymonkey"} {
		filepath.WalkDir(shared(t, dir), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(path, ".csv") && !strings.HasSuffix(path, ".tsv") {
				return nil
			}
			b, err := os.ReadFile(path)
			if err != nil || len(bytes.TrimSpace(b)) == 0 {
				return nil
			}
			files++
			got, err := load(b)
			if err != nil {
				failed++
				t.Logf("%s: %v", path, err)
				return nil
			}
			want, ok := strict(b)
			if !ok {
				return nil
			}
			plain++
			_, r, c := measure(want, cleanTable{rows: append(got.raw, got.rows...)})
			sum += (r + c) / 2
			if r+c > 1.999 {
				same++
			} else if os.Getenv("LUISTER_SHOW") != "" {
				t.Logf("%s: records %.3f cells %.3f", path, r, c)
			}
			return nil
		})
	}
	fmt.Printf("EVAL ingest/delimited files_read %.3f n=%d\n", float64(files-failed)/float64(files), files)
	fmt.Printf("EVAL ingest/delimited plain_files_same %.3f n=%d\n", float64(same)/float64(plain), plain)
	score := 10 * sum / float64(plain)
	fmt.Printf("EVAL ingest/delimited plain_files_score %.2f n=%d\n", score, plain)
	if score < 9.7 || failed > 2 {
		t.Errorf("plain files: %.2f, floor 9.7; %d files could not be read, at most 2", score, failed)
	}
}

// strict reads a file with encoding/csv if it is of one width, and wider than
// one column, with exactly one of the usual delimiters.
func strict(b []byte) (cleanTable, bool) {
	b, _ = io.ReadAll(charset.NewReader(bytes.NewReader(b), charset.Detect(b)))
	b = bytes.ReplaceAll(b, []byte{0}, nil)
	var found cleanTable
	n := 0
	for _, delim := range ",;\t|" {
		r := csv.NewReader(bytes.NewReader(b))
		r.Comma = delim
		rows, err := r.ReadAll()
		if err == nil && len(rows) > 0 && len(rows[0]) > 1 {
			found = cleanTable{rows: rows}
			n++
		}
	}
	return found, n == 1
}

// TestDutch holds every note and reject to a text in Dutch for people.
func TestDutch(t *testing.T) {
	for _, clean := range cleanTables() {
		for _, d := range damages(clean) {
			r, err := Open(bytes.NewReader(d.style.write(clean)), Dialect{CellLimit: 4000})
			if err != nil {
				continue
			}
			for rec := range r.Records() {
				for _, said := range []string{rec.Note, rec.Reject} {
					for part := range strings.SplitSeq(said, "; ") {
						if said != "" && ingest.Dutch(said) == said && ingest.Dutch(part) == part {
							t.Fatalf("%q has no Dutch in ingest/dutch.tsv", said)
						}
					}
				}
			}
		}
	}
}
