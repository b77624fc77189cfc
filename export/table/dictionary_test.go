package table

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
)

var update = flag.Bool("update", false, "write the generated documents")

// TestDictionaryFiles compares the generated data dictionary with docs/.
func TestDictionaryFiles(t *testing.T) {
	for name, want := range map[string]string{"data-dictionary.md": DictionaryMarkdown(), "data-dictionary.json": string(DictionaryJSON())} {
		path := filepath.Join("..", "..", "docs", name)
		if *update {
			must(t, os.MkdirAll(filepath.Dir(path), 0o755))
			must(t, os.WriteFile(path, []byte(want), 0o644))
		}
		got, err := os.ReadFile(path)
		must(t, err)
		if string(got) != want {
			t.Errorf("docs/%s is old: run go test ./export/table -run Dictionary -update", name)
		}
	}
}

// TestDictionaryIsWhole holds dictionary.tsv against the row types, both ways.
func TestDictionaryIsWhole(t *testing.T) {
	var have []string
	for _, d := range Dictionary() {
		have = append(have, d.Name+"\t")
		if d.Label == "" || d.Meaning == "" {
			t.Errorf("table %s has no label or meaning in dictionary.tsv", d.Name)
		}
		for _, c := range d.Columns {
			have = append(have, d.Name+"\t"+c.Name)
			if c.Label == "" || c.Meaning == "" {
				t.Errorf("column %s.%s has no label or meaning in dictionary.tsv", d.Name, c.Name)
			}
		}
	}
	for i, line := range strings.Split(strings.TrimSpace(dictionaryFile), "\n") {
		f := strings.Split(line, "\t")
		if i == 0 {
			continue
		}
		if len(f) != 4 || !slices.Contains(have, f[0]+"\t"+f[1]) {
			t.Errorf("dictionary.tsv:%d: not a table or column that is written: %.60s", i+1, line)
		}
	}
}

// TestDictionaryHolds compares the dictionary with files as they are written,
// and the files with what every reader knows.
func TestDictionaryHolds(t *testing.T) {
	tables := build(t, nil, "r1", func(w *Writer) {
		putAll(t, w, someFeedback(50))
		must(t, Put(w, "2026-01", FeedbackExperience{FeedbackID: "F1"}))
		must(t, Put(w, "2026-01", FeedbackFlag{FeedbackID: "F1"}))
		must(t, Put(w, "2026-01", FeedbackDriver{FeedbackID: "F1"}))
		must(t, Put(w, "", Driver{ID: "D1"}))
		must(t, Put(w, "", DriverEvent{DriverID: "D1", At: someDay}))
		must(t, Put(w, "", DriverDay{DriverID: "D1", Day: someDay}))
		must(t, Put(w, "", DriverTrend{DriverID: "D1", First: someDay, Last: someDay}))
		must(t, Put(w, "", DriverSegment{DriverID: "D1"}))
		must(t, Put(w, "", DriverImpact{DriverID: "D1"}))
		must(t, Put(w, "", DriverFigure{DriverID: "D1"}))
		must(t, Put(w, "", DriverRepeat{DriverID: "D1"}))
		must(t, Put(w, "", DriverRank{DriverID: "D1"}))
		must(t, Put(w, "", DriverUnit{DriverID: "D1"}))
		must(t, Put(w, "", MeasureEffect{MeasureID: "M1"}))
		must(t, Put(w, "", Target{TargetID: "T1", Date: someDay}))
		must(t, Put(w, "", Indicator{Indicator: "nps"}))
		must(t, Put(w, "", Reach{Dimension: "region"}))
		must(t, Put(w, "", Suggestion{FeedbackID: "F1"}))
		must(t, Put(w, "", NewWord{Term: "laadpaal", First: someDay}))
		must(t, Put(w, "", Overview{Year: 2026, Level: "jaar"}))
		must(t, Put(w, "", Decision{ID: "x", At: someDay}))
		must(t, Put(w, "", Date{Day: someDay}))
		must(t, Put(w, "", Topic{Topic: "factuur"}))
		must(t, Put(w, "", Experience{Experience: "respectvol"}))
		must(t, Put(w, "", Flag{Flag: "herhaling"}))
		must(t, Put(w, "", Segment{Dimension: "region"}))
		must(t, Put(w, "", Candidate{ID: "K1"}))
		must(t, Put(w, "", DriverPeriod{DriverID: "D1", Unit: "week", Start: someDay}))
		must(t, Put(w, "", Source{Source: "mail"}))
		must(t, Put(w, "", File{FileID: "x"}))
		must(t, Put(w, "", Reject{FileID: "x"}))
		must(t, Put(w, "", Run{RunID: "r1", Started: someDay}))
		must(t, Put(w, "", RunQuality{RunID: "r1"}))
		must(t, Put(w, "", Exposure{Month: "2026-01"}))
	})
	for _, d := range Dictionary() {
		months := tables.Partitions(d.Name)
		if len(months) == 0 {
			t.Errorf("no file of table %s", d.Name)
			continue
		}
		file, f, err := openParquet(onlyFile(t, tables, d.Name, months[0]))
		must(t, err)
		defer f.Close()
		checkColumns(t, d, file)
	}
}

