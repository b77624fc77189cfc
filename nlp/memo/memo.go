// Package memo keeps what was worked out of a word, so that it is worked out once.
//
// A Memo has a fixed number of places, in pairs: what comes in takes the place of
// the older of a pair. It is for one goroutine; a Shared memo is for many. The key is
// a hash of 64 bits of what the value depends on, and stands for it: two of the words
// of one run have the same less than once in a hundred thousand runs of ten million
// words. It knows nothing of language.
package memo

import (
	"hash/maphash"
	"math/bits"
	"sync/atomic"
)

// A Key is a hash of what a value depends on. Keys differ from run to run.
type Key uint64

var seed = maphash.MakeSeed()

// Of gives the key of a string.
func Of(s string) Key { return Key(maphash.String(seed, s)) }

// With gives the key of k and x together, in this order.
func (k Key) With(x uint64) Key {
	high, low := bits.Mul64(uint64(k)^0x9e3779b97f4a7c15, x^0xd6e8feb86659fd93)
	return Key(high ^ low)
}

// A Memo remembers values by their keys. New makes one.
type Memo[V any] struct {
	pairs []pair[V]
	shift int
}

type pair[V any] struct {
	keys   [2]Key // the younger first
	values [2]V
}

// New makes a memo of 1<<size values; size is at least 1.
func New[V any](size int) Memo[V] {
	return Memo[V]{make([]pair[V], 1<<(size-1)), 64 - (size - 1)}
}

// At gives the place of the value that k has, and whether it is known; if not, it is
// zero, and for the caller to fill in. The place is good until At is called again.
func (m *Memo[V]) At(k Key) (value *V, known bool) {
	k |= 1 // 0 is an empty place
	p := &m.pairs[k>>m.shift]
	switch k {
	case p.keys[0]:
		return &p.values[0], true
	case p.keys[1]:
		return &p.values[1], true
	}
	p.keys[1], p.values[1] = p.keys[0], p.values[0]
	var zero V
	p.keys[0], p.values[0] = k, zero
	return &p.values[0], false
}

// A Shared memo is for many goroutines. What it remembers does not change. A value
// takes the place of another that has the same.
type Shared[V any] struct {
	places []atomic.Pointer[entry[V]]
	shift  int
}

type entry[V any] struct {
	key   Key
	value V
}

// NewShared makes a memo of 1<<size values.
func NewShared[V any](size int) Shared[V] {
	return Shared[V]{make([]atomic.Pointer[entry[V]], 1<<size), 64 - size}
}

// At gives the value that k has; work gives it where it is not known.
func (m *Shared[V]) At(k Key, work func(Key) V) *V {
	place := &m.places[k>>m.shift]
	if e := place.Load(); e != nil && e.key == k {
		return &e.value
	}
	e := &entry[V]{k, work(k)}
	place.Store(e)
	return &e.value
}
