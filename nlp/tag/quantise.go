package tag

import (
	"cmp"
	"math"
	"slices"
)

// rows gives the most telling rows of weights, at most MaxRows, rounded to bytes.
// A byte stands for its square, with its sign, so that small weights keep their
// precision beside large ones; the smallest are left out.
func (p *learner) rows() map[uint64][Tags]int8 {
	type row struct {
		key  uint64
		id   int32
		size float32 // the largest weight
	}
	list := make([]row, 0, len(p.index))
	for x, id := range p.index {
		r := row{key: x, id: id}
		for _, v := range &p.weight[id] {
			r.size = max(r.size, v, -v)
		}
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b row) int { return cmp.Or(cmp.Compare(b.size, a.size), cmp.Compare(a.key, b.key)) })
	if most := p.training.MaxRows; most > 0 && len(list) > most {
		list = list[:most]
	}
	out := make(map[uint64][Tags]int8, len(list))
	for _, r := range list {
		if small := rounded(&p.weight[r.id], list[0].size); small != [Tags]int8{} {
			out[r.key] = small
		}
	}
	return out
}

// negligible is the size of weights that are left out: nine in ten, which decide nothing.
const negligible = 0.05

func rounded(weights *[Tags]float32, largest float32) (small [Tags]int8) {
	for k, v := range weights {
		if max(v, -v) > negligible {
			small[k] = int8(math.Copysign(math.Round(math.MaxInt8*math.Sqrt(math.Abs(float64(v/largest)))), float64(v)))
		}
	}
	return small
}
