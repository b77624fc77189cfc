package vector

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"os"
	"strings"

	"luister/nlp/table"
)

// The file is compressed with zstd. In it are: magic; five numbers of 32 bits,
// little-endian (dimensions, words, n-gram buckets, common components, bytes of the
// word list); the words, each ending in a newline; frequencies; then for words and
// n-grams a scale per row and a byte per cell; the common components.
const magic = "LVEC2\n"

// levels is the largest value of a cell: five bits. The likeness of sentences is
// the same to three digits as with eight, or with four.
const levels = 15

// Raw is a model before it is written: vectors row after row.
type Raw struct {
	Dim, Buckets int
	Words        []string  // most frequent first
	Freq         []float32 // part of all words
	Vectors      []float32 // len(Words) × Dim
	Grams        []float32 // Buckets × Dim
	Common       []float32 // any number × Dim
}

// Model gives the model as it will be after writing and reading.
func (r *Raw) Model() *Model {
	m, err := parse(string(r.encode()))
	if err != nil {
		panic("vector: a model that cannot be read back: " + err.Error())
	}
	return m
}

// Write stores a model.
func Write(path string, r *Raw) error { return os.WriteFile(path, r.encode(), 0o644) }

func (r *Raw) encode() []byte {
	var b bytes.Buffer
	b.WriteString(magic)
	words := strings.Join(r.Words, "\n") + "\n"
	for _, n := range []int{r.Dim, len(r.Words), r.Buckets, len(r.Common) / r.Dim, len(words)} {
		put32(&b, uint32(n))
	}
	b.WriteString(words)
	putFloats(&b, r.Freq)
	putTable(&b, r.Vectors, r.Dim)
	putTable(&b, r.Grams, r.Dim)
	putFloats(&b, r.Common)
	return table.Pack(b.Bytes())
}

func put32(b *bytes.Buffer, v uint32) {
	var cell [4]byte
	binary.LittleEndian.PutUint32(cell[:], v)
	b.Write(cell[:])
}

func putFloats(b *bytes.Buffer, v []float32) {
	for _, x := range v {
		put32(b, math.Float32bits(x))
	}
}

// putTable writes each row as bytes between -levels and levels times its scale.
func putTable(b *bytes.Buffer, v []float32, dim int) {
	scales := make([]float32, len(v)/dim)
	for i := range scales {
		for _, x := range v[i*dim : i*dim+dim] {
			scales[i] = max(scales[i], float32(math.Abs(float64(x)))/levels)
		}
	}
	putFloats(b, scales)
	for i, s := range scales {
		for _, x := range v[i*dim : i*dim+dim] {
			if s > 0 {
				x /= s
			}
			b.WriteByte(byte(int8(math.Round(float64(x)))))
		}
	}
}

var errShort = errors.New("file is cut off")

// parse reads a model.
func parse(packed string) (*Model, error) {
	data, err := table.Unpack(packed)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(packed))
	r := reader{data: data}
	if r.take(len(magic)) != magic {
		return nil, errors.New("not a file of word vectors")
	}
	dim, words, buckets, common, list := r.number(), r.number(), r.number(), r.number(), r.number()
	if dim == 0 || dim > 4096 {
		return nil, errors.New("impossible number of dimensions")
	}
	if words > len(data) || buckets > len(data) || common > len(data) {
		return nil, errShort
	}
	m := &Model{dim: dim, buckets: buckets, version: hex.EncodeToString(sum[:4]), index: make(map[string]int32, words)}
	for rest := r.take(list); rest != ""; {
		word, after, _ := strings.Cut(rest, "\n")
		m.index[word], rest = int32(len(m.index)), after
	}
	m.freq = r.floats(words)
	m.words = r.matrix(words, dim)
	m.grams = r.matrix(buckets, dim)
	for range common {
		m.common = append(m.common, r.floats(dim))
	}
	if r.short || len(m.index) != words {
		return nil, errShort
	}
	return m, nil
}

// reader takes parts off data; after the end it gives nothing and says so.
type reader struct {
	data  string
	short bool
}

func (r *reader) take(n int) string {
	if n < 0 || n > len(r.data) {
		r.short, r.data = true, ""
		return ""
	}
	part := r.data[:n]
	r.data = r.data[n:]
	return part
}

func (r *reader) number() int {
	b := r.take(4)
	if len(b) < 4 {
		return 0
	}
	return int(binary.LittleEndian.Uint32([]byte(b)))
}

func (r *reader) floats(n int) []float32 {
	b := r.take(4 * n)
	out := make([]float32, len(b)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32([]byte(b[4*i : 4*i+4])))
	}
	return out
}

func (r *reader) matrix(rows, dim int) matrix {
	return matrix{scale: r.floats(rows), cells: r.take(rows * dim)}
}
