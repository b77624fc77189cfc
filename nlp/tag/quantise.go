package tag

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// rows averages the weights over all steps, adds those of source 0 to the shared
// ones, keeps the most telling rows and rounds them to bytes.
func (p *perceptron) rows(most int) map[uint64][Tags]int8 {
	merged := map[uint64][Tags]float64{}
	own := map[uint64]uint64{}
	for x := range p.index {
		own[domain(x, 0)] = x
	}
	for x, id := range p.index {
		if y, ok := own[x]; ok {
			x = y
		} else if p.foreign(x) {
			continue
		}
		row := merged[x]
		for k := range row {
			sum := p.total[id][k] + float64(p.weight[id][k])*float64(p.step-p.since[id][k])
			row[k] += sum / float64(p.step)
		}
		merged[x] = row
	}
	return round(strongest(merged, most))
}

// foreign tells whether x is the key of a feature in another source than 0.
func (p *perceptron) foreign(x uint64) bool { return p.others[x] }

// strongest keeps the rows with the largest weight, at most most of them.
func strongest(rows map[uint64][Tags]float64, most int) map[uint64][Tags]float64 {
	size := func(x uint64) float64 {
		large := 0.0
		for _, v := range rows[x] {
			large = max(large, math.Abs(v))
		}
		return large
	}
	keys := slices.Sorted(maps.Keys(rows))
	sizes := make(map[uint64]float64, len(keys))
	for _, x := range keys {
		sizes[x] = size(x)
	}
	slices.SortStableFunc(keys, func(a, b uint64) int { return cmp.Compare(sizes[b], sizes[a]) })
	if most > 0 && len(keys) > most {
		keys = keys[:most]
	}
	kept := make(map[uint64][Tags]float64, len(keys))
	for _, x := range keys {
		if sizes[x] > 0 {
			kept[x] = rows[x]
		}
	}
	return kept
}

// round makes bytes of weights. A byte stands for its square, with its sign, so
// that small weights keep their precision beside large ones.
func round(rows map[uint64][Tags]float64) map[uint64][Tags]int8 {
	largest := 0.0
	for _, row := range rows {
		for _, v := range row {
			largest = max(largest, math.Abs(v))
		}
	}
	out := make(map[uint64][Tags]int8, len(rows))
	for x, row := range rows {
		var small [Tags]int8
		any := false
		for k, v := range row {
			small[k] = int8(math.Copysign(math.Round(math.MaxInt8*math.Sqrt(math.Abs(v)/largest)), v))
			any = any || small[k] != 0
		}
		if any {
			out[x] = small
		}
	}
	return out
}
