package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"luister/nlp"
	"luister/nlp/tag"
	"luister/nlp/token"
)

// Where the output of Frog is kept between the making of models: beside the
// repository's ignored build output, because it takes minutes to make. silverFile
// holds open texts, hintFile the sentences of the treebanks.
const (
	silverFile = "build/silver.tsv"
	hintFile   = "build/hints.tsv"
)

// A frogFile is what Frog makes, and of which text.
type frogFile struct {
	name string
	text func(shared string, w *bufio.Writer) error
}

func frogFiles() []frogFile {
	return []frogFile{{hintFile, treebankText}, {silverFile, silverText}}
}

// needSilver makes the output of Frog that is not there.
func needSilver(shared string) error {
	for _, f := range frogFiles() {
		if _, err := os.Stat(f.name); errors.Is(err, fs.ErrNotExist) {
			if err := f.frog(shared); err != nil {
				return err
			}
		}
	}
	return nil
}

// trainSilver has Frog (Debian package frog 0.20) tag open texts that our own
// tokeniser has cut, as additional training text for the tagger, and the
// sentences of the treebanks, to learn from what its tags mean. The output is one
// token a line: word, lemma, CGN tag; a blank line after each sentence.
func trainSilver(shared string) error {
	for _, f := range frogFiles() {
		if err := f.frog(shared); err != nil {
			return err
		}
	}
	return nil
}

// frog has Frog tag the text: sentences with blanks between tokens, one a line.
func (k frogFile) frog(shared string) error {
	if _, err := exec.LookPath("frog"); err != nil {
		return errors.New("frog is not installed (Debian package frog)")
	}
	if err := os.MkdirAll(filepath.Dir(k.name), 0o755); err != nil {
		return err
	}
	f, err := os.Create(k.name + ".txt")
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	if err := errors.Join(k.text(shared, w), w.Flush()); err != nil {
		return err
	}
	// Tokens stand as we cut them; parser, names, chunks and morphology are off.
	frog := exec.Command("frog", "-n", "--skip=tmpnca", "-t", f.Name())
	out, err := frog.StdoutPipe()
	if err != nil {
		return err
	}
	if err := frog.Start(); err != nil {
		return err
	}
	part := k.name + ".part"
	if err := errors.Join(keepColumns(out, part), frog.Wait()); err != nil {
		return err
	}
	return os.Rename(part, k.name)
}

func treebankText(shared string, w *bufio.Writer) error {
	sentences, err := readTreebanks(filepath.Join(shared, "data"), slices.Concat(goldFiles, oldFiles))
	for _, s := range sentences {
		fmt.Fprintln(w, s.Joined(nlp.Span{End: len(s.Words)}))
	}
	return err
}

// frogSentences reads what Frog tagged.
func frogSentences(name string, each func(words []string, hints []tag.Hint)) error {
	var words []string
	var hints []tag.Hint
	return eachLine(name, func(line string) {
		column := strings.Split(line, "\t")
		if len(column) == 3 {
			words, hints = append(words, column[0]), append(hints, tag.NewHint(column[2]))
			return
		}
		if len(words) > 0 {
			each(words, hints)
		}
		words, hints = nil, nil
	})
}

func silverText(shared string, w *bufio.Writer) error {
	return openTexts(shared, func(text string) {
		doc := nlp.Document{Text: text}
		token.Split(&doc)
		for i, t := range doc.Tokens {
			if i > 0 {
				w.WriteString(map[bool]string{true: " ", false: "\n"}[doc.Tokens[i-1].Sentence == t.Sentence])
			}
			w.WriteString(t.Of(text))
		}
		w.WriteByte('\n')
	})
}

// openTexts gives texts of today, those of citizens and customers above all.
func openTexts(shared string, each func(text string)) error {
	n := 0
	err := eachLine(filepath.Join(shared, "data/dekamer-nl/dekamer2017.jsonl"), func(line string) {
		var row struct{ Question string }
		if n++; n%3 == 0 && json.Unmarshal([]byte(line), &row) == nil {
			each(row.Question)
		}
	})
	err = errors.Join(err, reviewTexts(filepath.Join(shared, "data/bolcom-pattern/train.csv"), each))
	err = errors.Join(err, eachLine(filepath.Join(shared, "data/xed-nl/nl-projections.tsv"), func(line string) {
		text, _, _ := strings.Cut(line, "\t")
		each(text)
	}))
	for _, part := range []struct {
		name  string
		every int
	}{{"government", 4}, {"helpdesk", 60}, {"law", 120}, {"software", 30}} {
		err = errors.Join(err, corpusTexts(filepath.Join(shared, "corpus", part.name+".txt.zst"), part.every, each))
	}
	return err
}

func reviewTexts(name string, each func(text string)) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	in := csv.NewReader(f)
	in.FieldsPerRecord, in.LazyQuotes = -1, true
	for {
		row, err := in.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		longest := ""
		for _, cell := range row {
			if len(cell) > len(longest) {
				longest = cell
			}
		}
		each(longest)
	}
}

// keepColumns writes word, lemma and tag of Frog's columns.
func keepColumns(r io.Reader, name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		column := strings.Split(in.Text(), "\t")
		if len(column) < 5 {
			w.WriteByte('\n')
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", column[1], column[2], column[4])
	}
	return errors.Join(in.Err(), w.Flush())
}

// corpusTexts reads the "source<TAB>text" lines of a compressed file, one in every.
func corpusTexts(name string, every int, each func(text string)) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := zstd.NewReader(f)
	if err != nil {
		return err
	}
	defer z.Close()
	in := bufio.NewScanner(z)
	in.Buffer(nil, 1<<24)
	for n := 0; in.Scan(); n++ {
		if _, text, ok := strings.Cut(in.Text(), "\t"); ok && n%every == 0 {
			each(text)
		}
	}
	return in.Err()
}
