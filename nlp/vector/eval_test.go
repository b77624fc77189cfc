package vector

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"luister/nlp"
	"luister/nlp/annotate"
)

// shared gives the folder of development data, or skips the test.
func shared(t testing.TB) string {
	t.Helper()
	dir := cmp.Or(os.Getenv("LUISTER_SHARED"), filepath.Join("..", "..", "..", "shared"))
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no development data: %v", err)
	}
	return dir
}

// pair is two texts with people's judgement of their likeness.
type pair struct {
	a, b string
	gold float64
}

func readPairs(t testing.TB, path string, comma rune, a, b, gold int) []pair {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("no development data: %v", err)
	}
	defer f.Close()
	in := csv.NewReader(f)
	in.Comma, in.LazyQuotes, in.FieldsPerRecord = comma, comma == '\t', -1
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []pair
	for _, row := range rows {
		if score, err := strconv.ParseFloat(row[gold], 64); err == nil {
			out = append(out, pair{row[a], row[b], score})
		}
	}
	return out
}

func sickPairs(t testing.TB) []pair {
	return readPairs(t, filepath.Join(shared(t), "data", "sick-nl", "train_trial.tsv"), '\t', 1, 2, 4)
}

func stsPairs(t testing.TB) []pair {
	return readPairs(t, filepath.Join(shared(t), "data", "stsb-nl", "stsb-nl-dev.csv"), ',', 0, 1, 2)
}

// pearson is the correlation of two equally long series.
func pearson(x, y []float64) float64 {
	var mx, my, xy, xx, yy float64
	for i := range x {
		mx += x[i] / float64(len(x))
		my += y[i] / float64(len(x))
	}
	for i := range x {
		a, b := x[i]-mx, y[i]-my
		xy, xx, yy = xy+a*b, xx+a*a, yy+b*b
	}
	return xy / math.Sqrt(xx*yy)
}

// annotated reads a text with the language layers.
func annotated(t testing.TB) func(text string) *nlp.Document {
	t.Helper()
	a, err := annotate.New(annotate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) *nlp.Document {
		doc := &nlp.Document{Text: text}
		a.Annotate(doc)
		return doc
	}
}

func TestEvalSimilarity(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("set LUISTER_EVAL=1 to measure quality")
	}
	m, read := Load(), annotated(t)
	for _, set := range []struct {
		name  string
		pairs []pair
		floor float64
	}{{"sick-nl", sickPairs(t), 0.70}, {"stsb-nl", stsPairs(t), 0.74}} {
		var gold, ours []float64
		for _, p := range set.pairs {
			gold = append(gold, p.gold)
			ours = append(ours, Compare(m.Text(read(p.a)), m.Text(read(p.b))))
		}
		r := pearson(ours, gold)
		fmt.Printf("EVAL nlp/similarity-%s pearson %.4f n=%d\n", set.name, r, len(gold))
		if r < set.floor {
			t.Errorf("%s: %.4f is below %.2f", set.name, r, set.floor)
		}
	}
}

// TestEvalRank looks for the partner of each sentence of a pair that people
// called nearly the same, among all sentences of the set.
func TestEvalRank(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("set LUISTER_EVAL=1 to measure quality")
	}
	read := annotated(t)
	for _, set := range []struct {
		name  string
		pairs []pair
	}{{"sick-nl", sickPairs(t)}, {"stsb-nl", stsPairs(t)}} {
		place := map[string]int{}
		var docs []*nlp.Document
		for _, p := range set.pairs {
			for _, text := range []string{p.a, p.b} {
				if _, ok := place[text]; !ok {
					place[text] = len(docs)
					docs = append(docs, read(text))
				}
			}
		}
		c := Load().NewCorpus(docs)
		var ours, words, meaning float64
		n := 0
		for _, p := range set.pairs {
			if p.gold < 4 || p.a == p.b || n == 1000 {
				continue
			}
			from, to := place[p.a], place[p.b]
			ours += reciprocal(c.Rank(docs[from], 100), from, to)
			words += reciprocal(c.bm25(rankTerms(docs[from])), from, to)
			meaning += reciprocal(c.meant(c.texts[from]), from, to)
			n++
		}
		fmt.Printf("EVAL nlp/rank-%s mrr %.4f n=%d (bm25 %.4f, mean of vectors %.4f)\n", set.name, ours/float64(n), n, words/float64(n), meaning/float64(n))
		if ours < words || ours < meaning {
			t.Errorf("%s: below a single view", set.name)
		}
	}
}

// reciprocal is 1 over the rank of to, the query itself left out.
func reciprocal(list []Ranked, query, to int) float64 {
	rank := 0
	for _, r := range list {
		if r.Index != query {
			rank++
		}
		if r.Index == to {
			return 1 / float64(rank)
		}
	}
	return 0
}
