package names_test

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/nlp"
	"luister/nlp/names"
	"luister/nlp/token"
)

func evaluating(t *testing.T) {
	t.Helper()
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("measures quality: set LUISTER_EVAL=1")
	}
}

// readCoNLL reads words with IOB2 labels, one example per sentence, its words
// joined by blanks.
func readCoNLL(t *testing.T, name string) []names.Example {
	t.Helper()
	root := cmp.Or(os.Getenv("LUISTER_SHARED"), filepath.Join("..", "..", "..", "shared"))
	f, err := os.Open(filepath.Join(root, "data", "conll2002-ned", name))
	if err != nil {
		t.Skip("no shared data here: set LUISTER_SHARED")
	}
	defer f.Close()
	var out []names.Example
	var e names.Example
	flush := func() {
		if e.Text != "" {
			out = append(out, e)
		}
		e = names.Example{}
	}
	for in := bufio.NewScanner(f); in.Scan(); {
		fields := strings.Fields(in.Text())
		if len(fields) < 3 || fields[0] == "-DOCSTART-" {
			flush()
			continue
		}
		if e.Text != "" {
			e.Text += " "
		}
		span := nlp.Span{Start: len(e.Text), End: len(e.Text) + len(fields[0])}
		e.Text += fields[0]
		begin, kind, _ := strings.Cut(fields[2], "-")
		switch {
		case begin == "B":
			e.Names = append(e.Names, nlp.Name{Span: span, Type: kind})
		case begin == "I":
			e.Names[len(e.Names)-1].End = span.End
		}
	}
	flush()
	return out
}

type tally struct{ right, found, gold int }

func (c tally) f1() float64 {
	if c.right == 0 {
		return 0
	}
	return 2 * float64(c.right) / float64(c.found+c.gold)
}

type annotator interface{ Annotate(doc *nlp.Document) }

// measure gives the counts per type, and of all under "all"; a name counts if
// span and type are exact.
func measure(t *testing.T, a annotator, examples []names.Example) map[string]*tally {
	counts := map[string]*tally{}
	count := func(kind string) *tally {
		if counts[kind] == nil {
			counts[kind] = &tally{}
		}
		return counts[kind]
	}
	var doc nlp.Document
	for _, e := range examples {
		doc.Text = e.Text
		token.Split(&doc)
		a.Annotate(&doc)
		gold := map[nlp.Name]bool{}
		for _, n := range e.Names {
			gold[n] = true
			count(n.Type).gold++
			count("all").gold++
		}
		for _, n := range doc.Names {
			count(n.Type).found++
			count("all").found++
			if gold[n] {
				count(n.Type).right++
				count("all").right++
			}
		}
	}
	return counts
}

func report(t *testing.T, task, metric string, value float64, n int, floor float64) {
	t.Helper()
	fmt.Printf("EVAL %s %s %.4f n=%d\n", task, metric, value, n)
	if value < floor {
		t.Errorf("%s %s %.4f is below %.4f", task, metric, value, floor)
	}
}

func TestEvalTrained(t *testing.T) {
	evaluating(t)
	model, err := names.Train(readCoNLL(t, "ned.train"), names.TrainOptions{Log: t.Logf})
	if err != nil {
		t.Fatal(err)
	}
	counts := measure(t, model, readCoNLL(t, "ned.testa"))
	report(t, "nlp/names-trained", "f1-all", counts["all"].f1(), counts["all"].gold, 0.81)
	report(t, "nlp/names-trained", "f1-PER", counts["PER"].f1(), counts["PER"].gold, 0.84)
	for _, kind := range []string{"LOC", "ORG", "MISC"} {
		report(t, "nlp/names-trained", "f1-"+kind, counts[kind].f1(), counts[kind].gold, 0)
	}
}

func TestEvalRules(t *testing.T) {
	evaluating(t)
	counts := measure(t, names.NewRules(), readCoNLL(t, "ned.testa"))
	report(t, "nlp/names-rules", "f1-PER", counts["PER"].f1(), counts["PER"].gold, 0.5)
	report(t, "nlp/names-rules", "f1-LOC", counts["LOC"].f1(), counts["LOC"].gold, 0.5)
	report(t, "nlp/names-rules", "f1-ORG", counts["ORG"].f1(), counts["ORG"].gold, 0.2)
}
