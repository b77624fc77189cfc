package mask

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed data/context.txt
var contextText string

// A hint is a set of things that a word says about what stands beside it.
type hint uint32

const (
	idWord hint = 1 << iota
	looseWord
	bsnWord
	phoneWord
	birthWord
	postcodeWord
	plateWord
	streetEnd
	streetWeak
	streetShort
	streetStart
	topDomain
	countryCode
	shortWord
	ipWord
	versionWord
	vehicleWord
)

var hintNames = map[string]hint{
	"nummer": idWord, "los": looseWord, "bsn": bsnWord, "telefoon": phoneWord, "geboren": birthWord, "postcode": postcodeWord,
	"kenteken": plateWord, "straat": streetEnd, "straatzwak": streetWeak, "straatkort": streetShort,
	"straateerst": streetStart, "tld": topDomain, "land": countryCode, "afkorting": shortWord,
	"ip": ipWord, "versie": versionWord, "voertuig": vehicleWord,
}

// hintTable is data/context.txt.
type hintTable struct {
	words  map[string]hint
	prefix map[string]hint
}

var loadHints = sync.OnceValue(func() *hintTable {
	t := &hintTable{words: map[string]hint{}, prefix: map[string]hint{}}
	for line := range strings.Lines(contextText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, words, _ := strings.Cut(line, ":")
		h, ok := hintNames[name]
		if !ok {
			panic(fmt.Sprintf("context.txt: no class %q", name))
		}
		for w := range strings.FieldsSeq(words) {
			if stem, open := strings.CutSuffix(w, "*"); open {
				t.prefix[stem] |= h
				w = stem
			}
			t.words[w] |= h
		}
	}
	return t
})

// of gives what a word in lower case says.
func (t *hintTable) of(low string) hint {
	if h := t.words[low]; h != 0 {
		return h
	}
	for _, ending := range []string{"s", "en", "je"} {
		if stem, ok := strings.CutSuffix(low, ending); ok {
			if h := t.prefix[stem]; h != 0 {
				return h
			}
		}
	}
	return 0
}

// suffix gives the classes among want of the longest ending of a word.
func (t *hintTable) suffix(low string, want hint) hint {
	for n := min(len(low)-2, 12); n >= 2; n-- {
		if h := t.words[low[len(low)-n:]] & want; h != 0 {
			return h
		}
	}
	return 0
}
