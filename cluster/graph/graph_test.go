package graph

import (
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/simple"

	"luister/cluster/space"
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
			space.Unit(row)
			p.Data = append(p.Data, row...)
		}
	}
	return p
}

func TestNeighboursAndCommunities(t *testing.T) {
	p := heaps(6, 40, 16, 0.4)
	tree := Consensus(p, hashes(p.Len()), Resampling{Far: 8, Near: 4})
	labels := tree.Cut(tree.Below(0.5))
	for i, l := range labels {
		if l != labels[i/40*40] {
			t.Fatalf("point %d is in community %d, the first of its heap in %d", i, l, labels[i/40*40])
		}
	}
	if n := countLabels(labels); n != 6 {
		t.Errorf("%d communities of 6 heaps", n)
	}
}

// hashes gives different keys.
func hashes(n int) []uint64 {
	out := make([]uint64, n)
	for i := range out {
		out[i] = mix(uint64(i))
	}
	return out
}

func TestTree(t *testing.T) {
	// Points at 0, 1, 5, 6 and 20 on a line; mean distances between groups.
	at := []float32{0, 1, 5, 6, 20}
	distance := make([]float32, 25)
	for i, a := range at {
		for j, b := range at {
			distance[5*i+j] = max(a-b, b-a)
		}
	}
	tree := newTree(distance, 5)
	for _, c := range []struct {
		height float32
		want   []int32
	}{
		{0.5, []int32{0, 1, 2, 3, 4}}, {2, []int32{0, 0, 1, 1, 2}}, {5.1, []int32{0, 0, 0, 0, 1}}, {18, []int32{0, 0, 0, 0, 0}},
	} {
		if got := tree.Cut(tree.Below(c.height)); !reflect.DeepEqual(got, c.want) {
			t.Errorf("below %g: %v, want %v", c.height, got, c.want)
		}
	}
}

func TestSameOnAnyNumberOfProcessors(t *testing.T) {
	p := heaps(30, 20, 16, 0.8)
	run := func(procs int) []int32 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		tree := Consensus(p, hashes(p.Len()), Resampling{Far: 8, Near: 4})
		return tree.Cut(tree.Below(0.5))
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
