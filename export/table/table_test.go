package table

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var someDay = time.Date(2026, 1, 15, 9, 30, 0, 0, time.UTC)

func float(x float64) *float64 { return &x }

// someFeedback makes rows that use every kind of column.
func someFeedback(n int) []Feedback {
	rng := rand.New(rand.NewPCG(1, 2))
	rows := make([]Feedback, n)
	for i := range rows {
		received := someDay.AddDate(0, i%3, i%20)
		rows[i] = Feedback{
			ID: fmt.Sprintf("F%016X", rng.Uint64()), Version: 1, Source: []string{"mail", "enquete"}[i%2], Channel: "e-mail",
			Received: received, ReceivedMonth: received.Format("2006-01"), CustomerID: fmt.Sprintf("K%08d", i/3),
			Text: fmt.Sprintf("De factuur %d klopt niet, en niemand belt terug – één keer is genoeg.", i), Language: "nl", Words: 12,
			Form: "klacht", FormScore: 0.9, Sentiment: "negatief", SentimentScore: -0.75, Severity: int32(i % 5),
			KeyHash: fmt.Sprintf("k%d", i), ContentHash: fmt.Sprintf("c%d", i), FileID: "abc", FileLine: int64(i + 2),
			CutRules: []string{"op-schreef"}, Attributes: []Attribute{{"Regio", "text", "Noord"}}, Expected: []Span{{3, 10}},
		}
		if i%4 == 0 {
			rows[i].NPS = float(0)
		}
		if i%7 == 0 {
			rows[i].Attributes, rows[i].CutRules, rows[i].Expected = nil, nil, nil
		}
	}
	return rows
}

