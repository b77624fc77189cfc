package index

import (
	"math/bits"
	"sync"
)

// sketchDepth is how many vectors with the nearest sketches are weighed. Of the
// hundred nearest of a million 97 are among them, of 100,000 nearly all. Of these
// vectorDepth are looked at: those whose sketch fits the numbers asked for best.
const (
	sketchDepth = 10_000
	vectorDepth = 2_000
)

// sketches are vectors by one bit a number: whether it is above the mean. How
// many bits two sketches differ in says about how far they are apart (Charikar,
// STOC 2002), at a fiftieth of the reading.
type sketches struct {
	mean  []float32 // of all vectors at length 1
	words int       // of one sketch
	all   []uint64
	room  sync.Pool // of *[]uint16
}

func newSketches(v *Vectors, inverse []float32) *sketches {
	s := &sketches{mean: make([]float32, v.Dim), words: (v.Dim + 63) / 64}
	for i, scale := range inverse {
		for j, x := range v.at(int32(i)) {
			s.mean[j] += x * scale / float32(len(inverse))
		}
	}
	s.all = make([]uint64, 0, len(inverse)*s.words)
	for i, scale := range inverse {
		s.all = s.draw(s.all, v.at(int32(i)), scale)
	}
	return s
}

// draw appends the sketch of a vector that scale brings to length 1.
func (s *sketches) draw(to []uint64, v []float32, scale float32) []uint64 {
	for from := 0; from < len(v); from += 64 {
		var word uint64
		for j, x := range v[from:min(from+64, len(v))] {
			if x*scale > s.mean[from+j] {
				word |= 1 << j
			}
		}
		to = append(to, word)
	}
	return to
}

// near hands on the allowed vectors with the nearest sketches, in order of place.
func (s *sketches) near(v []float32, length float32, allowed func(i int32) bool, visit func(i int32)) {
	own := s.draw(nil, v, 1/length)
	room, _ := s.room.Get().(*[]uint16)
	if room == nil {
		made := make([]uint16, len(s.all)/s.words)
		room = &made
	}
	defer s.room.Put(room)
	differ := *room                 // in how many bits
	having := make([]int, len(v)+2) // by how many bits differ
	for i := range differ {
		if !allowed(int32(i)) {
			differ[i] = uint16(len(v) + 1)
		} else {
			d, sketch := 0, s.all[i*len(own):(i+1)*len(own)]
			for k, word := range own {
				d += bits.OnesCount64(word ^ sketch[k])
			}
			differ[i] = uint16(d)
		}
		having[differ[i]]++
	}
	most := depth(having[:len(v)], sketchDepth)
	s.fitting(v, length, func(take func(i int32)) {
		for i, d := range differ {
			if int(d) <= most {
				take(int32(i))
			}
		}
	}, visit)
}

// depth gives up to which place numbers have to be added up to be so many.
func depth(having []int, wanted int) int {
	sum := 0
	for i, n := range having {
		if sum += n; sum >= wanted {
			return i
		}
	}
	return len(having)
}

// fitSteps are how finely it is told how well sketches fit.
const fitSteps = 1 << 12

// fitting hands on those of some vectors whose sketch fits a vector best: each
// bit counts for as much as its number is above or below the mean.
func (s *sketches) fitting(v []float32, length float32, some func(take func(i int32)), visit func(i int32)) {
	tables, most := s.tables(v, length)
	places, fits := make([]int32, 0, 2*sketchDepth), make([]uint16, 0, 2*sketchDepth)
	having := make([]int, fitSteps+1)
	some(func(i int32) {
		fit := float32(0)
		for k, word := range s.all[int(i)*s.words : (int(i)+1)*s.words] {
			for b := range 8 {
				fit += tables[8*k+b][byte(word>>(8*b))]
			}
		}
		step := uint16(max(0, 1-fit/most) / 2 * fitSteps) // the best fit is 0
		places, fits = append(places, i), append(fits, step)
		having[step]++
	})
	least := depth(having, vectorDepth)
	for k, i := range places {
		if int(fits[k]) <= least {
			visit(i)
		}
	}
}

// tables give for every byte of a sketch what its bits count for together, and
// what all bits can come to.
func (s *sketches) tables(v []float32, length float32) (tables [][256]float32, most float32) {
	tables = make([][256]float32, 8*s.words)
	for j, x := range v {
		above := x/length - s.mean[j]
		most += max(above, -above)
		table, bit := &tables[j/8], 1<<(j%8)
		for b := range table {
			if b&bit != 0 {
				table[b] += above
			} else {
				table[b] -= above
			}
		}
	}
	return tables, most + 1e-6
}
