package source

import (
	"strings"
	"unicode"
)

// A Layout is the shape of a delivery: by it, a delivery that no source claims
// is recognised as one more of an earlier source.
type Layout struct {
	Kind    Kind     `json:"kind" yaml:"kind"`
	Tool    string   `json:"tool,omitempty" yaml:"tool,omitempty"` // survey tool; empty if none
	Columns []string `json:"columns,omitempty" yaml:"columns,omitempty"`
}

// Same is the Similarity from which two layouts are of the same source.
const Same = .6

// Similarity says how alike two layouts are, 0 to 1: the share of columns they
// have in common (Jaccard), whatever their order. Different kinds or tools are
// not alike at all; all mail is.
func Similarity(a, b Layout) float64 {
	if a.Kind != b.Kind || a.Tool != b.Tool {
		return 0
	}
	left, right := columnSet(a), columnSet(b)
	if len(left) == 0 && len(right) == 0 {
		return 1
	}
	common := 0
	for name := range left {
		if right[name] {
			common++
		}
	}
	return float64(common) / float64(len(left)+len(right)-common)
}

// columnSet gives the names of the columns in lower case, letters and digits only.
func columnSet(l Layout) map[string]bool {
	set := map[string]bool{}
	for _, name := range l.Columns {
		name = strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, name)
		if name != "" {
			set[name] = true
		}
	}
	return set
}
