package graph

import (
	"math"
	"math/rand/v2"
)

// exactUpTo is the number of points up to which all are compared with all.
const exactUpTo = 10_000

// Recall that a search among lists must reach on a sample, and how many lists
// are searched at first and at most for it.
const (
	wantedRecall = 0.93
	firstProbes  = 4
	mostProbes   = 64
	recallSample = 200
)

// Neighbours gives the k nearest other points of every point, nearest first:
// exactly for up to 10,000 points, and else, but for a few in a hundred, by
// searching the nearest of many lists (inverted file; Jégou, Douze and Schmid
// 2011). More lists are searched until a sample shows that few are missed.
func Neighbours(p Points, k int) [][]Near {
	if p.Len() <= exactUpTo {
		return Exact(p, k)
	}
	v := newLists(p)
	sample, truth := exactSample(p, k)
	for probes := firstProbes; ; probes *= 2 {
		out := make([][]Near, p.Len())
		v.search(p, sample, probes, out, k)
		if recall(out, truth, sample) < wantedRecall && probes < mostProbes {
			continue
		}
		for from := 0; from < p.Len(); from += searchPart {
			v.search(p, numbers(from, min(p.Len(), from+searchPart)), probes, out, k)
		}
		return out
	}
}

// searchPart is how many points are searched at a time, to spare memory.
const searchPart = 50_000

// numbers gives from, from+1, ..., to-1.
func numbers(from, to int) []int32 {
	out := make([]int32, 0, to-from)
	for i := from; i < to; i++ {
		out = append(out, int32(i))
	}
	return out
}

// exactSample gives evenly taken points and their true neighbours.
func exactSample(p Points, k int) ([]int32, [][]Near) {
	var sample []int32
	for i := range recallSample {
		sample = append(sample, int32(i*p.Len()/recallSample))
	}
	truth := make([][]Near, p.Len())
	nearest(p, sample, p.Data, numbers(0, p.Len()), k, truth)
	return sample, truth
}

// recall is the share of true neighbours that were found.
func recall(got, truth [][]Near, sample []int32) float64 {
	var found, all float64
	for _, i := range sample {
		is := map[int32]bool{}
		for _, n := range truth[i] {
			is[n.Row] = true
		}
		for _, n := range got[i] {
			if is[n.Row] {
				found++
			}
		}
		all += float64(len(truth[i]))
	}
	return found / math.Max(1, all)
}

// lists are points by their nearest centre.
type lists struct {
	centers Points
	members [][]int32
	data    [][]float32 // vectors of the members, row after row
}

// newLists makes about the root of n lists by k-means on a sample.
func newLists(p Points) *lists {
	const rounds, perList = 5, 40
	n := int(math.Sqrt(float64(p.Len())))
	v := &lists{centers: pick(p, n)}
	sample := pick(p, min(p.Len(), n*perList))
	for range rounds {
		v.centers = means(sample, v.nearestLists(sample, 1), v.centers)
	}
	v.members, v.data = make([][]int32, n), make([][]float32, n)
	for i, l := range v.nearestLists(p, 1) {
		v.members[l[0]] = append(v.members[l[0]], int32(i))
		v.data[l[0]] = append(v.data[l[0]], p.Row(i)...)
	}
	return v
}

// pick takes n points at random, always the same.
func pick(p Points, n int) Points {
	rnd := rand.New(rand.NewPCG(3, 4))
	out := Points{Dim: p.Dim}
	for _, i := range rnd.Perm(p.Len())[:n] {
		out.Data = append(out.Data, p.Row(i)...)
	}
	return out
}

// nearestLists gives the few nearest centres of every point.
func (v *lists) nearestLists(p Points, few int) [][]int32 {
	out := make([][]int32, p.Len())
	parallel((p.Len()+block-1)/block, func(b int) {
		from, to := b*block, min(p.Len(), (b+1)*block)
		cos := Products(Points{p.Dim, p.Data[from*p.Dim : to*p.Dim]}, v.centers)
		n := v.centers.Len()
		for i := from; i < to; i++ {
			var best []Near
			for l, c := range cos[(i-from)*n:][:n] {
				if len(best) < few || c > best[len(best)-1].Cos {
					best = insert(best, Near{int32(l), c}, few)
				}
			}
			for _, b := range best {
				out[i] = append(out[i], b.Row)
			}
		}
	})
	return out
}

// means moves each centre to the mean direction of its points; a centre without
// points stays.
func means(p Points, nearest [][]int32, centers Points) Points {
	out := Points{Dim: p.Dim, Data: make([]float32, len(centers.Data))}
	for i, l := range nearest {
		row := out.Row(int(l[0]))
		for d, x := range p.Row(i) {
			row[d] += x
		}
	}
	for l := range centers.Len() {
		if !Unit(out.Row(l)) {
			copy(out.Row(l), centers.Row(l))
		}
	}
	return out
}

// search puts into out the k nearest points among the nearest lists of each of
// rows.
func (v *lists) search(p Points, rows []int32, probes int, out [][]Near, k int) {
	wanted := v.nearestLists(Points{p.Dim, gather(p, rows)}, probes)
	asked := make([][]int32, len(v.members)) // per list, the rows that search it
	for i, ls := range wanted {
		for _, l := range ls {
			asked[l] = append(asked[l], rows[i])
		}
	}
	found := make([][][]Near, len(v.members)) // per list, per asking row
	parallel(len(v.members), func(l int) {
		found[l] = v.searchList(p, l, asked[l], k)
	})
	for _, row := range rows {
		out[row] = nil
	}
	for l, list := range found {
		for i, row := range asked[l] {
			for _, n := range list[i] {
				out[row] = insert(out[row], n, k)
			}
		}
	}
}

// searchList gives the k nearest members of a list for each of rows.
func (v *lists) searchList(p Points, l int, rows []int32, k int) [][]Near {
	out := make([][]Near, len(rows))
	if len(v.members[l]) == 0 {
		return out
	}
	for from := 0; from < len(rows); from += block {
		part := rows[from:min(len(rows), from+block)]
		cos := Products(Points{p.Dim, gather(p, part)}, Points{p.Dim, v.data[l]})
		n := len(v.members[l])
		for i, row := range part {
			var best []Near
			for j, c := range cos[i*n:][:n] {
				if (len(best) < k || c >= best[len(best)-1].Cos) && v.members[l][j] != row {
					best = insert(best, Near{v.members[l][j], c}, k)
				}
			}
			out[from+i] = best
		}
	}
	return out
}

// Unit brings v to length 1; false if it is zero.
func Unit(v []float32) bool {
	var n float64
	for _, x := range v {
		n += float64(x) * float64(x)
	}
	if n < 1e-18 {
		return false
	}
	scale := float32(1 / math.Sqrt(n))
	for i := range v {
		v[i] *= scale
	}
	return true
}
