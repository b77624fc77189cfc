package names

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"sync"

	"luister/nlp"
)

// A Model finds names as it was trained to. It is safe for concurrent use.
type Model struct {
	labels []string // "O", "B-PER", "I-PER", ...
	trans  []float32
	keys   []uint32 // open addressing: hash of a feature, 0 if free
	rows   []int32  // parallel to keys: row of weights
	weight []int16  // rows × labels, in units of step
	step   float32
	pool   sync.Pool
}

// tagging is what one call of Annotate works with.
type tagging struct {
	*featurer
	chainScorer
	path []int32
}

// Annotate writes doc.Names from doc.Tokens.
func (m *Model) Annotate(doc *nlp.Document) {
	t, _ := m.pool.Get().(*tagging)
	if t == nil {
		t = &tagging{featurer: newFeaturer(), chainScorer: chainScorer{labels: len(m.labels)}}
	}
	defer m.pool.Put(t)
	doc.Names = doc.Names[:0]
	t.read(doc)
	eachSentence(doc, func(lo, hi int) {
		t.path = m.tag(t, lo, hi)
		doc.Names = appendNames(doc.Names, doc, lo, t.path, m.labels)
	})
}

// eachSentence calls yield with the tokens lo..hi-1 of every sentence; very
// long ones are cut, so that time and space stay linear.
func eachSentence(doc *nlp.Document, yield func(lo, hi int)) {
	const longest = 400
	for lo := 0; lo < len(doc.Tokens); {
		hi := lo + 1
		for hi < len(doc.Tokens) && hi-lo < longest && doc.Tokens[hi].Sentence == doc.Tokens[lo].Sentence {
			hi++
		}
		yield(lo, hi)
		lo = hi
	}
}

func (m *Model) tag(t *tagging, lo, hi int) []int32 {
	L := len(m.labels)
	t.score = grow(t.score, (hi-lo)*L)
	clear(t.score)
	for i := lo; i < hi; i++ {
		out := t.score[(i-lo)*L : (i-lo+1)*L]
		for _, h := range t.features(i, lo, hi) {
			if row := m.row(h); row >= 0 {
				for y, w := range m.weight[int(row)*L : int(row+1)*L] {
					out[y] += float32(w) * m.step
				}
			}
		}
	}
	return t.best(hi-lo, m.trans, t.path)
}

// appendNames turns labels into names.
func appendNames(names []nlp.Name, doc *nlp.Document, lo int, path []int32, labels []string) []nlp.Name {
	open := false
	for i, y := range path {
		begin, kind, named := strings.Cut(labels[y], "-")
		if !named || doc.Tokens[lo+i].Kind == nlp.Placeholder {
			open = false
			continue
		}
		span := doc.Tokens[lo+i].Span
		if open && begin == "I" && names[len(names)-1].Type == kind {
			names[len(names)-1].End = span.End
			continue
		}
		names, open = append(names, nlp.Name{Span: span, Type: kind}), true
	}
	return names
}

func key32(h uint64) uint32 {
	k := uint32(h>>32) ^ uint32(h)
	if k == 0 {
		return 1
	}
	return k
}

func (m *Model) row(h uint64) int32 {
	k := key32(h)
	mask := uint32(len(m.keys) - 1)
	for i := k * 0x9e3779b1 & mask; m.keys[i] != 0; i = (i + 1) & mask {
		if m.keys[i] == k {
			return m.rows[i]
		}
	}
	return -1
}

// index fills the table with these keys, row by row.
func (m *Model) index(keys []uint32) {
	size := 16
	for size < 2*len(keys) {
		size *= 2
	}
	m.keys, m.rows = make([]uint32, size), make([]int32, size)
	for row, k := range keys {
		i := k * 0x9e3779b1 & uint32(size-1)
		for m.keys[i] != 0 {
			i = (i + 1) & uint32(size-1)
		}
		m.keys[i], m.rows[i] = k, int32(row)
	}
}

const modelMagic = "luister names 1\n"

// Write writes the model; the same model gives the same bytes.
func (m *Model) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	keys := make([]uint32, len(m.weight)/len(m.labels))
	for i, k := range m.keys {
		if k != 0 {
			keys[m.rows[i]] = k
		}
	}
	fmt.Fprintf(out, "%s%s\n", modelMagic, strings.Join(m.labels, " "))
	for _, part := range []any{uint32(len(keys)), m.step, m.trans, keys, m.weight} {
		if err := binary.Write(out, binary.LittleEndian, part); err != nil {
			return fmt.Errorf("writing the names model: %w", err)
		}
	}
	return out.Flush()
}

// Load reads the model that a file holds.
func Load(path string) (*Model, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading the names model: %w", err)
	}
	defer f.Close()
	m, err := Read(f)
	if err != nil {
		return nil, fmt.Errorf("reading the names model %s: %w", path, err)
	}
	return m, nil
}

// maxRows bounds what a damaged file can make Read allocate.
const maxRows = 1 << 26

// Read reads what Write wrote.
func Read(r io.Reader) (*Model, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	magic := make([]byte, len(modelMagic))
	if _, err := io.ReadFull(in, magic); err != nil || string(magic) != modelMagic {
		return nil, errors.New("not a names model")
	}
	line, err := in.ReadString('\n')
	if err != nil || len(line) > 4096 {
		return nil, errors.New("no labels")
	}
	m := &Model{labels: strings.Fields(line)}
	var n uint32
	if err := errors.Join(binary.Read(in, binary.LittleEndian, &n), binary.Read(in, binary.LittleEndian, &m.step)); err != nil {
		return nil, errors.New("cut off")
	}
	L := len(m.labels)
	if L == 0 || L > 200 || n > maxRows || math.IsNaN(float64(m.step)) {
		return nil, errors.New("damaged")
	}
	m.trans = make([]float32, (L+1)*L)
	if err := binary.Read(in, binary.LittleEndian, m.trans); err != nil {
		return nil, errors.New("cut off")
	}
	keys, err := readSome[uint32](in, int(n))
	if err != nil {
		return nil, err
	}
	if m.weight, err = readSome[int16](in, int(n)*L); err != nil {
		return nil, err
	}
	m.index(keys)
	return m, nil
}

// readSome reads n values, allocating only as far as there is something to read.
func readSome[T uint32 | int16](in io.Reader, n int) ([]T, error) {
	var out []T
	for len(out) < n {
		part := make([]T, min(n-len(out), 1<<16))
		if err := binary.Read(in, binary.LittleEndian, part); err != nil {
			return nil, errors.New("cut off")
		}
		out = append(out, part...)
	}
	return out, nil
}
