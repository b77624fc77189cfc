package index

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"luister/nlp"
)

// plan is a query made ready: the same for every shard.
type plan struct {
	words   []node // one for each word or phrase
	not     []node
	filters []node
	since   string
	until   string
	months  []map[string]bool // each holds
	marks   Marks
	notes   []string
	terms   *terms
}

// plan makes a query ready: words become terms, words that no document has
// become those they may be a typing error of.
func (x *Index) plan(q Query) (*plan, error) {
	parsed := parse(q.Text)
	p := &plan{terms: x.newTerms(), notes: parsed.notes, since: max(q.Since, parsed.since), until: parsed.until}
	if q.Until != "" && (p.until == "" || q.Until < p.until) {
		p.until = q.Until
	}
	if err := x.planText(p, parsed.clauses); err != nil {
		return nil, err
	}
	for _, c := range parsed.clauses {
		if c.facet != "" {
			if err := x.planFacet(p, c.facet, []string{c.text}, c.excluded); err != nil {
				return nil, err
			}
		}
	}
	for _, facet := range sortedKeys(q.Values) {
		if len(q.Values[facet]) > 0 {
			if err := x.planFacet(p, facet, q.Values[facet], false); err != nil {
				return nil, err
			}
		}
	}
	if p.since != "" || p.until != "" {
		p.filters = append(p.filters, anyValue{fieldDay, func(day string) bool { return day >= p.since && (p.until == "" || day <= p.until) }})
	}
	return p, nil
}

// planText plans the words and phrases.
func (x *Index) planText(p *plan, clauses []clause) error {
	var plain []string
	for _, c := range clauses {
		switch {
		case c.facet != "":
		case c.phrase || c.excluded:
			if err := x.planClause(p, c); err != nil {
				return err
			}
		default:
			plain = append(plain, c.text)
		}
	}
	doc := x.analyseQuery(strings.Join(plain, " "))
	tokens := termTokens(doc)
	onlyStop := !slices.ContainsFunc(tokens, func(t *nlp.Token) bool { return !isStop(fold(t.Of(doc.Text))) })
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = fold(t.Of(doc.Text))
	}
	for i := 0; i < len(tokens); i++ {
		same, others := x.options.Synonyms.at(words[i:])
		if same == 0 && isStop(words[i]) && !onlyStop {
			continue
		}
		all, err := x.planWords(p, tokens[i:i+max(same, 1)], words[i:])
		if err != nil {
			return err
		}
		p.words = append(p.words, p.orElse(all, others))
		i += max(same, 1) - 1
	}
	return nil
}

