package graph

import "math"

// Join joins communities that are tied together nearly as tightly as each is in
// itself, the tightest pair first: those of which the weight between them is at
// least that part of the (geometric) mean of the weights within. Modularity
// alone splits a group when there are few of them, and joins groups when there
// are many (Fortunato and Barthélemy 2007, "Resolution limit in community
// detection"); this measure knows nothing of how many others there are. labels
// must be 0, 1, ...
func Join(g *Graph, labels []int32, least float64) []int32 {
	t := newTies(g.shrink(labels))
	into := singletons(len(t.within))
	for {
		a, b, tie := t.tightest()
		if tie < least {
			break
		}
		t.join(a, b)
		for i := range into {
			if into[i] == b {
				into[i] = a
			}
		}
	}
	out := make([]int32, len(labels))
	for i, l := range labels {
		out[i] = into[l]
	}
	number(out)
	return out
}

// ties are the weights between communities and within them.
type ties struct {
	between []map[int32]float64
	within  []float64
	best    []int32   // for each, the one it is tied to most tightly; -1: none
	tie     []float64 // and how tightly
}

func newTies(g *Graph) *ties {
	n := g.Len()
	t := &ties{between: make([]map[int32]float64, n), within: g.self, best: make([]int32, n), tie: make([]float64, n)}
	for i := range n {
		t.between[i] = map[int32]float64{}
		for e := g.start[i]; e < g.start[i+1]; e++ {
			t.between[i][g.to[e]] = g.w[e]
		}
	}
	for i := range n {
		t.look(int32(i))
	}
	return t
}

// look finds what i is tied to most tightly; the first of equals.
func (t *ties) look(i int32) {
	t.best[i], t.tie[i] = -1, 0
	for j, w := range t.between[i] {
		if t.within[i] == 0 || t.within[j] == 0 {
			continue
		}
		v := w / math.Sqrt(t.within[i]*t.within[j])
		if v > t.tie[i] || v == t.tie[i] && t.best[i] >= 0 && j < t.best[i] {
			t.best[i], t.tie[i] = j, v
		}
	}
}

// tightest gives the pair that is tied most tightly, the smaller number first.
func (t *ties) tightest() (a, b int32, tie float64) {
	for i, v := range t.tie {
		if v > tie {
			a, b, tie = int32(i), t.best[i], v
		}
	}
	return min(a, b), max(a, b), tie
}

// join makes b part of a.
func (t *ties) join(a, b int32) {
	t.within[a] += t.within[b] + 2*t.between[a][b]
	t.within[b], t.tie[b], t.best[b] = 0, 0, -1
	delete(t.between[a], b)
	for j, w := range t.between[b] {
		delete(t.between[j], b)
		if j != a {
			t.between[a][j] += w
			t.between[j][a] = t.between[a][j]
		}
	}
	t.between[b] = nil
	t.look(a)
	for j := range t.between[a] {
		t.look(j)
	}
}
