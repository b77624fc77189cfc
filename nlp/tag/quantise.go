package tag

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// clip is the share of weights that are cut off at the largest that fits a
// byte, so that the others keep their precision.
const clip = 0.0005

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

func round(rows map[uint64][Tags]float64) map[uint64][Tags]int8 {
	var all []float64
	for _, row := range rows {
		for _, v := range row {
			if v != 0 {
				all = append(all, math.Abs(v))
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.Sort(all)
	scale := math.MaxInt8 / all[int(float64(len(all)-1)*(1-clip))]
	out := make(map[uint64][Tags]int8, len(rows))
	for x, row := range rows {
		var small [Tags]int8
		any := false
		for k, v := range row {
			small[k] = int8(max(-math.MaxInt8, min(math.MaxInt8, math.Round(v*scale))))
			any = any || small[k] != 0
		}
		if any {
			out[x] = small
		}
	}
	return out
}
