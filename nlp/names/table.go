package names

// A classTable maps words in lower case to their classes: a hash table of 64-bit
// hashes without the words, several times faster than a map of strings. That two
// words of the lists and a text share a hash is not to be expected.
type classTable struct {
	keys  []uint64 // 0: free
	class []class
}

func newClassTable(size int) classTable { return classTable{make([]uint64, size), make([]class, size)} }

func (t *classTable) add(word string, c class) {
	h := tableHash(word)
	i := t.slot(h)
	t.keys[i] = h
	t.class[i] |= c
}

func (t *classTable) of(word string) class { return t.class[t.slot(tableHash(word))] }

func (t *classTable) ofBytes(word []byte) class { return t.class[t.slot(tableHash(word))] }

// slot gives where a hash stands, or the free place where it would.
func (t *classTable) slot(h uint64) uint64 {
	last := uint64(len(t.keys) - 1)
	i := h >> 20 & last
	for t.keys[i] != 0 && t.keys[i] != h {
		i = (i + 1) & last
	}
	return i
}

func tableHash[T string | []byte](word T) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	return h ^ h>>32 | 1
}
