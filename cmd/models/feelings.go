package main

import (
	"bufio"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"luister/nlp/code"
)

const feelingsFolder = "nlp/code/data"

// trainFeelings makes the two lists of single words with a polarity: words.tsv
// from the lexicon of pattern.nl, weak.tsv learned from book reviews and
// subtitle lines.
func trainFeelings(shared string) error {
	if err := writeLexicon(filepath.Join(shared, "data/pattern-nl/nl-sentiment.xml")); err != nil {
		return err
	}
	texts, err := feelingTexts(shared)
	if err != nil {
		return err
	}
	return writeRows("weak.tsv", "Learned from bolcom-pattern (CLiPS pattern, BSD-3) and XED Dutch (CC BY 4.0) by 'go run ./cmd/models feelings', 2026-11: word, weight; \"niet_\" is under a negation.",
		fitFeelings(texts))
}

func writeLexicon(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	var lexicon struct {
		Words []struct {
			Form     string  `xml:"form,attr"`
			Polarity float64 `xml:"polarity,attr"`
		} `xml:"word"`
	}
	if err := xml.NewDecoder(f).Decode(&lexicon); err != nil {
		return fmt.Errorf("pattern-nl: %w", err)
	}
	sum, senses := map[string]float64{}, map[string]float64{}
	for _, w := range lexicon.Words {
		if form := strings.ToLower(w.Form); !strings.ContainsAny(form, " _") {
			sum[form] += w.Polarity
			senses[form]++
		}
	}
	rows := map[string]float64{}
	for form := range sum {
		if p := sum[form] / senses[form]; math.Abs(p) >= leastPolarity {
			rows[code.Inflected(form)] = p
		}
	}
	for form := range sum { // a form of its own overrules what another inflects to
		if p := sum[form] / senses[form]; math.Abs(p) >= leastPolarity {
			rows[form] = p
		} else {
			delete(rows, form)
		}
	}
	return writeRows("words.tsv", "Polarity of adjectives: pattern.nl (T. De Smedt, W. Daelemans), PDDL, mean over the senses, inflected forms added by 'go run ./cmd/models feelings', 2026-11.", rows)
}

const leastPolarity = 0.15

func writeRows(name, source string, rows map[string]float64) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", source)
	var words []string
	for w := range rows {
		words = append(words, w)
	}
	slices.Sort(words)
	for _, w := range words {
		fmt.Fprintf(&b, "%s\t%.2f\n", w, rows[w])
	}
	return os.WriteFile(filepath.Join(feelingsFolder, name), []byte(b.String()), 0o644)
}

// A feelingText is a text that is known to be good (1) or bad (-1) news.
type feelingText struct {
	words  []string
	sign   float64
	weight float64
}

// subtitleWeight is what a subtitle line counts against a review: its label
// was projected from another language.
const subtitleWeight = 0.15

func feelingTexts(shared string) ([]feelingText, error) {
	var texts []feelingText
	reviews, err := os.Open(filepath.Join(shared, "data/bolcom-pattern/train.csv"))
	if err != nil {
		return nil, err
	}
	defer reviews.Close()
	in := csv.NewReader(reviews)
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("bolcom-pattern: %w", err)
		}
		sign := 1.0
		if strings.TrimSpace(row[0]) == "-1" {
			sign = -1
		}
		texts = append(texts, feelingText{code.WeakWords(row[1]), sign, 1})
	}
	lines, err := os.Open(filepath.Join(shared, "data/xed-nl/nl-projections.tsv"))
	if err != nil {
		return nil, err
	}
	defer lines.Close()
	for in := bufio.NewScanner(lines); in.Scan(); {
		text, labels, _ := strings.Cut(in.Text(), "\t")
		if sign := emotionSign(labels); sign != 0 {
			texts = append(texts, feelingText{code.WeakWords(text), sign, subtitleWeight})
		}
	}
	return texts, nil
}

// emotionSign reads the emotions of a line: 1 anger, 2 anticipation, 3 disgust,
// 4 fear, 5 joy, 6 sadness, 7 surprise, 8 trust. Mixed ones give 0.
func emotionSign(labels string) float64 {
	good := strings.ContainsAny(labels, "58")
	bad := strings.ContainsAny(labels, "1346")
	switch {
	case good && !bad:
		return 1
	case bad && !good:
		return -1
	}
	return 0
}

const (
	feelingEpochs = 60
	feelingDecay  = 0.5 // L2 penalty against the sum of the loss
	leastTexts    = 4   // in how many texts a word must stand
	leastWeight   = 0.08
)

// fitFeelings is a logistic regression on the words of a text, by plain
// gradient steps with AdaGrad in the order of the texts.
func fitFeelings(texts []feelingText) map[string]float64 {
	seen := map[string]int{}
	for _, t := range texts {
		for _, w := range t.words {
			seen[w]++
		}
	}
	weight, squares := map[string]float64{}, map[string]float64{}
	bias := 0.0
	for range feelingEpochs {
		for _, t := range texts {
			length := math.Sqrt(float64(len(t.words)))
			margin := bias
			for _, w := range t.words {
				margin += weight[w] / length
			}
			slope := -t.sign * t.weight / (1 + math.Exp(t.sign*margin))
			bias -= 0.01 * slope
			for _, w := range t.words {
				if seen[w] < leastTexts {
					continue
				}
				g := slope/length + feelingDecay*weight[w]/float64(seen[w]+1)/float64(len(texts))*50
				squares[w] += g * g
				weight[w] -= 0.1 * g / math.Sqrt(squares[w]+1e-8)
			}
		}
	}
	for w, x := range weight {
		if math.Abs(x) < leastWeight {
			delete(weight, w)
		}
	}
	return weight
}
