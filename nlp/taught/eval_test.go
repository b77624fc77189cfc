package taught

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/code"
)

type gold struct {
	ID         string   `json:"id"`
	Topics     []string `json:"onderwerp"`
	Experience []string `json:"beleving"`
}

func readLines(t *testing.T, name string, do func(line []byte)) {
	t.Helper()
	root := os.Getenv("LUISTER_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	f, err := os.Open(filepath.Join(root, "data", name))
	if err != nil {
		t.Skipf("the data set %s is not here", name)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		do(in.Bytes())
	}
}

// TestEvalTaught teaches some of the coded texts and measures the rest, beside
// the built-in coding.
func TestEvalTaught(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("quality is measured with LUISTER_EVAL=1")
	}
	texts := map[string]string{}
	readLines(t, "coding-dev/texts.jsonl", func(line []byte) {
		var d struct{ ID, Text string }
		if err := json.Unmarshal(line, &d); err != nil {
			t.Fatal(err)
		}
		texts[d.ID] = d.Text
	})
	coder, err := code.New(code.Options{})
	if err != nil {
		t.Fatal(err)
	}
	layers, err := annotate.New(annotate.Options{Code: coder})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]Example{}
	readLines(t, "coding-dev/gold.jsonl", func(line []byte) {
		var g gold
		if err := json.Unmarshal(line, &g); err != nil {
			t.Fatal(err)
		}
		doc := &nlp.Document{Text: texts[g.ID]}
		layers.Annotate(doc)
		all[Topic] = append(all[Topic], Example{Doc: doc, Codes: g.Topics})
		all[Experience] = append(all[Experience], Example{Doc: doc, Codes: g.Experience})
	})
	for _, field := range []string{Topic, Experience} {
		for _, share := range []int{3, 5} { // of five parts are taught, one is measured
			taughtF1, builtIn := crossTest(t, coder, field, all[field], share)
			n := 2 * len(all[field]) / 5
			fmt.Printf("EVAL nlp/taught-%s-%dof5 micro-f1 %.4f n=%d\n", field, share-1, taughtF1, n)
			fmt.Printf("EVAL nlp/taught-%s-builtin micro-f1 %.4f n=%d\n", field, builtIn, n)
			if taughtF1 < builtIn-0.03 {
				t.Errorf("%s: taught %.4f, built in %.4f", field, taughtF1, builtIn)
			}
		}
	}
}

// crossTest measures two of the five parts, each taught with some of the others.
func crossTest(t *testing.T, coder *code.Coder, field string, all []Example, share int) (f1, builtIn float64) {
	t.Helper()
	var hit, given, want, baseHit, baseGiven float64
	for fold := range 2 {
		var in []Example
		for i, e := range all {
			if part := (i + fold) % 5; part > 0 && part < share {
				in = append(in, e)
			}
		}
		m, err := Train(field, in, Options{Coder: coder})
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range all {
			if (i+fold)%5 != 0 {
				continue
			}
			before := Codes(&e.Doc.Coding, field)
			doc := *e.Doc
			m.Annotate(&doc)
			after := Codes(&doc.Coding, field)
			want += float64(len(e.Codes))
			given, baseGiven = given+float64(len(after)), baseGiven+float64(len(before))
			for _, c := range e.Codes {
				if slices.Contains(after, c) {
					hit++
				}
				if slices.Contains(before, c) {
					baseHit++
				}
			}
		}
	}
	return 2 * hit / (given + want), 2 * baseHit / (baseGiven + want)
}
