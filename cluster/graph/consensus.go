package graph

// Agreed gives communities that many runs agree on: each of runs starts in
// another order, and then an edge counts by how often its ends came together
// (Tandon, Albeshri, Thayananthan, Alhalabi, Radicchi and Fortunato 2019, "Fast
// consensus clustering in complex networks"). A few more points change them less
// than they change those of a single run.
func Agreed(g *Graph, resolution float64, seed uint64, runs int) []int32 {
	labels := make([][]int32, runs)
	parallel(runs, func(r int) { labels[r] = Communities(g, resolution, seed+uint64(r)) })
	agreed := &Graph{start: g.start, to: g.to, self: g.self, key: g.key, w: make([]float64, len(g.w))}
	for i := range g.Len() {
		for e := g.start[i]; e < g.start[i+1]; e++ {
			agreed.w[e] = g.w[e]*together(labels, int32(i), g.to[e]) + 1e-6 // keep the graph in one piece
		}
	}
	return Communities(agreed, resolution, seed)
}

// together is the share of the runs in which a and b are in one community.
func together(labels [][]int32, a, b int32) float64 {
	n := 0
	for _, l := range labels {
		if l[a] == l[b] {
			n++
		}
	}
	return float64(n) / float64(len(labels))
}
