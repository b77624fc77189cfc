package index

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"iter"
	"math"
	"path/filepath"
	"slices"
)

// orderName is the file of a shard that says of every document, in the order of
// the segments, what bleve would say slowly or at three times the room: its id,
// which place that has among the ids of the month, how many terms it has, and its
// words in their order: two bytes a word, a hash. A phrase is looked for among the
// documents that have all its words, so a hash that two words share does no harm
// but once in 65,535 times.
const orderName = "words.order"

const (
	orderMagic  = "LWO2"
	orderHeader = 8 // magic, number of documents
	orderRow    = 14
	hashSize    = 2
)

// wordHash is what stands for a word; 0 is a gap.
func wordHash(word string) uint16 {
	if word == "" {
		return 0
	}
	h := fnv.New32a()
	h.Write([]byte(word))
	sum := h.Sum32()
	return max(1, uint16(sum^sum>>16))
}

// appendHashes appends the hashes of words.
func appendHashes(b []byte, words []string) []byte {
	for _, word := range words {
		b = binary.LittleEndian.AppendUint16(b, wordHash(word))
	}
	return b
}

// wordOrder is the file, mapped into memory: the header; of every document where
// its id ends and where its words end, the place of its id, and its number of
// terms; the ids; the words.
type wordOrder struct {
	*mapped
	n    int
	rows []byte
	ids  []byte
	all  []byte
}

func openOrder(path string) (*wordOrder, error) {
	file, err := openMapped(path)
	if err != nil {
		return nil, err
	}
	o := &wordOrder{mapped: file}
	if err := o.layOut(); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), o.close())
	}
	return o, nil
}

func (o *wordOrder) layOut() error {
	damaged := errors.New("not a whole file of word order")
	if len(o.data) < orderHeader || string(o.data[:4]) != orderMagic {
		return damaged
	}
	o.n = int(binary.LittleEndian.Uint32(o.data[4:]))
	ids := orderHeader + orderRow*o.n
	if len(o.data) < ids {
		return damaged
	}
	o.rows = o.data[orderHeader:ids]
	idsEnd, wordsEnd := o.ends(o.n - 1)
	if len(o.data) != ids+idsEnd+wordsEnd {
		return damaged
	}
	o.ids, o.all = o.data[ids:ids+idsEnd], o.data[ids+idsEnd:]
	return nil
}

// ends gives where the id and the words of document i end.
func (o *wordOrder) ends(i int) (id, words int) {
	if i < 0 {
		return 0, 0
	}
	row := o.rows[orderRow*i:]
	return int(binary.LittleEndian.Uint32(row)), int(binary.LittleEndian.Uint32(row[4:]))
}

// place is that of a document's id among those of the month.
func (o *wordOrder) place(i int) uint32 { return binary.LittleEndian.Uint32(o.rows[orderRow*i+8:]) }

// length is how many terms a document has.
func (o *wordOrder) length(i int) uint16 { return binary.LittleEndian.Uint16(o.rows[orderRow*i+12:]) }

// id is that of a document; "" if it is deleted, or the file is damaged there.
func (o *wordOrder) id(i int) string {
	from, _ := o.ends(i - 1)
	to, _ := o.ends(i)
	if from > to || to > len(o.ids) {
		return ""
	}
	return string(o.ids[from:to])
}

// words gives the hashes of a document's words; none if the file is damaged there.
func (o *wordOrder) words(i int) []byte {
	_, from := o.ends(i - 1)
	_, to := o.ends(i)
	if from > to || to > len(o.all) {
		return nil
	}
	return o.all[from:to]
}

// hashes hands on the hashes of words one by one.
func hashes(words []byte) iter.Seq[uint16] {
	return func(yield func(uint16) bool) {
		for i := 0; i+hashSize <= len(words); i += hashSize {
			if !yield(binary.LittleEndian.Uint16(words[i:])) {
				return
			}
		}
	}
}

// holdsPhrase says whether hashes of words hold a phrase.
func holdsPhrase(words, phrase []byte) bool {
	for at := 0; ; {
		i := bytes.Index(words[at:], phrase)
		if i < 0 {
			return false
		}
		if at += i; at%hashSize == 0 {
			return true
		}
		at++ // half of one hash and half of the next
	}
}

// orderWriter collects what the file says of the documents that are new in a shard.
type orderWriter struct {
	entries map[string]orderEntry // by id
	words   []byte
}

type orderEntry struct {
	terms    uint16
	from, to int // in words
}

func (w *orderWriter) add(id string, t Terms) {
	from := len(w.words)
	w.words = appendHashes(w.words, t.Words)
	w.put(id, orderEntry{uint16(min(len(t.Terms), math.MaxUint16)), from, len(w.words)})
}

func (w *orderWriter) put(id string, e orderEntry) {
	if w.entries == nil {
		w.entries = map[string]orderEntry{}
	}
	w.entries[id] = e
}

// write makes the files of a shard with these ids, "" for a deleted document: of
// what is new, and of what stays of the old file, "" if there is none.
func (w *orderWriter) write(dir, old string, ids []string) error {
	if old != "" {
		o, err := openOrder(filepath.Join(old, orderName))
		if err != nil {
			return err
		}
		for i := range o.n {
			id := o.id(i)
			if _, isNew := w.entries[id]; isNew || id == "" {
				continue
			}
			from := len(w.words)
			w.words = append(w.words, o.words(i)...)
			w.put(id, orderEntry{o.length(i), from, len(w.words)})
		}
		if err := o.close(); err != nil {
			return err
		}
	}
	err := writeFile(filepath.Join(dir, orderName), func(out io.Writer) { w.writeOrder(out, ids) })
	return errors.Join(err, writeFile(filepath.Join(dir, pairsName), func(out io.Writer) { w.writePairs(out, ids) }))
}

// writeOrder writes the file of the order of words.
func (w *orderWriter) writeOrder(out io.Writer, ids []string) {
	out.Write(w.rows(ids)) // writeFile keeps the first error
	for _, id := range ids {
		io.WriteString(out, id)
	}
	for _, id := range ids {
		out.Write(w.wordsOf(id))
	}
}

// wordsOf gives the hashes of a document's words.
func (w *orderWriter) wordsOf(id string) []byte {
	e := w.entries[id]
	return w.words[e.from:e.to]
}

// rows makes the header and a row for each id.
func (w *orderWriter) rows(ids []string) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(orderMagic), uint32(len(ids)))
	places := placesOf(ids)
	idEnd, wordsEnd := 0, 0
	for i, id := range ids {
		e := w.entries[id]
		idEnd += len(id)
		wordsEnd += e.to - e.from
		b = binary.LittleEndian.AppendUint32(b, uint32(idEnd))
		b = binary.LittleEndian.AppendUint32(b, uint32(wordsEnd))
		b = binary.LittleEndian.AppendUint32(b, places[i])
		b = binary.LittleEndian.AppendUint16(b, e.terms)
	}
	return b
}

// placesOf gives the place that each id has among the sorted ids.
func placesOf(ids []string) []uint32 {
	sorted := make([]int, len(ids))
	for i := range sorted {
		sorted[i] = i
	}
	slices.SortFunc(sorted, func(a, b int) int { return cmp.Compare(ids[a], ids[b]) })
	places := make([]uint32, len(ids))
	for place, i := range sorted {
		places[i] = uint32(place)
	}
	return places
}
