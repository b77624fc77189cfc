// Package table holds large fixed tables that are used as they lie in a model: no
// parsing at start, and no memory of their own where the model lies in the program
// file as it is. The largest models are packed there.
//
// A Table maps 64-bit hashes of keys to 16-bit values. The keys themselves are
// not kept: 32 bits of the hash stand for them, so that an absent key is taken
// for a present one about once in two billion questions. Trainers Build; the
// language layers Open and Get. It knows nothing of language.
package table

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math/bits"
	"slices"
)

// A Hash is the hash of a key, built up byte by byte.
type Hash uint64

// Seed starts the keys of one kind.
func Seed(kind byte) Hash { return Hash(14695981039346656037).Byte(kind) }

// Byte adds one byte (FNV-1a).
func (h Hash) Byte(b byte) Hash { return (h ^ Hash(b)) * 1099511628211 }

// String adds the bytes of s.
func (h Hash) String(s string) Hash {
	for i := range len(s) {
		h = h.Byte(s[i])
	}
	return h
}

// Mixed spreads the hash over all 64 bits (the finaliser of MurmurHash3).
func (h Hash) Mixed() uint64 {
	x := uint64(h)
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// A Table is a hash table with linear probing in flat bytes: a header of magic
// and number of slots, then slots of a 4-byte mark and a 2-byte value. A mark
// of 0 is an empty slot.
type Table struct {
	slots string
	n     uint64
}

const (
	magic    = "LTB1"
	header   = 8
	slotSize = 6
)

// Build makes the bytes of a table.
func Build(values map[Hash]uint16) []byte {
	n := uint64(len(values))*5/4 + 1
	data := make([]byte, header+n*slotSize)
	copy(data, magic)
	binary.LittleEndian.PutUint32(data[4:], uint32(n))
	for _, h := range slices.Sorted(maps.Keys(values)) {
		i, mark := place(h, n)
		for binary.LittleEndian.Uint32(data[header+i*slotSize:]) != 0 {
			i = (i + 1) % n
		}
		slot := data[header+i*slotSize:]
		binary.LittleEndian.PutUint32(slot, mark)
		binary.LittleEndian.PutUint16(slot[4:], values[h])
	}
	return data
}

// Open uses the bytes of a table, which may be followed by others, and gives
// the rest.
func Open(data string) (t Table, rest string, err error) {
	if len(data) < header || data[:4] != magic {
		return Table{}, "", errors.New("no table")
	}
	n := uint64(data[4]) | uint64(data[5])<<8 | uint64(data[6])<<16 | uint64(data[7])<<24
	if n == 0 || uint64(len(data)-header) < n*slotSize {
		return Table{}, "", fmt.Errorf("table of %d slots is cut off", n)
	}
	end := header + n*slotSize
	return Table{data[header:end], n}, data[end:], nil
}

// Get gives the value of the key with hash h.
func (t Table) Get(h Hash) (value uint16, ok bool) {
	i, mark := place(h, t.n)
	for range t.n { // a table without an empty slot is damaged
		s := t.slots[i*slotSize : i*slotSize+slotSize]
		switch uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24 {
		case mark:
			return uint16(s[4]) | uint16(s[5])<<8, true
		case 0:
			return 0, false
		}
		if i++; i == t.n {
			i = 0
		}
	}
	return 0, false
}

// place gives the first slot and the mark of h.
func place(h Hash, n uint64) (slot uint64, mark uint32) {
	x := h.Mixed()
	slot, _ = bits.Mul64(x, n)
	if mark = uint32(x); mark == 0 {
		mark = 1
	}
	return slot, mark
}
