package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// A weighted text counts for weight texts: the groups of the corpus are far
// from how customers write to a different degree.
type weighted struct {
	text   string
	weight float64
}

// corpusWeights says how much a text of each group of the corpus counts, and
// which part of its lines is read (one in every).
var corpusWeights = []struct {
	file   string
	weight float64
	every  int
}{
	{"government", 3, 1}, {"other", 3, 1}, {"helpdesk", 1, 1}, {"software", 1, 1}, {"law", 0.7, 2},
}

// notAWord lists what stands for masked data in the corpus.
var notAWord = map[string]bool{"emailadres": true, "telefoonnummer": true, "ibannummer": true, "emailadressen": true}

// vectorTexts reads everything the vectors are trained on; equal lines count once.
func vectorTexts(shared string) ([]weighted, error) {
	r := textReader{seen: map[string]bool{}}
	for _, g := range corpusWeights {
		if err := r.corpus(filepath.Join(shared, "corpus", g.file+".txt.zst"), g.weight, g.every); err != nil {
			return nil, errNoTexts(shared, err)
		}
	}
	data := filepath.Join(shared, "data")
	if err := r.dekamer(filepath.Join(data, "dekamer-nl", "dekamer2017.jsonl"), 3); err != nil {
		return nil, errNoTexts(shared, err)
	}
	if err := r.table(filepath.Join(data, "bolcom-pattern", "train.csv"), ',', 1, 5); err != nil {
		return nil, errNoTexts(shared, err)
	}
	if err := r.table(filepath.Join(data, "xed-nl", "nl-projections.tsv"), '\t', 0, 5); err != nil {
		return nil, errNoTexts(shared, err)
	}
	if err := r.table(filepath.Join(data, "sib200-nl", "train.tsv"), '\t', 2, 5); err != nil {
		return nil, errNoTexts(shared, err)
	}
	return r.texts, nil
}

// textReader collects texts, each once.
type textReader struct {
	texts []weighted
	seen  map[string]bool
}

func (r *textReader) add(text string, weight float64) {
	if r.seen[text] {
		return
	}
	r.seen[text] = true
	r.texts = append(r.texts, weighted{text, weight})
}

// corpus reads "source<TAB>text" lines, one in every.
func (r *textReader) corpus(path string, weight float64, every int) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := zstd.NewReader(f)
	if err != nil {
		return err
	}
	defer z.Close()
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for n := 0; lines.Scan(); n++ {
		if _, text, ok := strings.Cut(lines.Text(), "\t"); ok && n%every == 0 {
			r.add(text, weight)
		}
	}
	return lines.Err()
}

func (r *textReader) dekamer(path string, weight float64) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for dec := json.NewDecoder(f); ; {
		var row struct{ Question, Answer string }
		if err := dec.Decode(&row); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		r.add(row.Question, weight)
		r.add(row.Answer, weight)
	}
}

// table reads the text column of a delimited file.
func (r *textReader) table(path string, comma rune, column int, weight float64) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	in := csv.NewReader(f)
	in.Comma, in.LazyQuotes, in.FieldsPerRecord = comma, comma == '\t', -1
	for {
		row, err := in.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if column < len(row) {
			r.add(row[column], weight)
		}
	}
}
