package names

import "math"

// A chainScorer holds the scratch space of a linear-chain conditional random
// field (Lafferty, McCallum and Pereira 2001) over n tokens and L labels.
type chainScorer struct {
	labels int
	score  []float32 // n × L: sums of weights
	back   []int32   // n × L: best previous label
	node   []float64 // n × L: exponentials, then forward and backward sums
	fwd    []float64
	bwd    []float64
	scale  []float64
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, 2*n)
	}
	return s[:n]
}

// best gives the best path for scores s.score of n tokens: Viterbi. Trans has
// one more row, the last, for the start of a sentence.
func (s *chainScorer) best(n int, trans []float32, path []int32) []int32 {
	L := s.labels
	s.back = grow(s.back, n*L)
	for y := range L {
		s.score[y] += trans[L*L+y]
	}
	for i := 1; i < n; i++ {
		prev, cur := s.score[(i-1)*L:i*L], s.score[i*L:(i+1)*L]
		for y := range L {
			top, from := float32(math.Inf(-1)), 0
			for x := range L {
				if v := prev[x] + trans[x*L+y]; v > top {
					top, from = v, x
				}
			}
			cur[y] += top
			s.back[i*L+y] = int32(from)
		}
	}
	path = grow(path, n)
	last := s.score[(n-1)*L : n*L]
	y := 0
	for k := range last {
		if last[k] > last[y] {
			y = k
		}
	}
	for i := n - 1; i >= 0; i-- {
		path[i] = int32(y)
		y = int(s.back[i*L+y])
	}
	return path
}

// marginals turns s.score into label probabilities in s.node, and adds the
// expected transitions to expected. It works with scaled probabilities.
func (s *chainScorer) marginals(n int, expTrans, expected []float64) {
	L := s.labels
	s.node, s.fwd, s.bwd, s.scale = grow(s.node, n*L), grow(s.fwd, n*L), grow(s.bwd, n*L), grow(s.scale, n)
	for i := range n {
		row := s.score[i*L : (i+1)*L]
		top := row[0]
		for _, v := range row {
			top = max(top, v)
		}
		for y, v := range row {
			s.node[i*L+y] = math.Exp(float64(v - top))
		}
	}
	s.forward(n, expTrans)
	s.backward(n, expTrans)
	for i := 1; i < n; i++ {
		prev, cur := s.fwd[(i-1)*L:i*L], s.node[i*L:(i+1)*L]
		for x, f := range prev {
			for y, c := range cur {
				expected[x*L+y] += f * expTrans[x*L+y] * c * s.bwd[i*L+y] / s.scale[i]
			}
		}
	}
	for y := range L {
		expected[L*L+y] += s.fwd[y] * s.bwd[y]
	}
	for k := range n * L {
		s.node[k] = s.fwd[k] * s.bwd[k]
	}
}

func (s *chainScorer) forward(n int, expTrans []float64) {
	L := s.labels
	for i := range n {
		sum := 0.0
		for y := range L {
			v := 0.0
			if i == 0 {
				v = expTrans[L*L+y]
			} else {
				for x, f := range s.fwd[(i-1)*L : i*L] {
					v += f * expTrans[x*L+y]
				}
			}
			v *= s.node[i*L+y]
			s.fwd[i*L+y] = v
			sum += v
		}
		for y := range L {
			s.fwd[i*L+y] /= sum
		}
		s.scale[i] = sum
	}
}

func (s *chainScorer) backward(n int, expTrans []float64) {
	L := s.labels
	for y := range L {
		s.bwd[(n-1)*L+y] = 1
	}
	for i := n - 2; i >= 0; i-- {
		for x := range L {
			v := 0.0
			for y := range L {
				v += expTrans[x*L+y] * s.node[(i+1)*L+y] * s.bwd[(i+1)*L+y]
			}
			s.bwd[i*L+x] = v / s.scale[i+1]
		}
	}
}
