package tag

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"

	"luister/nlp"
)

// sums holds a number per tag that Dutch has, four to a word of 64 bits, so that
// adding two of them takes four additions. A number has 16 bits: see ofByte.
type sums [4]uint64

// Dutch has no particles: PART has no weights.
const (
	dutchTags = Tags - 1
	lanes     = 4 // of 16 numbers in all
	width     = 16
)

// dutchTag gives the tag of number k.
func dutchTag(k int) int {
	if k >= int(nlp.PART) {
		k++
	}
	return k
}

// plus adds other.
func (s *sums) plus(other *sums) {
	s[0] += other[0]
	s[1] += other[1]
	s[2] += other[2]
	s[3] += other[3]
}

// packed makes sums of a row of the file.
func packed(row string) (s sums) {
	for k := range dutchTags {
		s[k/lanes] += uint64(ofByte(int64(int8(row[k])))) << (k % lanes * width)
	}
	return s
}

// ofByte gives the weight that a byte of the file stands for: a 32nd of its square,
// see rounded. So it is at most 504, and 65 of them, more than a word has features,
// fit in 16 bits with their sign.
func ofByte(b int64) int64 {
	if b < 0 {
		return -(b*b + 16) / 32
	}
	return (b*b + 16) / 32
}

// best gives the tag with the highest number, the first of equals.
func (s *sums) best() (tag int) {
	highest := int16(math.MinInt16)
	for i, rest := range s {
		for lane := range lanes {
			v := int16(rest)
			rest = (rest - uint64(v)) >> width
			if v > highest {
				highest, tag = v, i*lanes+lane
			}
		}
	}
	return dutchTag(tag)
}

// weights is a hash table of rows, one weight per tag, in buckets of four. In the file
// it is the number of buckets (4 bytes), four marks of two bytes per bucket (0 is
// empty), then the rows of those that are not, a byte per tag. What finds its bucket
// full is in the next one.
type weights struct {
	marks []uint64 // four per bucket
	rows  []sums
}

const bucket = 4

func openWeights(data string) (weights, error) {
	if len(data) < 4 {
		return weights{}, errors.New("tagger model is cut off")
	}
	n := uint64(binary.LittleEndian.Uint32([]byte(data[:4])))
	if n == 0 || uint64(len(data)-4) < n*bucket*2 {
		return weights{}, errors.New("tagger model is cut off")
	}
	w := weights{make([]uint64, n), make([]sums, n*bucket)}
	marks, rows := data[4:4+2*bucket*n], data[4+2*bucket*n:]
	for slot := range w.rows {
		mark := uint64(marks[2*slot]) | uint64(marks[2*slot+1])<<8
		if mark == 0 {
			continue
		}
		if len(rows) < dutchTags {
			return weights{}, errors.New("tagger model is cut off")
		}
		w.marks[slot/bucket] |= mark << (slot % bucket * 16)
		w.rows[slot], rows = packed(rows[:dutchTags]), rows[dutchTags:]
	}
	return w, nil
}

// add adds the rows of features to score, of those that have one. It finds them all
// before it reads them, so that the processor need not wait for one after the other.
func (w *weights) add(score *sums, features []uint64) {
	var found [max(maxOwn, maxDynamic)]uint64
	n := 0
	for _, x := range features {
		slot, ok := w.slot(x)
		found[n] = slot
		if ok {
			n++
		}
	}
	for _, slot := range found[:n] {
		score.plus(&w.rows[slot])
	}
}

// slot gives where the row of a feature is, if it has one.
func (w *weights) slot(x uint64) (slot uint64, ok bool) {
	const ones, tops = 0x0001_0001_0001_0001, 0x8000_8000_8000_8000
	at, mark := weightPlace(x, uint64(len(w.marks)))
	for range w.marks { // a file without an empty place is damaged
		marks := w.marks[at]
		other := marks ^ mark*ones // 0 where the mark is
		if same := (other - ones) &^ other & tops; same != 0 {
			return at*bucket + uint64(bits.TrailingZeros64(same)/16), true
		}
		if (marks-ones)&^marks&tops != 0 { // one is empty
			return 0, false
		}
		if at++; at == uint64(len(w.marks)) {
			at = 0
		}
	}
	return 0, false
}

// weightPlace gives the bucket and the mark of a feature, of n buckets.
func weightPlace(x, n uint64) (at, mark uint64) {
	at, _ = bits.Mul64(x, n)
	if mark = uint64(uint16(x)); mark == 0 {
		mark = 1
	}
	return at, mark
}
