package code

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A pattern is written as a line of words:
//
//	-1.5 niet|nooit ..4 terug*gebeld
//
//	factuur      the word; of a verb also its infinitive
//	~factuur     words with this lemma
//	wacht*       words that begin so
//	*factuur     words that end so
//	a|b*         one of these
//	@naam        one of a named class (data/classes.tsv)
//	.            any word
//	..4          up to four words in between, within the sentence; ".." is up to three
//	x?           may be missing
//	^ and $      first and last word of a sentence
//
// A number before it is its strength as evidence, with a sign if the words are
// good or bad news by themselves; "+" and "-" alone mean strength 1.
type pattern struct {
	weight   float64
	polarity float64
	items    []item
	first    bool // must start a sentence
	last     bool // must end one
}

// An item is one word of a pattern.
type item struct {
	choices []string // literal, "prefix*", "*suffix"; sorted
	any     bool
	gap     int // words that may stand before it
}

// lemmaMark stands before what must be the lemma of a word.
const lemmaMark = "~"

const (
	defaultGap   = 3
	mostVariants = 32 // patterns that one line may stand for
)

// parsePattern reads one line; optional words make several patterns of it.
func parsePattern(line string, classes map[string][]string) ([]pattern, error) {
	fields := strings.Fields(line)
	p := pattern{weight: 1}
	if len(fields) > 1 {
		if weight, polarity, ok := parseWeight(fields[0]); ok {
			p.weight, p.polarity = weight, polarity
			fields = fields[1:]
		}
	}
	list := []pattern{p}
	gap := 0
	for _, f := range fields {
		switch {
		case f == "^":
			each(list, func(p *pattern) { p.first = true })
		case f == "$":
			each(list, func(p *pattern) { p.last = true })
		case strings.HasPrefix(f, ".."):
			gap = defaultGap
			if n, err := strconv.Atoi(f[2:]); err == nil {
				gap = n
			}
		default:
			it, optional, err := parseItem(f, classes)
			if err != nil {
				return nil, fmt.Errorf("pattern %q: %w", line, err)
			}
			it.gap, gap = gap, 0
			var without []pattern
			if optional && len(list) >= mostVariants {
				return nil, fmt.Errorf("pattern %q: too many optional words", line)
			}
			if optional {
				without = slices.Clone(list)
			}
			for i := range list {
				list[i].items = append(slices.Clip(list[i].items), it)
			}
			list = append(list, without...)
		}
	}
	for _, p := range list {
		if len(p.items) == 0 || p.items[0].any {
			return nil, fmt.Errorf("pattern %q: it must begin with a word that must be there", line)
		}
	}
	return list, nil
}

func each(list []pattern, do func(*pattern)) {
	for i := range list {
		do(&list[i])
	}
}

func parseWeight(s string) (weight, polarity float64, ok bool) {
	switch s {
	case "+":
		return 1, 1, true
	case "-":
		return 1, -1, true
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || len(s) > 5 {
		return 0, 0, false
	}
	switch s[0] {
	case '+', '-':
		return max(x, -x), x, true
	}
	return x, 0, true
}

func parseItem(f string, classes map[string][]string) (it item, optional bool, err error) {
	if f == "." {
		return item{any: true}, false, nil
	}
	f, optional = strings.CutSuffix(f, "?")
	for choice := range strings.SplitSeq(f, "|") {
		if name, ok := strings.CutPrefix(choice, "@"); ok {
			members, known := classes[name]
			if !known {
				return it, false, fmt.Errorf("there is no class %q", name)
			}
			it.choices = append(it.choices, members...)
			continue
		}
		if strings.Trim(choice, "*") == "" {
			return it, false, fmt.Errorf("empty word")
		}
		it.choices = append(it.choices, fold(choice))
	}
	slices.Sort(it.choices)
	it.choices = slices.Compact(it.choices)
	return it, optional, nil
}