// checkTypes holds that every text says it is one, and every time that it is UTC.
func checkTypes(t *testing.T, d Definition, file *parquet.File) {
	t.Helper()
	want := map[string]string{"string": "STRING", "timestamp (UTC, µs)": "TIMESTAMP(isAdjustedToUTC=true,unit=MICROS)"}
	for i, field := range file.Schema().Fields() {
		if logical, ok := want[d.Columns[i].Type]; ok && field.Type().String() != logical {
			t.Errorf("%s.%s is of type %s, want %s", d.Name, field.Name(), field.Type(), logical)
		}
	}
	for _, path := range file.Schema().Columns() {
		leaf, _ := file.Schema().Lookup(path...)
		if name := path[0]; leaf.Node.Type().Kind() == parquet.ByteArray && leaf.Node.Type().String() != "STRING" && name != "vector" && name != "signature" {
			t.Errorf("%s.%s is bytes, not text", d.Name, strings.Join(path, "."))
		}
	}
}

func checkColumns(t *testing.T, d Definition, file *parquet.File) {
	t.Helper()
	fields := file.Schema().Fields()
	if len(fields) != len(d.Columns) {
		t.Fatalf("%s has %d columns, the dictionary %d", d.Name, len(fields), len(d.Columns))
	}
	for i, field := range fields {
		want := d.Columns[i]
		if field.Name() != want.Name || field.Optional() != want.Null {
			t.Errorf("%s: column %d is %s (null %v), the dictionary says %s (null %v)", d.Name, i, field.Name(), field.Optional(), want.Name, want.Null)
		}
	}
	for _, chunk := range file.Metadata().RowGroups[0].Columns {
		for _, encoding := range chunk.MetaData.Encoding {
			if name := encoding.String(); !slices.Contains([]string{"PLAIN", "RLE", "RLE_DICTIONARY", "PLAIN_DICTIONARY"}, name) {
				t.Errorf("%s.%s has encoding %s, which old readers do not know", d.Name, strings.Join(chunk.MetaData.PathInSchema, "."), name)
			}
		}
		if raw := []string{"vector", "signature"}; chunk.MetaData.Codec.String() != "ZSTD" && !slices.Contains(raw, chunk.MetaData.PathInSchema[0]) { // which zstd would not shorten
			t.Errorf("%s.%v is compressed with %s", d.Name, chunk.MetaData.PathInSchema, chunk.MetaData.Codec)
		}
		if chunk.ColumnIndexOffset == 0 && len(chunk.MetaData.PathInSchema) == 1 {
			t.Errorf("%s.%v has no page index", d.Name, chunk.MetaData.PathInSchema)
		}
	}
	checkTypes(t, d, file)
	if len(file.Metadata().RowGroups[0].SortingColumns) == 0 {
		t.Errorf("%s declares no order", d.Name)
	}
	if d.Monthly && file.Metadata().RowGroups[0].Columns[0].MetaData.BloomFilterOffset == 0 {
		t.Errorf("%s has no bloom filter on %s", d.Name, d.Columns[0].Name)
	}
}
