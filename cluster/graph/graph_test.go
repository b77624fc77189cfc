package graph

import (
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/simple"
)

// heaps gives n points around each of several random directions.
func heaps(count, n, dim int, spread float64) Points {
	rnd := rand.New(rand.NewPCG(7, 8))
	p := Points{Dim: dim}
	for range count {
		center := make([]float64, dim)
		for d := range center {
			center[d] = rnd.NormFloat64()
		}
		for range n {
			row := make([]float32, dim)
			for d := range row {
				row[d] = float32(center[d] + spread*rnd.NormFloat64())
			}
			Unit(row)
			p.Data = append(p.Data, row...)
		}
	}
	return p
}

func TestNeighboursAndCommunities(t *testing.T) {
	p := heaps(6, 40, 16, 0.4)
	labels := Agreed(Link(Exact(p, 8), 0), 1, 1, 5)
	for i, l := range labels {
		if l != labels[i/40*40] {
			t.Fatalf("point %d is in community %d, the first of its heap in %d", i, l, labels[i/40*40])
		}
	}
	if n := countLabels(labels); n != 6 {
		t.Errorf("%d communities of 6 heaps", n)
	}
}

func TestListsFindWhatIsNear(t *testing.T) {
	p := heaps(60, 40, 16, 0.6)
	v := newLists(p)
	sample, truth := exactSample(p, 10)
	got := make([][]Near, p.Len())
	v.search(p, sample, 16, got, 10)
	if r := recall(got, truth, sample); r < wantedRecall {
		t.Errorf("recall %.3f", r)
	}
}

func TestSameOnAnyNumberOfProcessors(t *testing.T) {
	p := heaps(30, 20, 16, 0.8)
	run := func(procs int) []int32 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		return Agreed(Link(Exact(p, 8), 0), 2, 1, 5)
	}
	if a, b := run(1), run(4); !reflect.DeepEqual(a, b) {
		t.Error("one and four processors give other communities")
	}
}

// modularity of labels, by gonum.
func modularity(g *Graph, labels []int32) float64 {
	w := simple.NewWeightedUndirectedGraph(0, 0)
	groups := make([][]graph.Node, countLabels(labels))
	for i := range g.Len() {
		groups[labels[i]] = append(groups[labels[i]], simple.Node(i))
		for e := g.start[i]; e < g.start[i+1]; e++ {
			w.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(i), T: simple.Node(g.to[e]), W: g.w[e]})
		}
	}
	return community.Q(w, groups, 1)
}

// TestAsGoodAsGonum holds the communities against those of gonum's Louvain.
func TestAsGoodAsGonum(t *testing.T) {
	g := Link(Exact(heaps(30, 20, 16, 1.2), 8), 0)
	w := simple.NewWeightedUndirectedGraph(0, 0)
	for i := range g.Len() {
		for e := g.start[i]; e < g.start[i+1]; e++ {
			w.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(i), T: simple.Node(g.to[e]), W: g.w[e]})
		}
	}
	theirs := community.Q(w, community.Modularize(w, 1, rand.NewPCG(1, 1)).Communities(), 1)
	if ours := modularity(g, Communities(g, 1, 1)); ours < theirs-0.01 {
		t.Errorf("modularity %.4f, gonum reaches %.4f", ours, theirs)
	}
}
