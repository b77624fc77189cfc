package tag

import "math/bits"

// A memo keeps the sums of features that depend on little. What comes later takes
// the place of what came before.
type memo []kept

// A kept is a sum and what it depends on.
type kept struct {
	cause cause
	sums  sums
}

// A cause is what a sum depends on; what it does not depend on is zero.
type cause struct {
	word, before, next *lexeme
	rest               uint32
}

// memoBits gives the size of a memo: 1<<memoBits sums of 80 bytes.
const memoBits = 15

func newMemo() memo { return make(memo, 1<<memoBits) }

// at gives the sum that c has, and whether it is known; if not, it is zero, and to
// be made.
func (m memo) at(c cause) (sum *sums, known bool) {
	key := c.word.word + uint64(c.rest)*0x9e3779b97f4a7c15
	if c.next != nil {
		key += bits.RotateLeft64(c.next.word, 23)
	}
	if c.before != nil {
		key += bits.RotateLeft64(c.before.word, 46)
	}
	key *= 0xd6e8feb86659fd93
	k := &m[key>>(64-memoBits)]
	if k.cause == c {
		return &k.sums, true
	}
	*k = kept{cause: c}
	return &k.sums, false
}
