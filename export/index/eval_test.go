package index

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/vector"
)

// evalQueries is how many partners are looked for in a set.
const evalQueries = 400

type evalPair struct {
	a, b string
	gold float64
}

// TestEvalSimilar looks for the partner of sentences that people called nearly
// the same, among all sentences of the set: by Similar as it is delivered, and
// by its words alone. A partner that was folded into a match counts as found there.
func TestEvalSimilar(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("set LUISTER_EVAL=1 to measure quality")
	}
	annotator, err := annotate.New(annotate.Options{})
	must(t, err)
	read := func(text string) *nlp.Document {
		doc := &nlp.Document{Text: text}
		annotator.Annotate(doc)
		return doc
	}
	for _, set := range []struct {
		name  string
		pairs []evalPair
		floor float64 // of the mean reciprocal rank
	}{{"sick-nl", evalPairs(t, "sick-nl/train_trial.tsv", '\t', [3]int{1, 2, 4}), 0.59}, {"stsb-nl", evalPairs(t, "stsb-nl/stsb-nl-dev.csv", ',', [3]int{0, 1, 2}), 0.88}} {
		texts := map[string]string{}
		for _, p := range set.pairs {
			texts[evalID(p.a)], texts[evalID(p.b)] = p.a, p.b
		}
		model := vector.Load()
		vectors := &Vectors{Dim: model.Dim(), Of: model.Document}
		dir := build(t, "", func(w *Writer) {
			for _, id := range sortedKeys(texts) {
				doc := read(texts[id])
				w.Add("2026-01", Entry{ID: id, Terms: TermsOf(doc)})
				vectors.IDs = append(vectors.IDs, id)
				vectors.Flat = append(vectors.Flat, filled(model.Document(doc), model.Dim())...)
			}
		})
		o := Options{Analyse: read, Texts: func(...string) (map[string]string, error) { return texts, nil }}
		words := evalRank(t, open(t, dir, o), set.pairs)
		o.Vectors = vectors
		o.Alike = func(q *nlp.Document) func(*nlp.Document) float64 {
			query := model.Text(q)
			return func(d *nlp.Document) float64 { return vector.Compare(query, model.Text(d)) }
		}
		both := evalRank(t, open(t, dir, o), set.pairs)
		fmt.Printf("EVAL export/similar-%s mrr %.4f n=%d (recall@1 %.4f, recall@10 %.4f; words alone %.4f)\n", set.name, both.mrr, both.n, both.at1, both.at10, words.mrr)
		if both.mrr < set.floor || both.mrr < words.mrr {
			t.Errorf("%s: %.4f is below %.2f, or below words alone", set.name, both.mrr, set.floor)
		}
	}
}

// evalRanks are means over queries.
type evalRanks struct {
	mrr, at1, at10 float64
	n              int
}

func evalRank(t *testing.T, x *Index, pairs []evalPair) (r evalRanks) {
	t.Helper()
	for _, p := range pairs {
		if p.gold < 4 || p.a == p.b || r.n == evalQueries {
			continue
		}
		matches, err := x.Similar(context.Background(), SimilarTo{ID: evalID(p.a), Query: Query{Size: 100}})
		must(t, err)
		place := slices.IndexFunc(matches, func(m Match) bool { return m.ID == evalID(p.b) || slices.Contains(m.Again, evalID(p.b)) })
		r.n++
		if place >= 0 {
			r.mrr += 1 / float64(place+1)
		}
		if place == 0 {
			r.at1++
		}
		if place >= 0 && place < 10 {
			r.at10++
		}
	}
	n := float64(r.n)
	return evalRanks{r.mrr / n, r.at1 / n, r.at10 / n, r.n}
}

func evalID(text string) string { return fmt.Sprintf("%x", appendHashes(nil, strings.Fields(text))) }

func filled(v []float32, dim int) []float32 {
	if len(v) == dim {
		return v
	}
	return make([]float32, dim)
}

// evalPairs reads the columns a, b and gold of a table; rows without a number are left out.
func evalPairs(t *testing.T, name string, comma rune, columns [3]int) []evalPair {
	t.Helper()
	f, err := os.Open(filepath.Join(cmp.Or(os.Getenv("LUISTER_SHARED"), filepath.Join("..", "..", "..", "shared")), "data", name))
	if err != nil {
		t.Skip("no shared data here: set LUISTER_SHARED")
	}
	defer f.Close()
	in := csv.NewReader(f)
	in.Comma, in.LazyQuotes, in.FieldsPerRecord = comma, true, -1
	rows, err := in.ReadAll()
	must(t, err)
	var pairs []evalPair
	for _, row := range rows {
		if gold, err := strconv.ParseFloat(row[columns[2]], 64); err == nil {
			pairs = append(pairs, evalPair{row[columns[0]], row[columns[1]], gold})
		}
	}
	return pairs
}
