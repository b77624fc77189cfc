package graph

import (
	"cmp"
	"math"
	"slices"
)

// A Graph is weighted and undirected: each edge stands with both its nodes.
type Graph struct {
	start []int32 // of each node's edges; one more than nodes
	to    []int32
	w     []float64
	self  []float64 // weight of a node's edge to itself, counted twice
	key   []uint64  // what the order of visits depends on beside the seed
}

// Keyed gives the nodes keys, on which the order in which they are visited
// depends, beside the seed: with keys that say what the nodes are, a few more
// nodes leave the order of the others as it was.
func (g *Graph) Keyed(keys []uint64) { g.key = keys }

// order gives the nodes in the order of a hash of key and seed.
func (g *Graph) order(seed uint64) []int {
	type visit struct {
		hash uint64
		node int
	}
	list := make([]visit, g.Len())
	for i := range list {
		list[i] = visit{mix(g.key[i] ^ mix(seed)), i}
	}
	slices.SortFunc(list, func(a, b visit) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.node, b.node)) })
	out := make([]int, len(list))
	for i, v := range list {
		out[i] = v.node
	}
	return out
}

// mix spreads the bits of x (the finaliser of SplitMix64; Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Len is the number of nodes.
func (g *Graph) Len() int { return len(g.start) - 1 }

// An Edge joins two different nodes.
type Edge struct {
	A, B int32
	W    float64
}

// New makes a graph of n nodes; weights of equal edges add up.
func New(n int, edges []Edge) *Graph {
	lists := make([][]half, n)
	ends := make([]int32, n)
	for _, e := range edges {
		ends[e.A]++
		ends[e.B]++
	}
	all := make([]half, 2*len(edges))
	for i, size := range ends {
		lists[i], all = all[:0:size], all[size:]
	}
	for _, e := range edges {
		lists[e.A] = append(lists[e.A], half{e.B, e.W})
		lists[e.B] = append(lists[e.B], half{e.A, e.W})
	}
	parallel(n, func(i int) { lists[i] = merge(lists[i]) })
	return join(lists)
}

// half is an edge as one of its nodes sees it.
type half struct {
	to int32
	w  float64
}

// merge sorts a node's edges and adds up those to one node.
func merge(list []half) []half {
	slices.SortStableFunc(list, func(a, b half) int { return cmp.Compare(a.to, b.to) })
	out := list[:0]
	for _, h := range list {
		if n := len(out); n > 0 && out[n-1].to == h.to {
			out[n-1].w += h.w
		} else {
			out = append(out, h)
		}
	}
	return out
}

func join(lists [][]half) *Graph {
	g := &Graph{start: make([]int32, 1, len(lists)+1), self: make([]float64, len(lists)), key: make([]uint64, len(lists))}
	for i := range g.key {
		g.key[i] = uint64(i)
	}
	for _, list := range lists {
		for _, h := range list {
			g.to, g.w = append(g.to, h.to), append(g.w, h.w)
		}
		g.start = append(g.start, int32(len(g.to)))
	}
	return g
}

// Link makes the graph of neighbours: an edge where either is among the other's
// neighbours, twice as strong where both are. The weight is the cosine above
// floor, so that weak links do not tie strong groups together.
func Link(near [][]Near, floor float32) *Graph {
	var edges []Edge
	for a, list := range near {
		for _, n := range list {
			if n.Cos > floor {
				edges = append(edges, Edge{int32(a), n.Row, float64(n.Cos - floor)})
			}
		}
	}
	return New(len(near), edges)
}

// degree is the weight of all edges of each node, and their sum.
func (g *Graph) degree() ([]float64, float64) {
	out := make([]float64, g.Len())
	var total float64
	for i := range out {
		out[i] = g.self[i]
		for _, w := range g.w[g.start[i]:g.start[i+1]] {
			out[i] += w
		}
		total += out[i]
	}
	return out, total
}

// Communities gives every node the number of its community, 0, 1, ... in order
// of their first node: the Louvain method (Blondel et al. 2008) on modularity
// with a resolution (Reichardt and Bornholdt 2006), with the refinement of
// Leiden (Traag, Waltman and van Eck 2019) so that communities hold together.
// More resolution gives more and smaller communities.
func Communities(g *Graph, resolution float64, seed uint64) []int32 {
	out := make([]int32, g.Len())
	for i := range out {
		out[i] = int32(i)
	}
	level, start := g, singletons(g.Len())
	for {
		m := newMover(level, resolution, start, nil)
		moved := m.run(seed)
		coarse := m.labels()
		if !moved && countLabels(coarse) == level.Len() {
			break
		}
		fine := refine(level, resolution, coarse, seed)
		if countLabels(fine) == level.Len() { // nothing joined: give up refining
			fine = coarse
		}
		number(fine)
		for i, n := range out {
			out[i] = fine[n]
		}
		start = project(fine, coarse)
		next := level.shrink(fine)
		if next.Len() == level.Len() {
			break
		}
		level = next
	}
	final := newMover(level, resolution, start, nil)
	final.run(seed)
	labels := final.labels()
	for i, n := range out {
		out[i] = labels[n]
	}
	number(out)
	return out
}

