package index

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"sort"

	"github.com/blevesearch/mmap-go"
)

// orderName is the file of a shard that holds the words of every feedback in
// their order: two bytes a word, a hash. A phrase is looked for among the
// documents that have all its words, so a hash that two words share does no
// harm but once in 65,535 times. Positions in bleve would take three times the room.
const orderName = "words.order"

const (
	orderMagic  = "LWO1"
	orderHeader = 8 // magic, number of documents
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

// wordOrder is the file, mapped into memory: the header; where each id ends and
// where its words end (uint32 each, in order of id); the ids; the words.
type wordOrder struct {
	file *os.File
	data mmap.MMap
	n    int
	ids  []byte
	all  []byte
}

func openOrder(path string) (*wordOrder, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	data, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	o := &wordOrder{file: f, data: data}
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
	ids := orderHeader + 8*o.n
	if len(o.data) < ids {
		return damaged
	}
	idsEnd, wordsEnd := o.ends(o.n - 1)
	if len(o.data) != ids+idsEnd+wordsEnd {
		return damaged
	}
	o.ids, o.all = o.data[ids:ids+idsEnd], o.data[ids+idsEnd:]
	return nil
}

func (o *wordOrder) close() error { return errors.Join(o.data.Unmap(), o.file.Close()) }

// ends gives where the id and the words of document i end.
func (o *wordOrder) ends(i int) (id, words int) {
	if i < 0 {
		return 0, 0
	}
	at := o.data[orderHeader+8*i:]
	return int(binary.LittleEndian.Uint32(at)), int(binary.LittleEndian.Uint32(at[4:]))
}

// at gives the id and the words of document i; nothing if the file is damaged there.
func (o *wordOrder) at(i int) (id, words []byte) {
	idFrom, wordsFrom := o.ends(i - 1)
	idTo, wordsTo := o.ends(i)
	if idFrom > idTo || idTo > len(o.ids) || wordsFrom > wordsTo || wordsTo > len(o.all) {
		return nil, nil
	}
	return o.ids[idFrom:idTo], o.all[wordsFrom:wordsTo]
}

// words gives the hashes of a feedback's words, nil if it is not there.
func (o *wordOrder) words(id string) []byte {
	i := sort.Search(o.n, func(i int) bool {
		have, _ := o.at(i)
		return string(have) >= id
	})
	if i == o.n {
		return nil
	}
	have, words := o.at(i)
	if string(have) != id {
		return nil
	}
	return words
}

// holdsPhrase says whether hashes of words hold a phrase.
func holdsPhrase(words, phrase []byte) bool {
	for at := 0; at+len(phrase) <= len(words); at += hashSize {
		if string(words[at:at+len(phrase)]) == string(phrase) {
			return true
		}
	}
	return false
}

// orderWriter collects the words of what is new in a shard.
type orderWriter struct {
	entries []orderEntry
	words   []byte
}

type orderEntry struct {
	id       string
	from, to int // in words
}

func (w *orderWriter) add(id string, words []string) {
	from := len(w.words)
	w.words = appendHashes(w.words, words)
	w.entries = append(w.entries, orderEntry{id, from, len(w.words)})
}

// write makes the file of a shard: of what is new, and of what stays of the
// old file, "" if there is none.
func (w *orderWriter) write(dir, old string, gone func(id string) bool) error {
	if old != "" {
		o, err := openOrder(filepath.Join(old, orderName))
		if err != nil {
			return err
		}
		for i := range o.n {
			if id, words := o.at(i); !gone(string(id)) {
				from := len(w.words)
				w.words = append(w.words, words...)
				w.entries = append(w.entries, orderEntry{string(id), from, len(w.words)})
			}
		}
		if err := o.close(); err != nil {
			return err
		}
	}
	slices.SortFunc(w.entries, func(a, b orderEntry) int { return cmp.Compare(a.id, b.id) })
	return w.writeFile(filepath.Join(dir, orderName))
}

func (w *orderWriter) writeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err // it may be the same file as in the old directory: never written into
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(f, 1<<16)
	b := binary.LittleEndian.AppendUint32([]byte(orderMagic), uint32(len(w.entries)))
	idEnd, wordsEnd := 0, 0
	for _, e := range w.entries {
		idEnd += len(e.id)
		wordsEnd += e.to - e.from
		b = binary.LittleEndian.AppendUint32(b, uint32(idEnd))
		b = binary.LittleEndian.AppendUint32(b, uint32(wordsEnd))
	}
	out.Write(b) // bufio keeps the first error for Flush
	for _, e := range w.entries {
		out.WriteString(e.id)
	}
	for _, e := range w.entries {
		out.Write(w.words[e.from:e.to])
	}
	return errors.Join(out.Flush(), f.Close())
}
