package tag

import (
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