// Shrink gives the graph whose nodes are the communities 0, 1, ... of g.
func Shrink(g *Graph, labels []int32) *Graph { return g.shrink(labels) }

// project gives each fine community the coarse community it lies in.
func project(fine, coarse []int32) []int32 {
	out := make([]int32, countLabels(fine))
	for i, f := range fine {
		out[f] = coarse[i]
	}
	number(out)
	return out
}

// refine splits each community into parts that hold together, by moving single
// nodes only within it.
func refine(g *Graph, resolution float64, coarse []int32, seed uint64) []int32 {
	m := newMover(g, resolution, singletons(g.Len()), coarse)
	m.once(seed)
	return m.labels()
}

func singletons(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = int32(i)
	}
	return out
}

// number renames labels to 0, 1, ... in order of first appearance.
func number(labels []int32) {
	seen := map[int32]int32{}
	for i, l := range labels {
		n, ok := seen[l]
		if !ok {
			n = int32(len(seen))
			seen[l] = n
		}
		labels[i] = n
	}
}

func countLabels(labels []int32) int {
	seen := map[int32]bool{}
	for _, l := range labels {
		seen[l] = true
	}
	return len(seen)
}

// shrink makes one node of each community.
func (g *Graph) shrink(labels []int32) *Graph {
	n := countLabels(labels)
	var edges []Edge
	self := make([]float64, n)
	for i := range g.Len() {
		a := labels[i]
		self[a] += g.self[i]
		for e := g.start[i]; e < g.start[i+1]; e++ {
			switch b := labels[g.to[e]]; {
			case a == b:
				self[a] += g.w[e]
			case a < b:
				edges = append(edges, Edge{a, b, g.w[e]})
			}
		}
	}
	out := New(n, edges)
	out.self = self
	for c := range out.key {
		out.key[c] = math.MaxUint64
	}
	for i, l := range labels {
		out.key[l] = min(out.key[l], g.key[i])
	}
	return out
}

// A mover moves nodes between communities as long as that is better.
type mover struct {
	g          *Graph
	resolution float64
	label      []int32
	within     []int32 // nodes only join nodes of the same number; nil: any
	degree     []float64
	sum        []float64 // degree of each community
	size       []int32
	total      float64
	weight     []float64 // scratch: weight from a node to each community
	touched    []int32
}

func newMover(g *Graph, resolution float64, label, within []int32) *mover {
	m := &mover{g: g, resolution: resolution, label: slices.Clone(label), within: within}
	m.degree, m.total = g.degree()
	m.sum, m.weight, m.size = make([]float64, g.Len()), make([]float64, g.Len()), make([]int32, g.Len())
	for i, l := range m.label {
		m.sum[l] += m.degree[i]
		m.size[l]++
	}
	return m
}

func (m *mover) labels() []int32 { return slices.Clone(m.label) }

// run visits nodes until none wants to move, each neighbour of a moved node
// once more; it tells whether anything moved.
func (m *mover) run(seed uint64) bool {
	queue := m.g.order(seed)
	waiting := make([]bool, m.g.Len())
	for _, i := range queue {
		waiting[i] = true
	}
	moved := false
	for at := 0; at < len(queue); at++ {
		i := queue[at]
		waiting[i] = false
		if !m.move(int32(i)) {
			continue
		}
		moved = true
		for _, j := range m.g.to[m.g.start[i]:m.g.start[i+1]] {
			if !waiting[j] && m.label[j] != m.label[i] {
				waiting[j] = true
				queue = append(queue, int(j))
			}
		}
	}
	return moved
}

// once visits each node that is still alone once.
func (m *mover) once(seed uint64) {
	for _, i := range m.g.order(seed) {
		if m.size[m.label[i]] == 1 {
			m.move(int32(i))
		}
	}
}

// move puts node i where it is best; it tells whether that is elsewhere.
func (m *mover) move(i int32) bool {
	if m.total == 0 {
		return false
	}
	own := m.label[i]
	m.collect(i)
	m.sum[own] -= m.degree[i]
	best, gain := own, m.gain(own, i)
	slices.Sort(m.touched)
	for _, l := range m.touched {
		if v := m.gain(l, i); v > gain+1e-12 {
			best, gain = l, v
		}
		if l != own {
			m.weight[l] = 0
		}
	}
	m.weight[own] = 0
	m.touched = m.touched[:0]
	m.sum[best] += m.degree[i]
	if best == own {
		return false
	}
	m.label[i] = best
	m.size[own]--
	m.size[best]++
	return true
}

// collect adds up the weights from node i to the communities around it.
func (m *mover) collect(i int32) {
	for e := m.g.start[i]; e < m.g.start[i+1]; e++ {
		j := m.g.to[e]
		if m.within != nil && m.within[i] != m.within[j] {
			continue
		}
		l := m.label[j]
		if m.weight[l] == 0 {
			m.touched = append(m.touched, l)
		}
		m.weight[l] += m.g.w[e]
	}
}

// gain is what modularity wins by node i being in community l.
func (m *mover) gain(l, i int32) float64 {
	return m.weight[l] - m.resolution*m.degree[i]*m.sum[l]/m.total
}
