package table

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// duckDB runs SQL in a real DuckDB. The test is skipped where it is not installed.
func duckDB(t *testing.T, statements ...string) [][][]string {
	t.Helper()
	if _, err := os.Stat(filepath.Join("..", "..", "node_modules", "@duckdb", "node-api")); err != nil {
		t.Skip("no DuckDB here: run npm ci in the root of the repository")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no node here")
	}
	input, err := json.Marshal(statements)
	must(t, err)
	var out, errors bytes.Buffer
	cmd := exec.Command(node, filepath.Join("testdata", "duckdb.mjs"))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(input), &out, &errors
	if err := cmd.Run(); err != nil {
		t.Fatalf("DuckDB: %v\n%s", err, errors.String())
	}
	var results [][][]string
	must(t, json.Unmarshal(out.Bytes(), &results))
	return results
}

// TestDuckDB reads the tables with another reader than the one that wrote them.
func TestDuckDB(t *testing.T) {
	rows := someFeedback(3000)
	rows[5].Received = rows[6].Received.AddDate(-9000, 0, 0) // before 1970, and before Christ
	rows[7].Text = "Grüße 👍 'quote' \"dubbel\"\nregel"
	tables := build(t, nil, "r1", func(w *Writer) {
		putAll(t, w, rows)
		must(t, Put(w, "", Driver{ID: "D1", Name: "Niet teruggebeld", Phrases: []string{"niet teruggebeld", "geen antwoord"}, Quotes: []Quote{{rows[0].ID, 0, 5}}}))
		must(t, Put(w, rows[0].ReceivedMonth, FeedbackDriver{FeedbackID: rows[0].ID, DriverID: "D1", Rank: 1, Score: 0.9}))
	})
	all := func(table string) string {
		return fmt.Sprintf("read_parquet('%s/%s/*/*.parquet', hive_partitioning = true)", tables.Dir(), table)
	}
	one := "'" + onlyFile(t, tables, "feedback", "2026-01") + "'"
	cases := []struct{ name, sql, want string }{
		{"every row", "select count(*), count(distinct feedback_id) from " + all("feedback"), "3000|3000"},
		{"partitions", "select month, count(*) = sum((received_month = month)::int) from " + all("feedback") + " group by 1 order by 1", "2026-01|true;2026-02|true;2026-03|true;2026-04|true"},
		{"types", "select typeof(text), typeof(received), typeof(nps), typeof(attributes), typeof(cut_rules), typeof(severity) from " + all("feedback") + " limit 1",
			"VARCHAR|TIMESTAMP WITH TIME ZONE|DOUBLE|STRUCT(\"name\" VARCHAR, \"type\" VARCHAR, \"value\" VARCHAR)[]|VARCHAR[]|INTEGER"},
		{"null and zero", "select count(nps), sum(nps), count(csat), count(answered) from " + all("feedback"), "750|0|0|0"},
		{"text", "select text = 'Grüße 👍 ''quote'' \"dubbel\"' || chr(10) || 'regel' from " + all("feedback") + " where feedback_id = '" + rows[7].ID + "'", "true"},
		{"a list of structures", "select attributes[1].value from " + all("feedback") + " where len(attributes) > 0 limit 1", "Noord"},
		{"join", "select d.name, d.phrases[2], f.form from " + all("feedback_driver") + " fd join " + all("feedback") + " f using (feedback_id) join read_parquet('" + tables.Dir() + "/driver/*.parquet') d using (driver_id)",
			"Niet teruggebeld|geen antwoord|klacht"},
		{"evidence", "select count(*), max(evidence[2].\"end\") from " + all("feedback_topic") + " where len(evidence) = 2", "3000|19"},
		{"vectors", "select distinct octet_length(vector) from " + all("document"), "12"},
		{"compression and encodings", "select distinct compression, encodings from parquet_metadata(" + one + ") order by 1, 2", "ZSTD|PLAIN;ZSTD|PLAIN, RLE;ZSTD|PLAIN, RLE, RLE_DICTIONARY;ZSTD|PLAIN, RLE_DICTIONARY"},
		{"bloom filter", "select bool_or(bloom_filter_excludes) from parquet_bloom_probe(" + one + ", 'feedback_id', 'no such id')", "true"},
		{"statistics", "select count(*) from parquet_metadata(" + one + ") where path_in_schema = 'feedback_id' and stats_min_value is not null and stats_max_value is not null", "1"},
	}
	var statements []string
	for _, tc := range cases {
		statements = append(statements, tc.sql)
	}
	for i, result := range duckDB(t, statements...) {
		var lines []string
		for _, row := range result {
			lines = append(lines, strings.Join(row, "|"))
		}
		if got := strings.Join(lines, ";"); got != cases[i].want {
			t.Errorf("%s: got %s\nwant %s", cases[i].name, got, cases[i].want)
		}
	}
}