func putAll(t testing.TB, w *Writer, rows []Feedback) {
	t.Helper()
	for _, row := range rows {
		must(t, Put(w, row.ReceivedMonth, row))
		must(t, Put(w, row.ReceivedMonth, FeedbackTopic{FeedbackID: row.ID, Topic: "factuur.onjuist", Rank: 1, Score: 0.8, Sentiment: "negatief", Evidence: []Span{{3, 10}, {14, 19}}},
			FeedbackTopic{FeedbackID: row.ID, Topic: "contact.terugkoppeling", Rank: 2, Score: 0.6}))
		must(t, Put(w, row.ReceivedMonth, Document{FeedbackID: row.ID, Terms: []string{"factuur", "kloppen"}, Vector: EncodeVector([]float32{0.5, -1, float32(row.FileLine)}), VectorVersion: "1"}))
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func build(t testing.TB, old *Tables, run string, fill func(*Writer)) *Tables {
	t.Helper()
	dir := filepath.Join(t.TempDir(), run)
	w, err := NewWriter(dir, run, old)
	must(t, err)
	fill(w)
	must(t, w.Close())
	tables, err := Open(dir)
	must(t, err)
	t.Cleanup(func() { tables.Close() })
	return tables
}

func scanned[T any, P ptr[T]](t testing.TB, tables *Tables, months ...string) []T {
	t.Helper()
	var rows []T
	for row, err := range Scan[T, P](tables, months...) {
		must(t, err)
		rows = append(rows, row)
	}
	return rows
}

func byMonthAndID(a, b Feedback) int {
	if a.ReceivedMonth != b.ReceivedMonth {
		if a.ReceivedMonth < b.ReceivedMonth {
			return -1
		}
		return 1
	}
	return a.compare(&b)
}

func TestRoundTrip(t *testing.T) {
	rows := someFeedback(2000)
	rows[3].Received, rows[3].ReceivedMonth = time.Time{}, NoMonth
	tables := build(t, nil, "r1", func(w *Writer) { putAll(t, w, rows) })
	slices.SortFunc(rows, byMonthAndID)
	if diff := cmp.Diff(rows, scanned[Feedback](t, tables), cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("rows changed on the way through Parquet (-want +got):\n%.2000s", diff)
	}
	if got, want := tables.Rows("feedback_topic"), int64(4000); got != want {
		t.Errorf("feedback_topic has %d rows, want %d", got, want)
	}
	must(t, tables.Check())
}

func TestMergeReplacesAndShares(t *testing.T) {
	rows := someFeedback(900)
	first := build(t, nil, "r1", func(w *Writer) { putAll(t, w, rows) })
	month := rows[0].ReceivedMonth

	changed := rows[0]
	changed.Version, changed.Text = 2, "Nieuwe tekst"
	second := build(t, first, "r2", func(w *Writer) {
		w.Drop(changed.ID)
		must(t, Put(w, month, changed))
		must(t, Put(w, month, FeedbackTopic{FeedbackID: changed.ID, Topic: "prijs.hoogte", Rank: 1}))
	})
	got, err := Get[Feedback](second, changed.ID)
	must(t, err)
	if len(got) != 1 || got[0].Version != 2 {
		t.Errorf("got %d rows of the changed feedback, want its version 2", len(got))
	}
	topics, err := Get[FeedbackTopic](second, changed.ID)
	must(t, err)
	if len(topics) != 1 || topics[0].Topic != "prijs.hoogte" {
		t.Errorf("topics of the changed feedback: %v", topics)
	}
	if second.Rows("document") != 899 || second.Rows("feedback") != 900 {
		t.Errorf("document has %d rows and feedback %d, want 899 and 900", second.Rows("document"), second.Rows("feedback"))
	}
	for _, m := range second.Partitions("feedback") {
		same := sameFile(t, onlyFile(t, first, "feedback", m), onlyFile(t, second, "feedback", m))
		if same != (m != month) {
			t.Errorf("month %s shared with the previous snapshot: %v", m, same)
		}
	}
}

// onlyFile gives the path of a month that has one part.
func onlyFile(t testing.TB, tables *Tables, table, month string) string {
	t.Helper()
	if n := len(tables.files[table][month]); n != 1 {
		t.Fatalf("%s %s has %d parts", table, month, n)
	}
	return tables.path(tables.files[table][month][0])
}

func sameFile(t *testing.T, a, b string) bool {
	t.Helper()
	sa, errA := os.Stat(a)
	sb, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(sa, sb)
}

func TestDropLeavesNothing(t *testing.T) {
	rows := someFeedback(30)
	first := build(t, nil, "r1", func(w *Writer) { putAll(t, w, rows) })
	second := build(t, first, "r2", func(w *Writer) {
		for _, row := range rows {
			if row.ReceivedMonth == "2026-02" {
				w.Drop(row.ID)
			}
		}
	})
	if got := second.Partitions("feedback"); slices.Contains(got, "2026-02") {
		t.Errorf("a month without rows is still there: %v", got)
	}
	if _, err := os.Stat(filepath.Join(second.Dir(), "feedback", "month=2026-02")); err == nil {
		t.Error("a folder of a month without rows was left")
	}
}

func TestClear(t *testing.T) {
	first := build(t, nil, "r1", func(w *Writer) { must(t, Put(w, "", Driver{ID: "D1"}, Driver{ID: "D2"})) })
	second := build(t, first, "r2", func(w *Writer) {
		w.Clear("driver")
		must(t, Put(w, "", Driver{ID: "D3"}))
	})
	if got := scanned[Driver](t, second); len(got) != 1 || got[0].ID != "D3" {
		t.Errorf("drivers after Clear: %v", got)
	}
}

func TestSameRowsSameBytes(t *testing.T) {
	rows := someFeedback(3000)
	a := build(t, nil, "r1", func(w *Writer) { putAll(t, w, rows) })
	slices.Reverse(rows)
	half := build(t, nil, "r0", func(w *Writer) { putAll(t, w, rows[:1500]) })
	b := build(t, half, "r1", func(w *Writer) { putAll(t, w, rows[1500:]) })
	if diff := cmp.Diff(a.list, b.list); diff != "" {
		t.Errorf("the same rows gave other files:\n%s", diff)
	}
}

func TestSpillKeepsRows(t *testing.T) {
	const n = 2*spillRows + 100
	tables := build(t, nil, "r1", func(w *Writer) {
		for i := range n {
			must(t, Put(w, fmt.Sprintf("2026-%02d", 1+i%3), FeedbackFlag{FeedbackID: fmt.Sprintf("F%d", i), Flag: "herhaling", Rank: int32(i)}))
		}
	})
	seen := map[int32]bool{}
	for _, row := range scanned[FeedbackFlag](t, tables) {
		seen[row.Rank] = true
	}
	if tables.Rows("feedback_flag") != n || len(seen) != n {
		t.Errorf("%d rows, %d of them different, want %d", tables.Rows("feedback_flag"), len(seen), n)
	}
	left, _ := filepath.Glob(filepath.Join(tables.Dir(), ".spill-*"))
	if len(left) > 0 {
		t.Errorf("spill files left: %v", left)
	}
}

func TestColumns(t *testing.T) {
	rows := someFeedback(1000)
	tables := build(t, nil, "r1", func(w *Writer) { putAll(t, w, rows) })
	slices.SortFunc(rows, byMonthAndID)
	frame, err := tables.Columns("feedback", nil, "feedback_id", "received", "severity", "nps", "employee", "cut_rules", "attributes.name", "attributes.value")
	must(t, err)
	for i, row := range rows {
		if frame.Strings("feedback_id")[i] != row.ID || frame.Ints("received")[i] != row.Received.UnixMicro() ||
			frame.Ints("severity")[i] != int64(row.Severity) || frame.Bools("employee")[i] != row.Employee || !slices.Equal(frame.Lists("cut_rules")[i], row.CutRules) {
			t.Fatalf("row %d differs", i)
		}
		if names := frame.Lists("attributes.name")[i]; len(names) != len(row.Attributes) || len(names) > 0 && (names[0] != "Regio" || frame.Lists("attributes.value")[i][0] != "Noord") {
			t.Fatalf("row %d: attributes %v", i, names)
		}
		if nps := frame.Floats("nps")[i]; (row.NPS == nil) != (nps != nps) {
			t.Fatalf("row %d: nps %v", i, nps)
		}
	}
	docs, err := tables.Columns("document", []string{"2026-02"}, "vector", "terms")
	must(t, err)
	flat, dim := docs.Vectors("vector")
	if dim != 3 || len(flat) != 3*docs.Rows || flat[1] != -1 || len(docs.Lists("terms")[0]) != 2 {
		t.Errorf("vectors: dim %d, %d numbers of %d rows", dim, len(flat), docs.Rows)
	}
}

func TestDamageIsNoticed(t *testing.T) {
	tables := build(t, nil, "r1", func(w *Writer) { putAll(t, w, someFeedback(500)) })
	path := onlyFile(t, tables, "feedback", "2026-01")
	b, err := os.ReadFile(path)
	must(t, err)
	b[len(b)/2] ^= 1
	must(t, os.WriteFile(path, b, 0o644))
	if _, err := tables.Columns("feedback", nil, "feedback_id"); err == nil {
		t.Error("a flipped bit in a page was not noticed")
	}
}

func TestInvalidUTF8IsRepaired(t *testing.T) {
	row := Feedback{ID: "F1", ReceivedMonth: "2026-01", Text: "caf\xe9", Attributes: []Attribute{{"\xff", "text", "x"}}}
	tables := build(t, nil, "r1", func(w *Writer) { must(t, Put(w, "2026-01", row)) })
	got := scanned[Feedback](t, tables)[0]
	if got.Text != "caf\uFFFD" || got.Attributes[0].Name != "\uFFFD" {
		t.Errorf("got %q and %q", got.Text, got.Attributes[0].Name)
	}
}

func TestGetOrder(t *testing.T) {
	rows := someFeedback(5000)
	tables := build(t, nil, "r1", func(w *Writer) { putAll(t, w, rows) })
	ids := []string{rows[77].ID, rows[4].ID, "no such id", rows[4999].ID, rows[78].ID}
	got, err := Get[Feedback](tables, ids...)
	must(t, err)
	want := []Feedback{rows[77], rows[4], rows[4999], rows[78]}
	texts, err := tables.Texts(ids...)
	must(t, err)
	for _, row := range want {
		if texts[row.ID] != row.Text {
			t.Errorf("text of %s: %q, want %q", row.ID, texts[row.ID], row.Text)
		}
	}
	if len(texts) != len(want) {
		t.Errorf("%d texts, want %d", len(texts), len(want))
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got)\n%.1500s", diff)
	}
}

// TestManyReaders reads rows, texts and columns at the same time.
func TestManyReaders(t *testing.T) {
	rows := someFeedback(600)
	tables := build(t, nil, "r1", func(w *Writer) { putAll(t, w, rows) })
	var wg sync.WaitGroup
	for g := range 6 {
		wg.Go(func() {
			for i := g; i < len(rows); i += 97 {
				got, err := Get[Feedback](tables, rows[i].ID)
				topics, topicErr := Get[FeedbackTopic](tables, rows[i].ID)
				texts, textErr := tables.Texts(rows[i].ID, rows[(i+5)%len(rows)].ID)
				if err := errors.Join(err, topicErr, textErr); err != nil {
					t.Error(err)
					return
				}
				if len(got) != 1 || got[0].Text != rows[i].Text || len(topics) != 2 || texts[rows[i].ID] != rows[i].Text {
					t.Errorf("row %d: %d rows, %d topics, %q", i, len(got), len(topics), texts[rows[i].ID])
				}
			}
			if _, err := tables.Columns("document", nil, "vector"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
