package mask_test

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/nlp/mask"
)

// shared gives a file of the shared data, or skips the test.
func shared(t testing.TB, parts ...string) string {
	t.Helper()
	root := cmp.Or(os.Getenv("LUISTER_SHARED"), filepath.Join("..", "..", "..", "shared"))
	path := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skip("no shared data here: set LUISTER_SHARED")
	}
	return path
}

func evaluating(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("measures quality: set LUISTER_EVAL=1")
	}
}

// A goldText is a text with marked spans, in code points.
type goldText struct {
	Text  string `json:"text"`
	Spans []struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		Label string `json:"label"`
	} `json:"spans"`
}

// byteOffset gives the byte at which code point n of text starts.
func byteOffset(text string, n int) int {
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
}

// TestEvalPersons measures persons in guest reviews: recall over the marked
// persons, and precision over the spans of kind naam, both by overlap.
func TestEvalPersons(t *testing.T) {
	evaluating(t)
	f, err := os.Open(shared(t, "data", "airbnb-nl", "reviews_spans.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m := mask.New(mask.NewKey(), mask.Options{})
	persons, hit, found, right := 0, 0, 0, 0
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var g goldText
		if err := json.Unmarshal(in.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		got := m.Mask(g.Text, nil).Spans
		used := map[int]bool{}
		for _, s := range g.Spans {
			if s.Label != "PERSON" {
				continue
			}
			persons++
			start, end := byteOffset(g.Text, s.Start), byteOffset(g.Text, s.End)
			ok := false
			for k, x := range got {
				if x.Start < end && x.End > start {
					used[k], ok = true, true
				}
			}
			if ok {
				hit++
			} else if testing.Verbose() {
				t.Logf("missed: %s", around(g.Text, start, end))
			}
		}
		for k, x := range got {
			if x.Type != mask.Name {
				continue
			}
			found++
			if used[k] {
				right++
			} else if testing.Verbose() {
				t.Logf("false: %s", around(g.Text, x.Start, x.End))
			}
		}
	}
	report(t, "nlp/persons", "recall", ratio(hit, persons), persons, 0.98)
	report(t, "nlp/persons", "precision", ratio(right, found), found, 0.92)
}

func around(text string, start, end int) string {
	from, to := max(0, start-40), min(len(text), end+40)
	return strings.ReplaceAll(fmt.Sprintf("%s<<%s>>%s", text[from:start], text[start:end], text[end:to]), "\n", "/")
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func report(t *testing.T, task, metric string, value float64, n int, floor float64) {
	t.Helper()
	fmt.Printf("EVAL %s %s %.4f n=%d\n", task, metric, value, n)
	if value < floor {
		t.Errorf("%s %s %.4f is below %.4f", task, metric, value, floor)
	}
}

// TestEvalStrict measures the masking cases with the strict policy: marked
// parts that are hit by a span of any kind, and spans that hit a marked part.
func TestEvalStrict(t *testing.T) {
	evaluating(t)
	files, _ := filepath.Glob(filepath.Join(shared(t, "data", "deduce-cases"), "*.json"))
	m := mask.New(mask.NewKey(), mask.Options{Policy: mask.Strict})
	marked, hit, found, right := 0, 0, 0, 0
	for _, file := range files {
		for _, c := range readCases(t, file) {
			got := m.Mask(c.Text, nil).Spans
			used := map[int]bool{}
			for _, a := range c.Annotations {
				marked++
				start, end := byteOffset(c.Text, a.Start), byteOffset(c.Text, a.End)
				ok := false
				for k, x := range got {
					if x.Start < end && x.End > start {
						used[k], ok = true, true
					}
				}
				if ok {
					hit++
				} else if testing.Verbose() {
					t.Logf("missed %s: %s", filepath.Base(file), around(c.Text, start, end))
				}
			}
			for k, x := range got {
				found++
				if used[k] {
					right++
				} else if testing.Verbose() {
					t.Logf("false %s %s: %s", filepath.Base(file), x.Type, around(c.Text, x.Start, x.End))
				}
			}
		}
	}
	report(t, "nlp/strict", "recall", ratio(hit, marked), marked, 0.95)
	report(t, "nlp/strict", "precision", ratio(right, found), found, 0.90)
}

type maskCase struct {
	Text        string `json:"text"`
	Annotations []struct {
		Start int `json:"start_char"`
		End   int `json:"end_char"`
	} `json:"annotations"`
}

func readCases(t *testing.T, file string) []maskCase {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []maskCase
	if err := json.Unmarshal(b, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}
