package group

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"luister/cluster"
	"luister/cluster/agree"
	"luister/cluster/registry"
	"luister/nlp/mask"
	"luister/testdata/sample"
)

// planted is what a grouping made of texts with known drivers.
type planted struct {
	ari, ami          float64 // documents with one planted driver
	none              float64 // of documents with a planted driver
	precision, recall float64 // of pairs of document and driver
	extra             float64 // of documents without a planted driver, those that were given one
	named             float64 // of planted drivers that were found, those whose largest group is named by one of their own key words
	namedAll          float64 // of all groups that stand for a planted driver, however small
	found, of         int
}

// measure compares a grouping with the truth; each of our drivers stands for
// the planted driver that is most common in it.
func measure(truth []sample.Truth, result *cluster.Result) planted {
	var p planted
	var one, ours []string
	of := stands(truth, result.Assignments)
	var right, given, wanted, without, withDriver, noDriver, extra float64
	for i, t := range truth {
		a := result.Assignments[i]
		if len(t.Drivers) == 1 {
			one, ours = append(one, t.Drivers[0]), append(ours, drivers(result.Assignments[i : i+1])[0])
		}
		if len(t.Drivers) == 0 {
			noDriver++
			if len(a.Drivers) > 0 {
				extra++
			}
			continue
		}
		withDriver++
		if len(a.Drivers) == 0 {
			without++
		}
		said := map[string]bool{}
		for _, m := range a.Drivers {
			said[of[m.Driver]] = true
		}
		for d := range said {
			given++
			if slices.Contains(t.Drivers, d) {
				right++
			}
		}
		wanted += float64(len(t.Drivers))
	}
	p.ari, p.ami, p.none = agree.ARI(ours, one), agree.AMI(ours, one), without/withDriver
	p.precision, p.recall, p.extra = right/given, right/wanted, extra/noDriver
	p.name(of, result.Drivers)
	return p
}

// stands gives the planted driver that each of ours stands for.
func stands(truth []sample.Truth, given []cluster.Assignment) map[string]string {
	votes := map[string]map[string]int{}
	for i, t := range truth {
		for _, m := range given[i].Drivers[:min(1, len(given[i].Drivers))] {
			if votes[m.Driver] == nil {
				votes[m.Driver] = map[string]int{}
			}
			for _, d := range t.Drivers {
				votes[m.Driver][d]++
			}
		}
	}
	out := map[string]string{}
	for ours, v := range votes {
		for d, n := range v {
			if best := out[ours]; best == "" || n > v[best] || n == v[best] && d < best {
				out[ours] = d
			}
		}
	}
	return out
}

// name looks for the truth's key words in the names: of the largest group that
// stands for each planted driver, and of all groups that stand for one.
func (p *planted) name(of map[string]string, found []cluster.Driver) {
	p.of = len(sample.Drivers())
	var right, all, rightAll float64
	for _, planted := range sample.Drivers() {
		var largest *cluster.Driver
		for i, d := range found {
			if of[d.ID] != planted.ID {
				continue
			}
			all++
			rightAll += named(d, planted)
			if largest == nil || d.Size > largest.Size {
				largest = &found[i]
			}
		}
		if largest != nil {
			p.found++
			right += named(*largest, planted)
		}
	}
	p.named, p.namedAll = right/max(1, float64(p.found)), rightAll/max(1, all)
}

func named(d cluster.Driver, planted sample.Driver) float64 {
	if slices.ContainsFunc(planted.Keys, func(k string) bool { return strings.Contains(strings.ToLower(d.Name), k) }) {
		return 1
	}
	return 0
}

// plant makes the items of a sample as a run does: masked, and coded.
func plant(t testing.TB, feedback int, seed uint64) ([]sample.Truth, []cluster.Item) {
	set := sample.Generate(sample.Options{Feedback: feedback, Seed: seed})
	masker := mask.New(make([]byte, 32), mask.Options{})
	var texts []string
	for _, truth := range set.Truth {
		texts = append(texts, masker.Mask(truth.Text, nil).Text)
	}
	items := makeItems(t, texts)
	for i := range items {
		items[i].Customer = set.Truth[i].Customer
	}
	return set.Truth, items
}

func TestEvalPlanted(t *testing.T) {
	needEval(t)
	for n, floor := range map[int]float64{780: 0.85, 5000: 0.9} {
		truth, items := plant(t, n, 1)
		r := Run(items, &registry.Registry{}, Options{})
		p := measure(truth, r)
		fmt.Printf("EVAL cluster/planted-%d ari %.4f n=%d\n", n, p.ari, len(items))
		fmt.Printf("EVAL cluster/planted-%d named %.4f n=%d\n", n, p.named, len(r.Drivers))
		fmt.Printf("EVAL cluster/planted-%d named-all %.4f n=%d\n", n, p.namedAll, len(r.Drivers))
		t.Logf("%d: ami %.3f none %.3f precision %.3f recall %.3f extra %.3f found %d of %d in %d", n, p.ami, p.none, p.precision, p.recall, p.extra, p.found, p.of, len(r.Drivers))
		if p.ari < floor || p.none > 0.15 || p.named < 0.75 {
			t.Error("below the floor")
		}
		if testing.Verbose() {
			of := stands(truth, r.Assignments)
			for _, d := range r.Drivers {
				t.Log(d.ID, d.Theme, d.Size, of[d.ID], "|", d.Name)
			}
		}
	}
}
