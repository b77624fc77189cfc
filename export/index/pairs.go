package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sort"

	"github.com/RoaringBitmap/roaring/v2"
)

// pairsName is the file of a shard that says which documents have two frequent
// words right after one another (the common grams of Bahle, Williams and Zobel,
// SIGIR 2002). A phrase of such words stands in so many documents that all their
// words could not be gone through while somebody waits. Of a pair with a word
// that is not frequent here it says nothing: there are few documents to go through.
const pairsName = "words.pairs"

const (
	pairsMagic   = "LWP1"
	pairsHeader  = 12  // magic, number of frequent words, number of pairs
	pairsRow     = 8   // of a pair: its hashes, where its set ends
	frequentPart = 64  // a frequent word stands in one of so many documents,
	frequentMin  = 256 // and in so many
)

// pairOf makes one number of the hashes of two words.
func pairOf(first, second uint16) uint32 { return uint32(first)<<16 | uint32(second) }

// wordPairs is the file, mapped into memory: the header; the hashes of the
// frequent words, in order; of every pair in order its row; the sets of documents.
type wordPairs struct {
	*mapped
	frequent, rows, sets []byte
}

func openPairs(path string) (*wordPairs, error) {
	file, err := openMapped(path)
	if err != nil {
		return nil, err
	}
	p := &wordPairs{mapped: file}
	if err := p.layOut(); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), p.close())
	}
	return p, nil
}

func (p *wordPairs) layOut() error {
	damaged := errors.New("not a whole file of pairs of words")
	if len(p.data) < pairsHeader || string(p.data[:4]) != pairsMagic {
		return damaged
	}
	frequent := pairsHeader + hashSize*int(binary.LittleEndian.Uint32(p.data[4:]))
	rows := frequent + pairsRow*int(binary.LittleEndian.Uint32(p.data[8:]))
	if rows > len(p.data) {
		return damaged
	}
	p.frequent, p.rows, p.sets = p.data[pairsHeader:frequent], p.data[frequent:rows], p.data[rows:]
	if p.end(len(p.rows)/pairsRow) != len(p.sets) {
		return damaged
	}
	return nil
}

// end gives where the set before row i ends.
func (p *wordPairs) end(i int) int {
	if i == 0 {
		return 0
	}
	return int(binary.LittleEndian.Uint32(p.rows[pairsRow*i-4:]))
}

// isFrequent says whether the file tells of pairs with a word.
func (p *wordPairs) isFrequent(hash uint16) bool {
	n := len(p.frequent) / hashSize
	at := func(i int) uint16 { return binary.LittleEndian.Uint16(p.frequent[hashSize*i:]) }
	i := sort.Search(n, func(i int) bool { return at(i) >= hash })
	return i < n && at(i) == hash
}

// docs gives the documents that have a pair, by place in the shard; none is known
// if one of the words is not frequent. The set is not to be changed.
func (p *wordPairs) docs(first, second uint16) (docs *roaring.Bitmap, known bool, err error) {
	if !p.isFrequent(first) || !p.isFrequent(second) {
		return nil, false, nil
	}
	n, pair := len(p.rows)/pairsRow, pairOf(first, second)
	at := func(i int) uint32 { return binary.LittleEndian.Uint32(p.rows[pairsRow*i:]) }
	docs = roaring.New()
	i := sort.Search(n, func(i int) bool { return at(i) >= pair })
	if i == n || at(i) != pair {
		return docs, true, nil
	}
	from, to := p.end(i), p.end(i+1)
	if from > to || to > len(p.sets) {
		return nil, false, fmt.Errorf("%w: a pair of words has no set", ErrDamaged)
	}
	_, err = docs.FromBuffer(p.sets[from:to])
	return docs, true, err
}

// pair gives the documents of a segment that have a pair of frequent words.
func (s *segment) pair(first, second uint16) (docs *roaring.Bitmap, known bool, err error) {
	docs, known, err = s.pairs.docs(first, second)
	if !known || err != nil || s.first == 0 {
		return docs, known, err // what lies behind the segment is in no set of its words
	}
	return roaring.AddOffset64(docs, -int64(s.first)), true, nil
}

// writePairs writes the file of pairs.
func (w *orderWriter) writePairs(out io.Writer, ids []string) {
	frequent := w.frequent(ids)
	isFrequent := make([]bool, 1<<16)
	for _, hash := range frequent {
		isFrequent[hash] = true
	}
	sets := map[uint32]*roaring.Bitmap{}
	for n, id := range ids {
		last := uint16(0)
		for hash := range hashes(w.wordsOf(id)) {
			if isFrequent[last] && isFrequent[hash] {
				pair := pairOf(last, hash)
				if sets[pair] == nil {
					sets[pair] = roaring.New()
				}
				sets[pair].Add(uint32(n))
			}
			last = hash
		}
	}
	writeSets(out, frequent, sets)
}

// frequent gives the hashes of words that many documents have, in order; a gap is none.
func (w *orderWriter) frequent(ids []string) []uint16 {
	having, last := make([]int, 1<<16), make([]int, 1<<16) // documents, and the last of them
	for n, id := range ids {
		for hash := range hashes(w.wordsOf(id)) {
			if last[hash] != n+1 {
				having[hash]++
				last[hash] = n + 1
			}
		}
	}
	var frequent []uint16
	for hash, n := range having {
		if hash > 0 && n >= max(frequentMin, len(ids)/frequentPart) {
			frequent = append(frequent, uint16(hash))
		}
	}
	return frequent
}

// writeSets writes the file of pairs as it lies.
func writeSets(out io.Writer, frequent []uint16, sets map[uint32]*roaring.Bitmap) {
	b := binary.LittleEndian.AppendUint32([]byte(pairsMagic), uint32(len(frequent)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(sets)))
	for _, hash := range frequent {
		b = binary.LittleEndian.AppendUint16(b, hash)
	}
	end, pairs := uint32(0), slices.Sorted(maps.Keys(sets))
	for _, pair := range pairs {
		end += uint32(sets[pair].GetSerializedSizeInBytes())
		b = binary.LittleEndian.AppendUint32(b, pair)
		b = binary.LittleEndian.AppendUint32(b, end)
	}
	out.Write(b) // writeFile keeps the first error
	for _, pair := range pairs {
		sets[pair].WriteTo(out)
	}
}
