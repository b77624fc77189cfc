package index

import (
	"math/bits"
	"sync"
)

// sketchDepth is how many vectors with the nearest sketches are looked at. Of the
// hundred nearest of a million 97 are among them, of 100,000 nearly all.
const sketchDepth = 10_000

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
			differ[i] = 0
			for k, word := range own {
				differ[i] += uint16(bits.OnesCount64(word ^ s.all[i*s.words+k]))
			}
		}
		having[differ[i]]++
	}
	most, sum := 0, 0
	for most < len(v) && sum+having[most] < sketchDepth {
		sum += having[most]
		most++
	}
	for i, d := range differ {
		if int(d) <= most {
			visit(int32(i))
		}
	}
}
