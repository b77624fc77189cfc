package learn

import "math"

// matrix holds the examples as sparse rows (compressed sparse rows).
type matrix struct {
	start []int // row i is index[start[i]:start[i+1]]
	index []int32
	value []float32
	cols  int
}

func (m *matrix) row(i int32) sparse {
	a, b := m.start[i], m.start[i+1]
	return sparse{m.index[a:b], m.value[a:b]}
}

// sparse is one sparse vector.
type sparse struct {
	index []int32
	value []float32
}

func (v sparse) dot(w []float32) float64 {
	var s0, s1, s2, s3 float32 // four sums do not wait for each other
	index, value := v.index, v.value[:len(v.index)]
	for len(index) >= 4 {
		s0 += w[index[0]] * value[0]
		s1 += w[index[1]] * value[1]
		s2 += w[index[2]] * value[2]
		s3 += w[index[3]] * value[3]
		index, value = index[4:], value[4:]
	}
	for k, i := range index {
		s0 += w[i] * value[k]
	}
	return float64(s0 + s1 + s2 + s3)
}

func (v sparse) addTo(w []float32, a float32, stretch []float32) {
	value := v.value[:len(v.index)]
	for k, i := range v.index {
		w[i] += a * value[k] * stretch[i]
	}
}

// square is the squared length of v, each feature stretched.
func (v sparse) square(stretch []float32) float64 {
	var s float64
	for k, a := range v.value {
		s += float64(a) * float64(a) * float64(stretch[v.index[k]])
	}
	return s
}

// A problem is one yes/no question: which rows, which of them are yes, and how
// much a mistake on either side costs.
type problem struct {
	x        *matrix
	rows     []int32
	yes      func(row int32) bool
	costYes  float64
	costNo   float64
	maxPass  int
	epsilon  float64
	biasUnit float64   // value of the constant feature
	stretch  []float32 // square of a factor per feature
}

// solve minimises the L2-regularised squared hinge loss by dual coordinate
// descent with shrinking (Hsieh et al., ICML 2008, algorithm 3). It gives the
// weights and the bias. The order of the coordinates comes from a fixed seed.
func (p *problem) solve() (w []float32, bias float32) {
	n := len(p.rows)
	w = make([]float32, p.x.cols)
	alpha := make([]float64, n)
	norm := make([]float64, n)
	sign := make([]float64, n)
	active := make([]int32, n)
	for i, r := range p.rows {
		sign[i] = -1
		cost := p.costNo
		if p.yes(r) {
			sign[i], cost = 1, p.costYes
		}
		v := p.x.row(r)
		q := p.biasUnit*p.biasUnit + 1/(2*cost)
		q += v.square(p.stretch)
		norm[i] = q
		active[i] = int32(i)
	}
	b := 0.0
	rnd := random(uint64(n)*2654435761 + 1)
	shrinkAt := math.Inf(1)
	for pass := 0; pass < p.maxPass; pass++ {
		highest, lowest := math.Inf(-1), math.Inf(1)
		for k := len(active) - 1; k > 0; k-- {
			j := int(rnd.next() % uint64(k+1))
			active[k], active[j] = active[j], active[k]
		}
		keep := active[:0:len(active)]
		for _, i := range active {
			v := p.x.row(p.rows[i])
			cost := p.costNo
			if sign[i] > 0 {
				cost = p.costYes
			}
			g := sign[i]*(v.dot(w)+b*p.biasUnit) - 1 + alpha[i]/(2*cost)
			projected := g
			if alpha[i] == 0 {
				if g > shrinkAt {
					continue
				}
				projected = math.Min(g, 0)
			}
			keep = append(keep, i)
			highest = math.Max(highest, projected)
			lowest = math.Min(lowest, projected)
			if math.Abs(projected) < 1e-12 {
				continue
			}
			old := alpha[i]
			alpha[i] = math.Max(old-g/norm[i], 0)
			d := (alpha[i] - old) * sign[i]
			v.addTo(w, float32(d), p.stretch)
			b += d * p.biasUnit
		}
		all := len(keep) == n
		active = keep
		if highest-lowest <= p.epsilon {
			if all {
				break
			}
			active = active[:0]
			for i := range n {
				active = append(active, int32(i))
			}
			shrinkAt = math.Inf(1)
			continue
		}
		shrinkAt = highest
		if shrinkAt <= 0 {
			shrinkAt = math.Inf(1)
		}
	}
	return w, float32(b * p.biasUnit)
}

// random is a small generator (splitmix64) with a fixed seed per problem.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
