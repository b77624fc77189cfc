package mask_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/nlp/mask"
)

// leaks gives the personal items that stand in a masked text as whole words.
func leaks(masked string, items []string) []string {
	var out []string
	for _, item := range items {
		if len([]rune(item)) < 2 {
			continue
		}
		for rest, at := masked, 0; ; {
			k := strings.Index(rest[at:], item)
			if k < 0 {
				break
			}
			start, end := at+k, at+k+len(item)
			if bounded(rest, start, end) {
				out = append(out, item)
				break
			}
			at = end
		}
	}
	return out
}

func bounded(text string, start, end int) bool {
	letter := func(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c >= 0x80 }
	return (start == 0 || !letter(text[start-1])) && (end == len(text) || !letter(text[end]))
}

// TestEvalSample measures the planted personal data of the shipped sample: how
// much is masked without knowing the record's other fields, and how many spans
// touch nothing that was planted.
func TestEvalSample(t *testing.T) {
	f, err := os.Open(filepath.Join("..", "..", "testdata", "sample", "truth.jsonl"))
	if err != nil {
		t.Skip("no sample data here")
	}
	defer f.Close()
	m := mask.New(mask.NewKey(), mask.Options{})
	planted, leaked, spans, right := 0, 0, 0, 0
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var truth struct {
			Text     string   `json:"text"`
			Personal []string `json:"personal"`
		}
		if err := json.Unmarshal(in.Bytes(), &truth); err != nil {
			t.Fatal(err)
		}
		r := m.Mask(truth.Text, nil)
		for _, item := range leaks(truth.Text, truth.Personal) {
			planted++
			if left := leaks(r.Text, []string{item}); len(left) > 0 {
				leaked++
				t.Logf("leaked %q in %s", item, around(r.Text, strings.Index(r.Text, item), strings.Index(r.Text, item)+len(item)))
			}
		}
		for _, s := range r.Spans {
			spans++
			ok := false
			for _, item := range truth.Personal {
				ok = ok || strings.Contains(item, s.Of(truth.Text)) || strings.Contains(s.Of(truth.Text), item)
			}
			if ok {
				right++
			} else {
				t.Logf("false %s: %s", s.Type, around(truth.Text, s.Start, s.End))
			}
		}
	}
	report(t, "nlp/sample-masked", "recall", ratio(planted-leaked, planted), planted, 0.97)
	report(t, "nlp/sample-masked", "precision", ratio(right, spans), spans, 0.93)
}
