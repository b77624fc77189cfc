package index

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"

	"luister/cluster"
	"luister/cluster/group"
	"luister/cluster/registry"
	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/code"
	"luister/nlp/mask"
	"luister/nlp/vector"
	"luister/testdata/sample"
)

// TestEvalPlanted asks for what is similar to complaints of the sample with one
// planted driver: how many of the first ten, or of as many as there are, have
// that driver too? Of the smallest sample a driver has few complaints. Feedback is
// masked, coded and grouped as by a run. The second figure asks by the text of the
// complaint, which then is not counted; the third is of the texts alone.
func TestEvalPlanted(t *testing.T) {
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("set LUISTER_EVAL=1 to measure quality")
	}
	seed, err := strconv.ParseUint(cmp.Or(os.Getenv("LUISTER_EVAL_SEED"), "21"), 10, 64)
	must(t, err)
	for size, floor := range map[int]float64{780: 0.82, 5000: 0.96} {
		if only := os.Getenv("LUISTER_EVAL_SIZE"); only != "" && only != strconv.Itoa(size) {
			continue
		}
		p := plant(t, size, seed)
		precision, n := p.precision(t, true, true)
		asText, _ := p.precision(t, true, false)
		alone, _ := p.precision(t, false, true)
		fmt.Printf("EVAL export/similar-planted-%d precision@10 %.4f n=%d (asked as a text %.4f; without drivers %.4f)\n", size, precision, n, asText, alone)
		if precision < floor || precision < alone {
			t.Errorf("%d: %.4f is below %.2f, or below texts alone", size, precision, floor)
		}
	}
}

// planted is a sample as a run leaves it.
type planted struct {
	truth   map[string]sample.Truth
	docs    map[string]*nlp.Document
	drivers map[string][]string
	dir     string
	vectors *Vectors
}

func plant(t *testing.T, size int, seed uint64) *planted {
	t.Helper()
	coder, err := code.New(code.Options{})
	must(t, err)
	annotator, err := annotate.New(annotate.Options{Code: coder})
	must(t, err)
	masker, model := mask.New(make([]byte, 32), mask.Options{}), vector.Load()
	p := &planted{map[string]sample.Truth{}, map[string]*nlp.Document{}, map[string][]string{}, "", &Vectors{Dim: model.Dim(), Of: model.Document}}
	var items []cluster.Item
	p.dir = build(t, "", func(w *Writer) {
		for i, tr := range sample.Generate(sample.Options{Feedback: size, Seed: seed}).Truth {
			doc := &nlp.Document{ID: fmt.Sprintf("F%07d", i), Text: masker.Mask(tr.Text, nil).Text}
			annotator.Annotate(doc)
			item := cluster.NewItem(doc)
			item.Customer = tr.Customer
			items = append(items, item)
			p.truth[doc.ID], p.docs[doc.ID] = tr, doc
			w.Add("2026-01", Entry{ID: doc.ID, Terms: TermsOf(doc)})
			p.vectors.IDs = append(p.vectors.IDs, doc.ID)
			p.vectors.Flat = append(p.vectors.Flat, filled(model.Document(doc), model.Dim())...)
		}
	})
	for i, given := range group.Run(items, &registry.Registry{}, group.Options{}).Assignments {
		for _, d := range given.Drivers {
			p.drivers[items[i].ID] = append(p.drivers[items[i].ID], d.Driver)
		}
	}
	return p
}

// open gives the index, which knows the drivers or not.
func (p *planted) open(t *testing.T, drivers bool) *Index {
	t.Helper()
	texts, byText := map[string]string{}, map[string]*nlp.Document{}
	for id, doc := range p.docs {
		texts[id], byText[doc.Text] = doc.Text, doc
	}
	model := vector.Load()
	o := Options{
		Analyse: func(text string) *nlp.Document {
			if doc := byText[text]; doc != nil {
				return doc
			}
			return &nlp.Document{Text: text}
		},
		Texts:   func(...string) (map[string]string, error) { return texts, nil },
		Vectors: p.vectors,
		Alike: func(q *nlp.Document) func(*nlp.Document) float64 {
			query := model.Text(q)
			return func(d *nlp.Document) float64 { return vector.Compare(query, model.Text(d)) }
		},
	}
	if drivers {
		o.Drivers = func(id string) []string { return p.drivers[id] }
	}
	return open(t, p.dir, o)
}

// precision is the mean over some complaints with one driver.
func (p *planted) precision(t *testing.T, drivers, byID bool) (mean float64, n int) {
	t.Helper()
	x, having := p.open(t, drivers), map[string]int{}
	for _, tr := range p.truth {
		for _, d := range tr.Drivers {
			having[d]++
		}
	}
	for _, id := range sortedKeys(p.truth) {
		tr := p.truth[id]
		if len(tr.Drivers) != 1 || tr.Form != "klacht" || having[tr.Drivers[0]] < 2 || n == 200 {
			continue
		}
		wanted := min(10, having[tr.Drivers[0]]-1)
		to := SimilarTo{ID: id, Query: Query{Size: wanted}}
		if !byID {
			to = SimilarTo{Text: p.docs[id].Text, Query: Query{Size: wanted + 1}}
		}
		matches, err := x.Similar(context.Background(), to)
		must(t, err)
		matches = slices.DeleteFunc(matches, func(m Match) bool { return m.ID == id })
		matches = matches[:min(wanted, len(matches))]
		right := 0
		for _, m := range matches {
			if slices.Contains(p.truth[m.ID].Drivers, tr.Drivers[0]) {
				right++
			}
		}
		mean, n = mean+float64(right)/float64(max(1, len(matches))), n+1
	}
	return mean / float64(n), n
}
