package graph

import (
	"math"
	"slices"
)

// Resampling is how points are grouped many times to see what comes together
// whatever the sample; zero values mean the defaults.
type Resampling struct {
	Runs       int     // default 24
	Part       float64 // of the points that take part in a run; default 0.8
	Near, Far  int     // each run links to another number of neighbours from Near to Far; default 15 and 45
	Resolution float64 // of the communities; default 1
	Tied       float64 // communities of a run tied together so tightly are one, as Join has it; 0: none are
}

func (r Resampling) defaults() Resampling {
	if r.Runs == 0 {
		r.Runs = 24
	}
	if r.Part == 0 {
		r.Part = 0.8
	}
	if r.Far == 0 {
		r.Near, r.Far = 15, 45
	}
	if r.Resolution == 0 {
		r.Resolution = 1
	}
	return r
}

// Consensus groups points many times, each time another part of them with
// another number of neighbours, and gives the tree of what came together most
// often (evidence accumulation; Fred and Jain 2005, "Combining multiple
// clusterings using evidence accumulation"). A few more points change it less
// than they change a single grouping. A point takes part in a run as its key
// says. It costs memory and time with the square of the number of points.
func Consensus(p Points, keys []uint64, r Resampling) *Tree {
	r = r.defaults()
	spare := int(math.Ceil(float64(r.Far) / r.Part * 1.15)) // neighbours that a run leaves out are made up for
	near := Exact(p, spare)
	runs := make([][]int32, r.Runs)
	parallel(r.Runs, func(i int) { runs[i] = r.run(near, keys, i) })
	return newTree(apart(runs, p.Len()), p.Len())
}

// absent is the community of a point that takes no part in a run.
const absent = -1

// run groups a part of the points.
func (r Resampling) run(near [][]Near, keys []uint64, number int) []int32 {
	const steps = 4 // different numbers of neighbours
	k := r.Near + (r.Far-r.Near)*(number%steps)/(steps-1)
	seed := mix(uint64(number))
	part, at := []int{}, make([]int32, len(near))
	for i := range near {
		at[i] = absent
		if float64(mix(keys[i]^seed)) < r.Part*math.MaxUint64 {
			at[i] = int32(len(part))
			part = append(part, i)
		}
	}
	lists, theirs := make([][]Near, len(part)), make([]uint64, len(part))
	for j, i := range part {
		theirs[j] = keys[i]
		for _, n := range near[i] {
			if at[n.Row] != absent && len(lists[j]) < k {
				lists[j] = append(lists[j], Near{at[n.Row], n.Cos})
			}
		}
	}
	g := Link(lists, 0)
	g.Keyed(theirs)
	labels := Communities(g, r.Resolution, seed)
	if r.Tied > 0 {
		labels = Join(g, labels, r.Tied)
	}
	for i, j := range at {
		if j != absent {
			at[i] = labels[j]
		}
	}
	return at
}

// apart gives for each pair of n points in which part of the runs that hold both
// they are not in one community; 1 for a pair that no run holds.
func apart(runs [][]int32, n int) []float32 {
	labels := make([]int32, 0, n*len(runs)) // of each point, by run
	for i := range n {
		for _, r := range runs {
			labels = append(labels, r[i])
		}
	}
	out := make([]float32, n*n)
	parallel(n, func(i int) {
		a := labels[i*len(runs):][:len(runs)]
		for j := range n {
			both, same := 0, 0
			for r, l := range labels[j*len(runs):][:len(runs)] {
				if a[r] == absent || l == absent {
					continue
				}
				both++
				if a[r] == l {
					same++
				}
			}
			out[i*n+j] = 1
			if both > 0 {
				out[i*n+j] = 1 - float32(same)/float32(both)
			}
		}
	})
	return out
}

// A Tree is points joined two by two, the nearest first.
type Tree struct {
	points int
	joins  []joint // by rising height
}

// joint joins the groups that two points are in.
type joint struct {
	a, b   int32
	height float32
}

// newTree joins by the mean distance between groups (average linkage), along
// chains of nearest neighbours (Murtagh 1983). distance is used up.
func newTree(distance []float32, n int) *Tree {
	t := &Tree{points: n}
	l := &linkage{distance: distance, n: n, size: make([]float32, n)}
	for i := range n {
		l.size[i] = 1
		l.left = append(l.left, int32(i))
	}
	for len(l.left) > 1 {
		t.joins = append(t.joins, l.next())
	}
	slices.SortStableFunc(t.joins, func(a, b joint) int {
		switch {
		case a.height < b.height:
			return -1
		case a.height > b.height:
			return 1
		}
		return 0
	})
	return t
}

// linkage is groups on their way to one; each is called after its first point.
type linkage struct {
	distance []float32
	n        int
	size     []float32
	left     []int32 // groups
	chain    []int32 // each the nearest of the one before
}

// next joins the two groups at the end of a chain, which are each other's
// nearest.
func (l *linkage) next() joint {
	if len(l.chain) == 0 {
		l.chain = append(l.chain, l.left[0])
	}
	for {
		last := l.chain[len(l.chain)-1]
		before := int32(-1)
		if len(l.chain) > 1 {
			before = l.chain[len(l.chain)-2]
		}
		near, height := l.nearest(last, before)
		if near == before {
			l.chain = l.chain[:len(l.chain)-2]
			l.join(min(last, near), max(last, near))
			return joint{min(last, near), max(last, near), height}
		}
		l.chain = append(l.chain, near)
	}
}

// nearest gives the group nearest to a; first, if it is as near as any.
func (l *linkage) nearest(a, first int32) (int32, float32) {
	row := l.distance[int(a)*l.n:][:l.n]
	best, least := first, float32(math.Inf(1))
	if first >= 0 {
		least = row[first]
	}
	for _, b := range l.left {
		if b != a && row[b] < least {
			best, least = b, row[b]
		}
	}
	return best, least
}

// join makes b part of a.
func (l *linkage) join(a, b int32) {
	at, _ := slices.BinarySearch(l.left, b)
	l.left = slices.Delete(l.left, at, at+1)
	whole := l.size[a] + l.size[b]
	for _, c := range l.left {
		if c != a {
			d := (l.size[a]*l.distance[int(a)*l.n+int(c)] + l.size[b]*l.distance[int(b)*l.n+int(c)]) / whole
			l.distance[int(a)*l.n+int(c)], l.distance[int(c)*l.n+int(a)] = d, d
		}
	}
	l.size[a] = whole
}

// Below gives how many groups are left when all that lie nearer than height are
// joined.
func (t *Tree) Below(height float32) int {
	at, _ := slices.BinarySearchFunc(t.joins, height, func(j joint, h float32) int {
		if j.height < h {
			return -1
		}
		return 1
	})
	return t.points - at
}

// Cut gives every point the number of its group, when so many groups are left:
// 0, 1, ... in order of their first point.
func (t *Tree) Cut(groups int) []int32 {
	into := singletons(t.points)
	root := func(i int32) int32 {
		for into[i] != i {
			into[i] = into[into[i]]
			i = into[i]
		}
		return i
	}
	for _, j := range t.joins[:max(0, t.points-groups)] {
		into[root(j.b)] = root(j.a)
	}
	out := make([]int32, t.points)
	for i := range out {
		out[i] = root(int32(i))
	}
	number(out)
	return out
}
