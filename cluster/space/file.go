package space

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"
)

// Append adds the space to b: numbers little-endian, of places only the
// upper half of each 32-bit float, which is all that Fit leaves in them.
func (s *Space) Append(b []byte) []byte {
	words := strings.Join(s.Terms, "\n")
	b = binary.LittleEndian.AppendUint32(b, uint32(len(s.Terms)))
	b = binary.LittleEndian.AppendUint32(b, uint32(s.Dim))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(words)))
	b = append(b, words...)
	for _, w := range s.Weight {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(w))
	}
	for _, x := range s.Rows {
		b = binary.LittleEndian.AppendUint16(b, uint16(math.Float32bits(x)>>16))
	}
	return b
}

// Parse reads what Append wrote.
func Parse(b []byte) (*Space, error) {
	if len(b) < 12 {
		return nil, errCut
	}
	terms, dim, size := number(b), number(b[4:]), number(b[8:])
	if b = b[12:]; len(b) != size+4*terms+2*terms*dim {
		return nil, errCut
	}
	s := &Space{Dim: dim, Weight: make([]float32, terms), Rows: make([]float32, terms*dim)}
	if terms > 0 {
		s.Terms = strings.Split(string(b[:size]), "\n")
	}
	if len(s.Terms) != terms {
		return nil, errCut
	}
	b = b[size:]
	for i := range s.Weight {
		s.Weight[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	b = b[4*terms:]
	for i := range s.Rows {
		s.Rows[i] = math.Float32frombits(uint32(binary.LittleEndian.Uint16(b[2*i:])) << 16)
	}
	s.build()
	return s, nil
}

var errCut = errors.New("space: cut off or damaged")

func number(b []byte) int { return int(binary.LittleEndian.Uint32(b)) }

// round leaves of every number what is stored of it, so that a space is the same
// before and after it was stored.
func (s *Space) round() {
	for i, x := range s.Rows {
		s.Rows[i] = math.Float32frombits((math.Float32bits(x) + 1<<15) &^ (1<<16 - 1))
	}
}
