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
// much a mistake on each costs.
type problem struct {
	x       *matrix
	rows    []int32
	sign    []float64 // of each of rows: 1 is yes, -1 is no
	cost    []float64 // of each of rows
	stretch []float32 // square of a factor per feature
	effort
}

// A solver minimises the L2-regularised squared hinge loss of a problem by dual
// coordinate descent with shrinking (Hsieh et al., ICML 2008, algorithm 3).
type solver struct {
	*problem
	w        []float32
	bias     float64 // weight of a feature that every row has, with value 1
	alpha    []float64
	norm     []float64
	active   []int32
	shrinkAt float64
	random   random
}

// solve gives the weights and the bias. The order of the coordinates comes from
// a fixed seed.
func (p *problem) solve() (w []float32, bias float32) {
	n := len(p.rows)
	s := &solver{problem: p, w: make([]float32, p.x.cols), alpha: make([]float64, n), norm: make([]float64, n),
		active: make([]int32, n), shrinkAt: math.Inf(1), random: random(uint64(n)*2654435761 + 1)}
	for i, r := range p.rows {
		s.norm[i] = 1 + 1/(2*p.cost[i]) + p.x.row(r).square(p.stretch)
		s.active[i] = int32(i)
	}
	for range p.passes {
		if s.pass() {
			break
		}
	}
	return s.w, float32(s.bias)
}

// pass goes through the active rows once, in a random order, and tells whether
// the solution is good enough.
func (s *solver) pass() (done bool) {
	for k := len(s.active) - 1; k > 0; k-- {
		j := int(s.random.next() % uint64(k+1))
		s.active[k], s.active[j] = s.active[j], s.active[k]
	}
	highest, lowest := math.Inf(-1), math.Inf(1)
	keep := s.active[:0]
	for _, i := range s.active {
		slope, inactive := s.improve(i)
		if inactive {
			continue
		}
		keep = append(keep, i)
		highest, lowest = math.Max(highest, slope), math.Min(lowest, slope)
	}
	s.active, s.shrinkAt = keep, highest
	if highest <= 0 {
		s.shrinkAt = math.Inf(1)
	}
	if highest-lowest > s.epsilon {
		return false
	}
	if len(keep) == len(s.rows) {
		return true
	}
	s.wake()
	return false
}

// improve changes the coordinate of row i for the better. It gives how far it
// was off, and whether it can be left alone until all rows are looked at again.
func (s *solver) improve(i int32) (slope float64, inactive bool) {
	v := s.x.row(s.rows[i])
	g := s.sign[i]*(v.dot(s.w)+s.bias) - 1 + s.alpha[i]/(2*s.cost[i])
	slope = g
	if s.alpha[i] == 0 {
		if g > s.shrinkAt {
			return 0, true
		}
		slope = math.Min(g, 0)
	}
	if math.Abs(slope) < 1e-12 {
		return slope, false
	}
	old := s.alpha[i]
	s.alpha[i] = math.Max(old-g/s.norm[i], 0)
	d := (s.alpha[i] - old) * s.sign[i]
	v.addTo(s.w, float32(d), s.stretch)
	s.bias += d
	return slope, false
}

// wake makes all rows active again.
func (s *solver) wake() {
	s.active = s.active[:0]
	for i := range s.rows {
		s.active = append(s.active, int32(i))
	}
	s.shrinkAt = math.Inf(1)
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
