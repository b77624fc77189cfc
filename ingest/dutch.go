package ingest

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed dutch.tsv
var dutchFile string

// A saying is an English text and the same in Dutch, both cut at their wildcards.
type saying struct{ english, dutch []string }

var sayings = sync.OnceValue(func() []saying {
	var all []saying
	for line := range strings.Lines(dutchFile) {
		english, dutch, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if ok && !strings.HasPrefix(line, "# ") {
			all = append(all, saying{strings.Split(english, "*"), strings.Split(dutch, "*")})
		}
	}
	return all
})

// Dutch says a reason, a note or an error of this room in Dutch, as people read
// it; programs keep the English. A text that it does not know, or that is Dutch
// already, comes back as it is. What stands in for a wildcard is said in Dutch too.
func Dutch(text string) string {
	for _, s := range sayings() {
		if parts, ok := s.fits(text); ok {
			return s.say(parts)
		}
	}
	return text
}

// fits matches the English with a text and gives what the wildcards stand for.
func (s saying) fits(text string) (parts []string, ok bool) {
	rest, ok := strings.CutPrefix(text, s.english[0])
	for i, next := range s.english[1:] {
		if !ok {
			return nil, false
		}
		at := strings.Index(rest, next)
		if last := i == len(s.english)-2; last && !strings.HasSuffix(rest, next) || at < 0 {
			return nil, false
		} else if last {
			at = len(rest) - len(next)
		}
		parts, rest = append(parts, rest[:at]), rest[at+len(next):]
	}
	return parts, ok && rest == ""
}

// say fills in the Dutch; it may have fewer wildcards than the English.
func (s saying) say(parts []string) string {
	var b strings.Builder
	for i, fixed := range s.dutch {
		if i > 0 && i <= len(parts) {
			b.WriteString(Dutch(parts[i-1]))
		}
		b.WriteString(fixed)
	}
	return b.String()
}
