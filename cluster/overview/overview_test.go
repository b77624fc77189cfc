package overview

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func items(n int, form, department, outcome string, closed bool) []Item {
	return slices.Repeat([]Item{{Year: 2026, Form: form, Department: department, Outcome: outcome, Closed: closed, Days: 3}}, n)
}

func show[T any](p *T) string {
	if p == nil {
		return "-"
	}
	return fmt.Sprint(*p)
}

// TestOf reads a small overview: a small cell, what is hidden with it, names that few have.
func TestOf(t *testing.T) {
	rows := Of(slices.Concat(
		items(20, "klacht", "Balie", "excuses", true), items(3, "klacht", "Wijkteam", "excuses", true), items(6, "klacht", "Zorg", "excuses", true),
		items(30, "klacht", "Zorg", "uitleg", true), items(1, "klacht", "Zorg", "schikking met vertrouwelijke afspraken", true),
		items(12, "melding", "Zorg", "", false), items(2, "melding", "Wijkteam", "", false),
	))
	want := []string{
		"jaar  / /  74 60 3", "vorm klacht/ /  60 60 3",
		"afdeling klacht/Balie/  - - -", "wijze klacht/Balie/excuses  - - -",
		"afdeling klacht/Wijkteam/  - - -", "wijze klacht/Wijkteam/excuses  - - -",
		"afdeling klacht/Zorg/  37 37 3", "wijze klacht/Zorg/excuses  - - -", "wijze klacht/Zorg/overig  - - -", "wijze klacht/Zorg/uitleg  30 30 3",
		"vorm melding/ /  14 0 -", "afdeling melding/Wijkteam/  - - -", "wijze melding/Wijkteam/  - - -", "afdeling melding/Zorg/  - - -", "wijze melding/Zorg/  - - -",
	}
	for i, r := range rows {
		path := fmt.Sprintf("%s/%s/%s", r.Path[0], r.Path[1], r.Path[2])
		if r.Level == Year || r.Level == Form {
			path = r.Path[0] + "/ /"
		}
		if r.Level == Year {
			path = " / /"
		}
		if got := fmt.Sprintf("%s %s  %s %s %s", r.Level, path, show(r.Received), show(r.Closed), show(r.Median)); i >= len(want) || got != want[i] {
			t.Errorf("row %d: %s", i, got)
		}
	}
	if len(rows) != len(want) {
		t.Errorf("%d rows, want %d", len(rows), len(want))
	}
}

// TestNothingIsGivenAway attacks overviews of chance: every sum that is known is
// an equation, and no hidden count may follow from them.
func TestNothingIsGivenAway(t *testing.T) {
	hidden, shown := 0, 0
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 9))
		var all []Item
		for range 5 + random.IntN(400) {
			pick := func(n int, what string) string {
				return what + string(rune('a'+int(float64(n)*math.Pow(random.Float64(), 3))))
			}
			all = append(all, items(1, pick(4, "v"), pick(6, "afd"), pick(5, "w"), random.Float64() < []float64{.5, .9, .99, 1}[seed%4])...)
		}
		root := &node{}
		for _, item := range all {
			root.add(item, [3]string{item.Form, item.Department, item.Outcome}, 0)
		}
		root.sort()
		root.protect()
		a := newAttack(root)
		for n := range a.at {
			for measure := range 2 {
				if !n.hidden[measure] {
					shown++
					continue
				}
				hidden++
				if a.known(n, measure) {
					t.Fatalf("seed %d: a hidden count (measure %d) of a row with %d received and %d closed can be computed", seed, measure, n.received, n.closed)
				}
			}
			if n.hidden[1] && !n.hidden[0] && a.knows(a.unit(n, 1)) {
				t.Fatalf("seed %d: what is not closed can be computed", seed)
			}
			if !n.hidden[0] && small(n.received) || !n.hidden[1] && (small(n.closed) || small(n.received-n.closed)) || n.hidden[0] && !n.hidden[1] {
				t.Fatalf("seed %d: a small count is shown: %d of %d", seed, n.closed, n.received)
			}
			if !n.hidden[0] && small(frontier(n)) {
				t.Fatalf("seed %d: hidden rows together are small", seed)
			}
		}
	}
	t.Logf("%d counts hidden, %d shown", hidden, shown)
	if hidden == 0 || shown == 0 {
		t.Error("nothing was tried")
	}
}

// frontier is what is hidden below a row, with everything that is shown taken off.
func frontier(n *node) (sum int) {
	for _, b := range n.below {
		if !b.hidden[0] {
			continue
		}
		if len(b.below) == 0 {
			sum += b.received
		}
		sum += frontier(b)
	}
	return sum
}

// An attack knows all sums of an overview, as equations over its hidden counts in
// echelon form.
type attack struct {
	at        map[*node]int
	equations [][]float64
}

func newAttack(root *node) *attack {
	a := &attack{at: map[*node]int{}}
	var number func(*node)
	number = func(n *node) {
		a.at[n] = len(a.at)
		for _, b := range n.below {
			number(b)
		}
	}
	number(root)
	for n := range a.at {
		for measure := range 2 {
			if len(n.below) == 0 {
				continue
			}
			sum := a.unit(n, measure)
			for _, b := range n.below {
				for i, x := range a.unit(b, measure) {
					sum[i] -= x
				}
			}
			a.learn(sum)
		}
	}
	return a
}

// unit is a count as a vector over the hidden ones; zero if it is shown.
func (a *attack) unit(n *node, measure int) []float64 {
	v := make([]float64, 2*len(a.at))
	if n.hidden[measure] {
		v[2*a.at[n]+measure] = 1
	}
	return v
}

func (a *attack) reduce(v []float64) (pivot int) {
	for _, e := range a.equations {
		p := lead(e)
		if f := v[p] / e[p]; f != 0 {
			for i := range v {
				v[i] -= f * e[i]
			}
			v[p] = 0
		}
	}
	return lead(v)
}

func lead(v []float64) int {
	return slices.IndexFunc(v, func(x float64) bool { return math.Abs(x) > 1e-9 })
}

func (a *attack) learn(v []float64) {
	if a.reduce(v) >= 0 {
		a.equations = append(a.equations, v)
	}
}

func (a *attack) knows(v []float64) bool          { return a.reduce(v) < 0 }
func (a *attack) known(n *node, measure int) bool { return a.knows(a.unit(n, measure)) }

// TestAttack holds that the attack finds what is badly hidden.
func TestAttack(t *testing.T) {
	root := &node{}
	for _, item := range slices.Concat(items(9, "a", "x", "", true), items(8, "b", "x", "", true), items(2, "c", "x", "", true)) {
		root.add(item, [3]string{item.Form, item.Department, item.Outcome}, 0)
	}
	c := root.find["c"]
	for n := c; ; n = n.below[0] {
		if n.hidden[0] = true; len(n.below) == 0 {
			break
		}
	}
	if !newAttack(root).known(c, 0) {
		t.Error("one hidden row of three was not computed")
	}
}
