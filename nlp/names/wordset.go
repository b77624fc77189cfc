package names

import (
	"encoding/binary"
	"errors"
	"slices"
)

// A WordSet is a set of words as a Bloom filter: a few hundred thousand words
// in 12 bits each, of which about one absent word in 300 is taken for a member.
type WordSet struct {
	bits []byte
	n    uint64 // number of bits
}

const (
	wordBits   = 12
	wordHashes = 8
)

// NewWordSet makes the set of these words.
func NewWordSet(words []string) *WordSet {
	words = slices.Compact(slices.Sorted(slices.Values(words)))
	s := &WordSet{n: uint64(len(words))*wordBits | 1}
	s.bits = make([]byte, (s.n+7)/8)
	for _, w := range words {
		a, b := wordHash(w)
		for i := range uint64(wordHashes) {
			bit := (a + i*b) % s.n
			s.bits[bit/8] |= 1 << (bit % 8)
		}
	}
	return s
}

// Has says whether the word is in the set; wrongly so for one absent word in 300.
func (s *WordSet) Has(word string) bool {
	a, b := wordHash(word)
	for i := range uint64(wordHashes) {
		bit := (a + i*b) % s.n
		if s.bits[bit/8]&(1<<(bit%8)) == 0 {
			return false
		}
	}
	return true
}

// Bytes gives the form that ReadWordSet reads.
func (s *WordSet) Bytes() []byte {
	return append(binary.LittleEndian.AppendUint64([]byte("words1\n\x00"), s.n), s.bits...)
}

// ReadWordSet reads what Bytes gave; the set keeps b.
func ReadWordSet(b []byte) (*WordSet, error) {
	if len(b) < 16 || string(b[:8]) != "words1\n\x00" {
		return nil, errors.New("not a word set")
	}
	n := binary.LittleEndian.Uint64(b[8:])
	if n == 0 || uint64(len(b)-16) != (n+7)/8 {
		return nil, errors.New("word set is cut off")
	}
	return &WordSet{b[16:], n}, nil
}

// wordHash gives two independent hashes (FNV-1a and a mix of it), the second odd.
func wordHash(w string) (a, b uint64) {
	a = 14695981039346656037
	for i := range len(w) {
		a = (a ^ uint64(w[i])) * 1099511628211
	}
	b = (a ^ a>>31) * 0x9e3779b97f4a7c15
	return a, (b ^ b>>29) | 1
}
