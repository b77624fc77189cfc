package index

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"

	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/vector"
	"luister/testdata/sample"
)

// TestEvalPlanted asks for what is similar to complaints of the sample with one
// planted driver: how many of the first ten, or of as many as there are, have
// that driver too? Of the smallest sample a driver has few complaints.
func TestEvalPlanted(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("set LUISTER_EVAL=1 to measure quality")
	}
	annotator, err := annotate.New(annotate.Options{})
	must(t, err)
	known := map[string]*nlp.Document{}
	read := func(text string) *nlp.Document {
		doc := known[text]
		if doc == nil {
			doc = &nlp.Document{Text: text}
			annotator.Annotate(doc)
		}
		return doc
	}
	for size, floor := range map[int]float64{780: 0.62, 5000: 0.90} {
		truth := sample.Generate(sample.Options{Feedback: size, Seed: 21}).Truth
		model := vector.Load()
		vectors := &Vectors{Dim: model.Dim(), Of: model.Document}
		texts, byID := map[string]string{}, map[string]sample.Truth{}
		dir := build(t, "", func(w *Writer) {
			for i, tr := range truth {
				id, doc := fmt.Sprintf("F%07d", i), read(tr.Text)
				known[tr.Text], texts[id], byID[id] = doc, tr.Text, tr
				w.Add("2026-01", Entry{ID: id, Terms: TermsOf(doc)})
				vectors.IDs = append(vectors.IDs, id)
				vectors.Flat = append(vectors.Flat, filled(model.Document(doc), model.Dim())...)
			}
		})
		x := open(t, dir, Options{
			Analyse: read, Vectors: vectors,
			Texts: func(...string) (map[string]string, error) { return texts, nil },
			Alike: func(q *nlp.Document) func(*nlp.Document) float64 {
				query := model.Text(q)
				return func(d *nlp.Document) float64 { return vector.Compare(query, model.Text(d)) }
			},
		})
		precision, n := plantedPrecision(t, x, byID)
		fmt.Printf("EVAL export/similar-planted-%d precision@10 %.4f n=%d\n", size, precision, n)
		if precision < floor {
			t.Errorf("%d: %.4f is below %.2f", size, precision, floor)
		}
	}
}

func plantedPrecision(t *testing.T, x *Index, truth map[string]sample.Truth) (mean float64, n int) {
	t.Helper()
	having := map[string]int{}
	for _, tr := range truth {
		for _, d := range tr.Drivers {
			having[d]++
		}
	}
	for _, id := range sortedKeys(truth) {
		tr := truth[id]
		if len(tr.Drivers) != 1 || tr.Form != "klacht" || having[tr.Drivers[0]] < 2 || n == 200 {
			continue
		}
		matches, err := x.Similar(context.Background(), SimilarTo{ID: id, Query: Query{Size: min(10, having[tr.Drivers[0]]-1)}})
		must(t, err)
		right := 0
		for _, m := range matches {
			if slices.Contains(truth[m.ID].Drivers, tr.Drivers[0]) {
				right++
			}
		}
		mean, n = mean+float64(right)/float64(max(1, len(matches))), n+1
	}
	return mean / float64(n), n
}
