package tag

import (
	"math"
	"math/rand/v2"
	"testing"

	"luister/nlp"
)

// TestSums holds packed numbers to plain ones, up to the largest that can be.
func TestSums(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for round := range 2000 {
		var plain [Tags]int
		var s sums
		for range rng.IntN(66) {
			row := make([]byte, dutchTags)
			for k := range row {
				v := rng.IntN(255) - 127
				if round%4 == 0 {
					v = 127 - 254*(k%2)
				}
				row[k] = byte(int8(v))
				plain[dutchTag(k)] += int(ofByte(int64(v)))
			}
			p := packed(string(row))
			s.plus(&p)
		}
		best := 0
		for k := range plain {
			if k != int(nlp.PART) && plain[k] > plain[best] {
				best = k
			}
		}
		if got := s.best(); got != best {
			t.Fatalf("tag %d, want %d of %v", got, best, plain)
		}
	}
}

// TestFeatures counts those of a word that has as many as can be: their sum must fit in
// the 16 bits of a number, and they in the room that is kept for them.
func TestFeatures(t *testing.T) {
	const norm = "gebelde-aanvragen"
	w := &lexeme{class: ClassAuxiliary, cluster: 1}
	most := len(dynamic(nil, place{around: []*lexeme{w, w, w, w, w}, ahead: verbs{w, w}}))
	if most > maxDynamic {
		t.Errorf("%d features of a place, more than %d", most, maxDynamic)
	}
	for offset := range 5 {
		n := len(own(nil, w, norm, offset))
		if most += n; n > maxOwn {
			t.Errorf("%d features of a word, more than %d", n, maxOwn)
		}
	}
	if int64(most)*ofByte(-127) < math.MinInt16 || int64(most)*ofByte(127) > math.MaxInt16 {
		t.Errorf("the sum of %d weights may not fit", most)
	}
}

// TestFullWeights asks a table without an empty place, which only a damaged file has,
// for what it has not.
func TestFullWeights(t *testing.T) {
	w := weights{marks: []uint64{0x0004_0003_0002_0001, 0x0008_0007_0006_0005}, rows: make([]sums, 2*bucket)}
	if slot, ok := w.slot(9); ok {
		t.Errorf("found at %d", slot)
	}
	if slot, ok := w.slot(3); !ok || slot != 2 {
		t.Errorf("found %v at %d", ok, slot)
	}
}
