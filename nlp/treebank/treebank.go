// Package treebank reads Universal Dependencies treebanks (CoNLL-U) for the
// trainers and measurements of the layers.
//
// It gives sentences of words with their gold parts of speech and lemmas, and
// texts with the gold offsets of both. The program itself never reads a treebank.
package treebank

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"luister/nlp"
)

// A Word is one line of a treebank.
type Word struct {
	Form       string
	Lemma      string // as written: an underscore marks the boundary of a compound or particle
	UPOS       nlp.UPOS
	Head       int    // 1-based, 0 is the root
	Relation   string // "compound:prt" is a particle
	SpaceAfter bool
}

// A Sentence is one sentence of a treebank.
type Sentence struct {
	ID    string // empty in old files
	Words []Word
}

// Read reads a treebank.
func Read(r io.Reader) ([]Sentence, error) {
	var all []Sentence
	var current Sentence
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		line := in.Text()
		switch {
		case line == "":
			if len(current.Words) > 0 {
				all = append(all, current)
			}
			current = Sentence{}
		case line[0] == '#':
			if id, ok := strings.CutPrefix(line, "# sent_id = "); ok {
				current.ID = id
			}
		default:
			column := strings.Split(line, "\t")
			if len(column) != 10 {
				return nil, fmt.Errorf("line %d: %d columns instead of 10", n, len(column))
			}
			if strings.ContainsAny(column[0], "-.") {
				continue // a range or an empty node
			}
			current.Words = append(current.Words, word(column))
		}
	}
	return all, in.Err()
}

func word(column []string) Word {
	var head int
	fmt.Sscan(column[6], &head)
	return Word{
		Form:       column[1],
		Lemma:      column[2],
		UPOS:       nlp.ParseUPOS(column[3]),
		Head:       head,
		Relation:   column[7],
		SpaceAfter: !strings.Contains(column[9], "SpaceAfter=No"),
	}
}

// ReadFile reads the treebank of that name.
func ReadFile(name string) ([]Sentence, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sentences, err := Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	return sentences, nil
}

// A Text is one or more sentences written out, with the gold offsets.
type Text struct {
	Text      string
	Sentences []nlp.Span
	Tokens    []nlp.Span
	Words     []Word // beside Tokens
}

// Texts writes out sentences; those with the same key are one text when they
// follow each other. Between sentences stands one blank.
func Texts(sentences []Sentence, key func(Sentence) string) []Text {
	var texts []Text
	var b strings.Builder
	var current Text
	last := ""
	for i, s := range sentences {
		if k := key(s); i > 0 && k != last || i == 0 {
			if i > 0 {
				current.Text = b.String()
				texts = append(texts, current)
			}
			current, last = Text{}, k
			b.Reset()
		}
		current.add(&b, s)
	}
	current.Text = b.String()
	return append(texts, current)
}

func (t *Text) add(b *strings.Builder, s Sentence) {
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	start, end := b.Len(), b.Len()
	for i, w := range s.Words {
		from := b.Len()
		b.WriteString(w.Form)
		end = b.Len()
		t.Tokens = append(t.Tokens, nlp.Span{Start: from, End: end})
		t.Words = append(t.Words, w)
		if w.SpaceAfter && i+1 < len(s.Words) {
			b.WriteByte(' ')
		}
	}
	t.Sentences = append(t.Sentences, nlp.Span{Start: start, End: end})
}

// Paragraph is the part of a sentence's id that its paragraph shares.
func Paragraph(s Sentence) string {
	if i := strings.LastIndex(s.ID, ".s."); i >= 0 {
		return s.ID[:i]
	}
	return s.ID
}

// Article is the part of a sentence's id that its document shares.
func Article(s Sentence) string {
	if i := strings.LastIndex(s.ID, ".p."); i >= 0 {
		return s.ID[:i]
	}
	return s.ID
}

// Shared finds the folder of data sets: the environment variable LUISTER_SHARED,
// otherwise "shared" beside the repository that holds the folder from.
func Shared(from string) (dir string, ok bool) {
	dir = os.Getenv("LUISTER_SHARED")
	if dir == "" {
		dir = filepath.Join(repository(from), "..", "shared")
	}
	info, err := os.Stat(dir)
	return dir, err == nil && info.IsDir()
}

// repository is the nearest folder at or above from that holds go.mod.
func repository(from string) string {
	dir, err := filepath.Abs(from)
	if err != nil {
		return from
	}
	for up := filepath.Dir(dir); dir != up; dir, up = up, filepath.Dir(up) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	return from
}

// Particle gives the separable part of word i of s that stands elsewhere in the
// sentence ("belde ... terug": "terug"), "" if there is none.
func Particle(s Sentence, i int) string {
	first, _, ok := strings.Cut(s.Words[i].Lemma, "_")
	if !ok || s.Words[i].UPOS != nlp.VERB && s.Words[i].UPOS != nlp.AUX {
		return ""
	}
	for _, w := range s.Words {
		if w.Head == i+1 && strings.HasPrefix(w.Relation, "compound") && strings.EqualFold(w.Form, first) {
			return first
		}
	}
	return ""
}

// Fixed gives the fixed expressions of s, as half-open ranges of words; those
// with other words in between are left out.
func (s Sentence) Fixed() (list []nlp.Span) {
	for i := range s.Words {
		end := i + 1
		for end < len(s.Words) && s.Words[end].Relation == "fixed" && s.Words[end].Head == i+1 {
			end++
		}
		if end > i+1 {
			list = append(list, nlp.Span{Start: i, End: end})
		}
	}
	return list
}

// Joined gives words of s with a blank between them.
func (s Sentence) Joined(words nlp.Span) string {
	var forms []string
	for _, w := range s.Words[words.Start:words.End] {
		forms = append(forms, w.Form)
	}
	return strings.Join(forms, " ")
}
