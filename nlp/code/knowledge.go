package code

import (
	"bufio"
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/classes.tsv data/feelings.tsv data/cues.tsv data/trust.tsv data/words.tsv data/weak.tsv data/columns.tsv
var dataFiles embed.FS

// known is the shipped knowledge beside the scheme.
type known struct {
	classes map[string][]string
	cues    []cue
	words   Lexicon
	weak    Lexicon // learned weights of words that are no words of feeling by themselves
}

// A cue is a line of feelings.tsv, cues.tsv or trust.tsv: a pattern and what it is a sign of.
type cue struct {
	sign    string
	pattern string
}

// A Lexicon gives words (lower case) a polarity of -1 to 1.
type Lexicon map[string]float64

// Words gives the shipped polarity of single words, for whoever trains a model
// of his own. The map is shared: do not change it.
func Words() Lexicon { return knowledge().words }

var knowledge = sync.OnceValue(func() *known {
	k := &known{classes: map[string][]string{}, words: Lexicon{}, weak: Lexicon{}}
	eachRow("data/classes.tsv", func(name, rest string) {
		for _, w := range strings.Fields(rest) {
			if class, ok := strings.CutPrefix(w, "@"); ok {
				k.classes[name] = append(k.classes[name], k.classes[class]...)
			} else {
				k.classes[name] = append(k.classes[name], fold(w))
			}
		}
	})
	for _, file := range []string{"data/feelings.tsv", "data/cues.tsv", "data/trust.tsv"} {
		eachRow(file, func(sign, pattern string) { k.cues = append(k.cues, cue{sign, pattern}) })
	}
	for file, list := range map[string]Lexicon{"data/words.tsv": k.words, "data/weak.tsv": k.weak} {
		eachRow(file, func(w, value string) {
			p, err := strconv.ParseFloat(value, 64)
			if err != nil {
				panic(file + ": " + err.Error())
			}
			list[w] = p
		})
	}
	for _, w := range k.classes["geengevoel"] {
		delete(k.words, w)
	}
	return k
})

// eachRow calls do for the two columns of each line of an embedded file.
func eachRow(file string, do func(a, b string)) {
	f, err := dataFiles.Open(file)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	for in := bufio.NewScanner(f); in.Scan(); {
		line := strings.TrimRight(in.Text(), " ")
		if line == "" || line[0] == '#' {
			continue
		}
		a, b, ok := strings.Cut(line, "\t")
		if !ok {
			panic(fmt.Sprintf("%s: a line without a tab: %q", file, line))
		}
		do(a, b)
	}
}

// Kinds of damping: what the customer says is not his own judgement of us.
const (
	dampRival = iota // about a competitor, or the time before
	dampIrony
	dampWish // wished, feared, conditional
	dampStaff
	dampMock    // irony, where bad news stands beside it
	dampCry     // the same, if it is its whole clause: "Geweldig, ..."
	dampRetract // "Not.": the sentence before it was irony
	dampBurden  // bad news beside mockery, none by itself: "opnieuw"
	dampEarnest // praise in its sentence is meant: "hulde aan de vrijwilligers"
	dampDenied  // what its clause says is denied
	dampOurs    // others are named to say that we are better
)

// voids are the kinds of evidence that words take from what is inside them: an owner
// is staff, "de rechtmatige eigenaar" is not.
var voids = [...][]ruleKind{
	{ruleForm, ruleTopic, ruleExperience, ruleFlag, ruleSeverity},
	{ruleTopic},
	{ruleExperience},
	{ruleFlag},
	{ruleForm},
}

// signs says what the first column of a cue means.
var signs = map[string]rule{
	"feeling":  {kind: ruleFeeling},
	"tweede":   {kind: ruleLine},
	"open":     {kind: ruleOpen},
	"boek":     {kind: ruleStory},
	"ernst3":   {kind: ruleSeverity, target: 3},
	"ernst4":   {kind: ruleSeverity, target: 4},
	"ernst2":   {kind: ruleSeverity, target: 2},
	"verwacht": {kind: ruleExpected},
	"oorzaak":  {kind: ruleCause},
	"gevolg":   {kind: ruleEffect},

	"geenverwachting": {kind: ruleNotExpected},

	"vertrouwt": {kind: ruleTrust, target: 1},
	"wantrouwt": {kind: ruleTrust, target: -1},

	"geenteken":     {kind: ruleVoid, target: 0},
	"geenonderwerp": {kind: ruleVoid, target: 1},
	"geenbeleving":  {kind: ruleVoid, target: 2},
	"geenvlag":      {kind: ruleVoid, target: 3},
	"geenvorm":      {kind: ruleVoid, target: 4},

	"rivaal":    {kind: ruleDamp, target: dampRival},
	"ironie":    {kind: ruleDamp, target: dampIrony},
	"wens":      {kind: ruleDamp, target: dampWish},
	"medewerkt": {kind: ruleDamp, target: dampStaff},
	"spot":      {kind: ruleDamp, target: dampMock},
	"uitroep":   {kind: ruleDamp, target: dampCry},
	"herroept":  {kind: ruleDamp, target: dampRetract},
	"gemeend":   {kind: ruleDamp, target: dampEarnest},
	"last":      {kind: ruleDamp, target: dampBurden},
	"ontkent":   {kind: ruleDamp, target: dampDenied},
	"tegenover": {kind: ruleDamp, target: dampOurs},
}

// addRules compiles the knowledge and the scheme into b.
func (c *Coder) addRules(b *builder) error {
	forms := map[string]int{}
	for i, f := range formIDs {
		forms[f] = i
	}
	for _, cue := range knowledge().cues {
		r, ok := signs[cue.sign]
		if f, isForm := forms[cue.sign]; isForm {
			r, ok = rule{kind: ruleForm, target: f}, true
		}
		if !ok {
			return fmt.Errorf("data: unknown sign %q", cue.sign)
		}
		if err := c.addPattern(b, cue.pattern, r); err != nil {
			return err
		}
	}
	for _, part := range []struct {
		classes []Class
		kind    ruleKind
	}{{c.scheme.Topics, ruleTopic}, {c.scheme.Experiences, ruleExperience}, {c.scheme.Flags, ruleFlag}} {
		for i := range part.classes {
			for _, line := range part.classes[i].patternLines() {
				if err := c.addPattern(b, line, rule{kind: part.kind, target: i}); err != nil {
					return fmt.Errorf("%s: %w", part.classes[i].ID, err)
				}
			}
		}
		c.addSeeds(b, part.classes, part.kind)
	}
	return nil
}

func (c *Coder) addPattern(b *builder, line string, r rule) error {
	patterns, err := parsePattern(line, b.classes)
	if err != nil {
		return err
	}
	for _, p := range patterns {
		r.weight, r.polarity, r.words = p.weight, p.polarity, len(p.items)
		r.negates, r.holds = false, false
		for _, it := range p.items {
			n := negations(it, b.classes["negatie"])
			r.holds = r.holds || n > 0
			r.negates = r.negates || n > 0 && 2*n >= len(it.choices) // not "te traag|laat|weinig"
		}
		c.rules = append(c.rules, r)
		b.add(p, int32(len(c.rules)-1))
	}
	return nil
}

// negations counts the choices of an item that negate.
func negations(it item, words []string) int {
	n := 0
	for _, choice := range it.choices {
		if slices.Contains(words, choice) {
			n++
		}
	}
	return n
}
