package mapping

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"luister/ingest"
)

//go:embed words.txt
var wordsFile string

//go:embed scales.txt
var scalesFile string

// A synonym is one header name that tells a meaning.
type synonym struct {
	words string
	whole bool // only as the whole header
	rank  int  // place in its section: lower is better
}

// vocabulary is what words.txt says, by section.
var vocabulary = sync.OnceValue(func() map[string][]synonym {
	v := map[string][]synonym{}
	section := ""
	for line := range strings.Lines(wordsFile) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
		default:
			words, whole := strings.CutPrefix(line, "=")
			v[section] = append(v[section], synonym{words, whole, len(v[section])})
		}
	}
	return v
})

// scales is what scales.txt says: the answers of each scale, lowest first.
var scales = sync.OnceValue(func() [][]string {
	var all [][]string
	for line := range strings.Lines(scalesFile) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		var answers []string
		for answer := range strings.SplitSeq(line, "|") {
			answers = append(answers, plain(answer))
		}
		all = append(all, answers)
	}
	return all
})

// scoreKinds are the sections of words.txt that tell a score, most telling first.
func scoreKinds() []ingest.ScoreKind {
	return []ingest.ScoreKind{ingest.NPS, ingest.Handling, ingest.CES, ingest.Stars, ingest.CSAT}
}

// A match says how well a header fits a meaning.
type match struct {
	words string
	exact bool
	rank  int
}

// better says whether m tells more than o.
func (m match) better(o match) bool {
	if m.exact != o.exact {
		return m.exact
	}
	if len(m.words) != len(o.words) {
		return len(m.words) > len(o.words)
	}
	return m.rank < o.rank
}

// find gives the best synonym of a section for a plain header.
func find(section, header string) (match, bool) {
	var best match
	found := false
	for _, s := range vocabulary()[section] {
		exact := header == s.words
		if !exact && (s.whole || !within(header, s.words)) {
			continue
		}
		if m := (match{s.words, exact, s.rank}); !found || m.better(best) {
			best, found = m, true
		}
	}
	return best, found
}

// TellsText says whether a header by itself names a column of customers' words:
// it is such a name, or a short one with such a name in it.
func TellsText(header string) bool {
	key := plain(header)
	m, found := find(string(Text), key)
	return found && (m.exact || len(strings.Fields(key)) <= 4)
}

// within says whether words stand in header as whole words.
func within(header, words string) bool {
	return strings.Contains(" "+header+" ", " "+words+" ")
}

// plain gives text in lower case without accents, with every run of other
// characters than letters and digits as one blank: "E-mailadres (klant)" is
// "e mailadres klant".
func plain(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(text) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
