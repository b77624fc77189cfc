package voice

import "math"

// A Scale is the lowest and the highest score that can be given.
type Scale struct{ Low, High float64 }

// Middle is what is neither satisfied nor dissatisfied.
func (s Scale) Middle() float64 { return (s.Low + s.High) / 2 }

// Scales gives the scale of the scores of every source that has any: the one that
// it states; where it states none, or has a score outside it (it had another one
// once), the smallest usual one that holds all its scores.
func Scales(scores []float64, source func(row int) string, stated map[string]Scale) map[string]Scale {
	given := map[string]Scale{} // the lowest and the highest score that was given
	for row, v := range scores {
		if math.IsNaN(v) {
			continue
		}
		name := source(row)
		s, ok := given[name]
		if !ok {
			s = Scale{v, v}
		}
		given[name] = Scale{min(s.Low, v), max(s.High, v)}
	}
	for name, s := range given {
		if said, ok := stated[name]; ok && said.Low < said.High && said.Low <= s.Low && s.High <= said.High {
			given[name] = said
		} else {
			given[name] = usual(s)
		}
	}
	return given
}

// usual is the smallest usual scale that holds scores from a lowest to a highest:
// 1 to 5, 1 to 7, 1 to 10, or from 0.
func usual(given Scale) Scale {
	low := 1.0
	if given.Low < 1 {
		low = 0
	}
	for _, high := range []float64{5, 7, 10} {
		if given.High <= high {
			return Scale{low, high}
		}
	}
	return Scale{0, max(100, given.High)}
}
