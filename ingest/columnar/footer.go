package columnar

import "encoding/binary"

// A walker goes through the description of a file, which is written in Thrift's
// compact protocol, and holds its lengths against what there is: the library makes
// room for a list of as many elements as it says it has.
type walker struct {
	rest  []byte
	depth int
}

const (
	magic    = "PAR1"
	maxDepth = 32
)

// The types of the compact protocol.
const (
	thriftTrue = 1 + iota
	thriftFalse
	thriftByte
	thriftI16
	thriftI32
	thriftI64
	thriftDouble
	thriftBinary
	thriftList
	thriftSet
	thriftMap
	thriftStruct
	thriftUUID
)

// sound says whether the description at the end of a file holds together.
func sound(file []byte) bool {
	n := len(file) - 8
	if n < len(magic) || string(file[n+4:]) != magic {
		return false
	}
	size := int(binary.LittleEndian.Uint32(file[n:]))
	if size > n-len(magic) {
		return false
	}
	w := walker{rest: file[n-size : n]}
	return w.fields()
}

// fields goes through a struct.
func (w *walker) fields() bool {
	for {
		head, ok := w.byte()
		if !ok || head == 0 {
			return ok
		}
		if head>>4 == 0 {
			if _, ok := w.varint(); !ok {
				return false
			}
		}
		if kind := head & 15; kind > thriftFalse && !w.value(kind) { // of a boolean the type is the value
			return false
		}
	}
}

// value goes through one value. Values inside each other are counted, whatever
// they are: a stack that is full cannot be recovered from.
func (w *walker) value(kind byte) bool {
	if w.depth++; w.depth > maxDepth {
		return false
	}
	defer func() { w.depth-- }()
	switch kind {
	case thriftTrue, thriftFalse, thriftByte:
		return w.skip(1)
	case thriftI16, thriftI32, thriftI64:
		_, ok := w.varint()
		return ok
	case thriftDouble:
		return w.skip(8)
	case thriftBinary:
		n, ok := w.varint()
		return ok && w.skip(n)
	case thriftList, thriftSet:
		return w.list()
	case thriftMap:
		return w.pairs()
	case thriftStruct:
		return w.fields()
	case thriftUUID:
		return w.skip(16)
	}
	return false
}

// list goes through a list: of no element is there less than a byte.
func (w *walker) list() bool {
	head, ok := w.byte()
	n := uint64(head >> 4)
	if n == 15 {
		n, ok = w.varint()
	}
	if !ok || n > uint64(len(w.rest)) {
		return false
	}
	for range n {
		if !w.value(head & 15) {
			return false
		}
	}
	return true
}

func (w *walker) pairs() bool {
	n, ok := w.varint()
	if !ok || n == 0 {
		return ok
	}
	kinds, ok := w.byte()
	if !ok || n > uint64(len(w.rest)) {
		return false
	}
	for range n {
		if !w.value(kinds>>4) || !w.value(kinds&15) {
			return false
		}
	}
	return true
}

func (w *walker) byte() (byte, bool) {
	if len(w.rest) == 0 {
		return 0, false
	}
	b := w.rest[0]
	w.rest = w.rest[1:]
	return b, true
}

func (w *walker) varint() (uint64, bool) {
	v, n := binary.Uvarint(w.rest)
	if n <= 0 {
		return 0, false
	}
	w.rest = w.rest[n:]
	return v, true
}

func (w *walker) skip(n uint64) bool {
	if n > uint64(len(w.rest)) {
		return false
	}
	w.rest = w.rest[n:]
	return true
}
