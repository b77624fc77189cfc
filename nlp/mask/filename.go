package mask

import (
	_ "embed"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// filenames.txt holds the words and endings that a file name may be shown with.
//
//go:embed filenames.txt
var fileNamesText string

var fileWords = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(fileNamesText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for word := range strings.FieldsSeq(line) {
			words[word] = true
		}
	}
	return words
})

const (
	hidden      = "…"
	mostNumber  = 4 // digits; a longer number may be that of a customer
	leastLetter = 2 // a single letter is an initial
)

// datelike are three numbers in a row, as a date of birth or a telephone number
// has them, and a day of a month that is written as a word.
var datelike = regexp.MustCompile(`(?i)\p{Nd}+([-_. ,/+]+\p{Nd}+){2,}|\p{Nd}+[-_. ,]*(jan|feb|maa?rt|mar|mrt|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)\pL*[-_. ,]*\p{Nd}+`)

var hiddenRow = regexp.MustCompile(hidden + `([^\pL\pN]*` + hidden + `)+`)

// FileName gives the name of a file without what may tell a person: words that
// are not usual in names of files, dates and long numbers give way to "…". A file name
// says too little for the rules of running text.
func FileName(name string) string {
	ending := filepath.Ext(name)
	if !fileWords()[strings.ToLower(ending)] {
		ending = ""
	}
	var out strings.Builder
	for rest := datelike.ReplaceAllString(strings.TrimSuffix(name, ending), hidden); rest != ""; {
		run := nameRun(rest)
		rest = rest[len(run):]
		out.WriteString(shownRun(run))
	}
	return hiddenRow.ReplaceAllString(out.String(), hidden) + ending
}

// nameRun gives the letters, the digits, or the other characters that s begins
// with. A capital behind a small letter begins another word.
func nameRun(s string) string {
	kind := func(r rune) int {
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r):
			return 1
		case unicode.IsDigit(r):
			return 2
		}
		return 0
	}
	before := rune(-1)
	for i, r := range s {
		if before >= 0 && (kind(r) != kind(before) || unicode.IsUpper(r) && unicode.IsLower(before)) {
			return s[:i]
		}
		before = r
	}
	return s
}

// shownRun gives a run as it may be shown.
func shownRun(run string) string {
	first := []rune(run)[0]
	switch letters := len([]rune(run)); {
	case unicode.IsDigit(first) && letters > mostNumber:
		return hidden
	case unicode.IsLetter(first) && (letters < leastLetter || !fileWords()[strings.ToLower(run)]):
		return hidden
	}
	return run
}
