package tag

import (
	"errors"
	"math/bits"
)

// sums holds a number per tag, three to a word of 64 bits, so that adding two of
// them takes six additions. A number has 21 bits: weights are at most 127 squared,
// and a word has at most 65 features.
type sums [(Tags + lanes - 1) / lanes]uint64

const (
	lanes = 3
	width = 21
)

// plus adds other.
func (s *sums) plus(other *sums) {
	for i := range s {
		s[i] += other[i]
	}
}

// packed makes sums of a row of the file. A byte stands for its square, see round.
func packed(row string) (s sums) {
	for tag := range Tags {
		v := int64(int8(row[tag]))
		s[tag/lanes] += uint64(v*max(v, -v)) << (tag % lanes * width)
	}
	return s
}

// best gives the tag with the highest number, the first of equals.
func (s *sums) best() (tag int) {
	highest := int64(-1 << 62)
	for i, rest := range s {
		for lane := range min(lanes, Tags-i*lanes) {
			v := int64(rest<<(64-width)) >> (64 - width)
			rest = uint64(int64(rest)-v) >> width
			if v > highest {
				highest, tag = v, i*lanes+lane
			}
		}
	}
	return tag
}

// weights is a hash table of rows, one weight per tag. In the file it is the number
// of slots (4 bytes), a mark of two bytes per slot (0 is empty), then the rows.
type weights struct {
	n     uint64
	marks []uint16
	rows  []sums
}

func openWeights(data string) (weights, error) {
	if len(data) < 4 {
		return weights{}, errors.New("tagger model is cut off")
	}
	n := uint64(data[0]) | uint64(data[1])<<8 | uint64(data[2])<<16 | uint64(data[3])<<24
	if n == 0 || uint64(len(data)-4) < n*uint64(2+Tags) {
		return weights{}, errors.New("tagger model is cut off")
	}
	w := weights{n, make([]uint16, n), make([]sums, n)}
	marks, rows := data[4:4+2*n], data[4+2*n:]
	for slot := range w.marks {
		if w.marks[slot] = uint16(marks[2*slot]) | uint16(marks[2*slot+1])<<8; w.marks[slot] != 0 {
			w.rows[slot] = packed(rows[slot*Tags : slot*Tags+Tags])
		}
	}
	return w, nil
}

// add adds the rows of features to score, of those that have one.
func (w *weights) add(score *sums, features []uint64) {
	for _, x := range features {
		w.addRow(score, x)
	}
}

func (w *weights) addRow(score *sums, x uint64) {
	slot, mark := weightPlace(x, w.n)
	for {
		switch w.marks[slot] {
		case mark:
			score.plus(&w.rows[slot])
			return
		case 0:
			return
		}
		if slot++; slot == w.n {
			slot = 0
		}
	}
}

func weightPlace(x, n uint64) (slot uint64, mark uint16) {
	slot, _ = bits.Mul64(x, n)
	if mark = uint16(x); mark == 0 {
		mark = 1
	}
	return slot, mark
}