// planWords plans words that must all be there.
func (x *Index) planWords(p *plan, tokens []*nlp.Token, words []string) (node, error) {
	var all allOf
	for i, t := range tokens {
		n, err := x.planWord(p, t, words[i])
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return all, nil
}

// orElse adds synonyms as other ways to be found.
func (p *plan) orElse(n node, synonyms []string) node {
	if len(synonyms) == 0 {
		return n
	}
	ways := bestOf{n}
	for _, synonym := range synonyms {
		words := strings.Fields(synonym)
		if len(words) > 1 {
			ways = append(ways, phraseNode{words})
			p.marks.phrases = append(p.marks.phrases, words)
			continue
		}
		ways = append(ways, termNode{fieldTerms, synonym, 1}, wordNode{synonym, 1})
		p.marks.addWord(synonym)
		p.marks.addTerm(synonym)
	}
	return ways
}

// frame is what a query stands in when its few words look like another language.
const frame = "Het gaat over "

// analyseQuery reads the words of a query as Dutch: "monteurs" alone looks French.
func (x *Index) analyseQuery(text string) *nlp.Document {
	doc := x.options.Analyse(text)
	if doc.Lang == "" || doc.Lang == "nl" {
		return doc
	}
	framed := x.options.Analyse(frame + text)
	if framed.Lang != "nl" {
		return doc
	}
	read := &nlp.Document{Text: text, Lang: framed.Lang}
	for _, t := range framed.Tokens {
		if t.Start >= len(frame) {
			t.Start, t.End = t.Start-len(frame), t.End-len(frame)
			read.Tokens = append(read.Tokens, t)
		}
	}
	return read
}

func termTokens(doc *nlp.Document) []*nlp.Token {
	var tokens []*nlp.Token
	for i := range doc.Tokens {
		if isTerm(&doc.Tokens[i]) {
			tokens = append(tokens, &doc.Tokens[i])
		}
	}
	return tokens
}

// planClause plans a phrase or an exclusion.
func (x *Index) planClause(p *plan, c clause) error {
	doc := x.analyseQuery(c.text)
	tokens := termTokens(doc)
	if len(tokens) == 0 {
		return nil
	}
	if c.phrase || len(tokens) > 1 {
		words := TermsOf(doc).Words
		if c.excluded {
			p.not = append(p.not, phraseNode{words})
			return nil
		}
		_, others := x.options.Synonyms.at(words)
		p.words = append(p.words, p.orElse(phraseNode{words}, others))
		p.marks.phrases = append(p.marks.phrases, words)
		return nil
	}
	unmarked := plan{terms: p.terms}
	n, err := x.planWord(&unmarked, tokens[0], fold(tokens[0].Of(doc.Text)))
	p.not = append(p.not, n)
	return err
}

// planWord plans one word: its lemma, the word as written, and a compound by
// its parts.
func (x *Index) planWord(p *plan, t *nlp.Token, word string) (node, error) {
	lemma := lemmaOf(t, word)
	ways := bestOf{wordNode{word, 1}}
	if !isStop(word) {
		ways = append(ways, termNode{fieldTerms, lemma, 1})
		if lemma != word {
			ways = append(ways, termNode{fieldTerms, word, 1})
		}
	}
	known, err := p.terms.anyHas(ways)
	if err != nil {
		return nil, err
	}
	if !known {
		near, err := x.near(word)
		if err != nil {
			return nil, err
		}
		for _, other := range near {
			ways = append(ways, wordNode{other, 0.8})
			p.marks.addWord(other)
		}
		if len(near) > 0 {
			p.notes = append(p.notes, fmt.Sprintf("%q komt niet voor; gezocht is naar %s", word, strings.Join(near, ", ")))
		}
	}
	p.marks.addWord(word)
	p.marks.addTerm(lemma)
	if len(t.Parts) > 1 {
		var parts allOf
		for _, part := range t.Parts {
			parts = append(parts, termNode{fieldTerms, fold(part), 0.4})
		}
		ways = append(ways, parts)
	}
	return ways, nil
}

// anyHas says whether any feedback has any of the terms of a node.
func (t *terms) anyHas(n node) (bool, error) {
	err := t.load(n)
	known := false
	n.terms(func(ft fieldTerm) { known = known || t.counts[ft] > 0 })
	return known, err
}

// planFacet plans a choice on a facet. Values are compared folded, and a value
// may be the beginning of a name of several parts: topic "factuur" chooses
// "factuur.onjuist".
func (x *Index) planFacet(p *plan, facet Facet, values []string, excluded bool) error {
	if facet == Month {
		months := map[string]bool{}
		for _, s := range x.shards {
			months[s.month] = excluded != slices.ContainsFunc(values, func(v string) bool { return strings.HasPrefix(s.month, v) })
		}
		p.months = append(p.months, months)
		return nil
	}
	chosen, err := x.valuesLike(p.terms, facet, values)
	if err != nil {
		return err
	}
	if len(chosen) == 0 && facet != Driver {
		p.notes = append(p.notes, fmt.Sprintf("geen feedback heeft %s %q", dutchName(facet), strings.Join(values, ", ")))
	}
	n := anyValue{facet, func(value string) bool { return chosen[value] }}
	if excluded {
		p.not = append(p.not, n)
	} else {
		p.filters = append(p.filters, n)
	}
	return nil
}

// valuesLike gives the values of a facet that the wanted ones mean. A driver may
// be meant by its name.
func (x *Index) valuesLike(t *terms, facet Facet, wanted []string) (map[string]bool, error) {
	chosen := map[string]bool{}
	for _, s := range x.segments {
		c, err := s.column(facet, t.drivers)
		if err != nil {
			return nil, err
		}
		for _, value := range c.values {
			if _, known := chosen[value]; !known {
				chosen[value] = x.means(facet, value, wanted)
			}
		}
	}
	maps.DeleteFunc(chosen, func(_ string, is bool) bool { return !is })
	return chosen, nil
}

func (x *Index) means(facet Facet, value string, wanted []string) bool {
	have := fold(value)
	return slices.ContainsFunc(wanted, func(w string) bool {
		w = fold(w)
		if facet == Driver {
			return have == w || w == fold(x.options.DriverNames[value])
		}
		return have == w || strings.HasPrefix(have, w+".")
	})
}

// root is the node of the whole plan. With least, that many words suffice.
func (p *plan) root(least int) node {
	var must allOf
	if least > 0 {
		must = append(must, someOf{p.words, least})
	} else {
		must = append(must, p.words...)
	}
	must = append(must, p.filters...)
	return except{must, p.not}
}

// isOpen says that the plan finds everything.
func (p *plan) isOpen() bool {
	return len(p.words)+len(p.not)+len(p.filters)+len(p.months) == 0 && p.since == "" && p.until == ""
}

// has says whether the plan looks in a month.
func (p *plan) has(month string) bool {
	for _, months := range p.months {
		if !months[month] {
			return false
		}
	}
	if month == "0000-00" || len(month) != 7 {
		return true // the days decide
	}
	return (p.since == "" || month >= p.since[:min(7, len(p.since))]) && (p.until == "" || month <= p.until[:min(7, len(p.until))])
}
