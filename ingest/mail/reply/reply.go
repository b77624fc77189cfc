// Package reply parts the text of a mail into the writer's own words and the
// rest: quoted mail, forwarded mail, signatures, lines of devices, disclaimers.
//
// It owns the forms of such lines (rules.txt, labels.txt; Dutch, English,
// German and French first). Each line is classified by itself, then a few rules
// over the row of classes say where a cut is; this is the method of Discourse's
// email_reply_trimmer, with rules of our own. Nothing is thrown away: what is
// kept and what is cut together are the text. Time is linear in the text.
package reply

import (
	"strings"

	"luister/ingest"
)

// A Part is a run of whole lines. Rule is empty for the writer's own words.
type Part struct {
	Rule string
	Text string
}

// Split gives the writer's own words of text, without blank lines around them,
// and the parts that were cut, in order.
func Split(text string) (own string, cut []ingest.Cut) {
	var b strings.Builder
	for _, p := range Parts(text) {
		if p.Rule == "" {
			b.WriteString(p.Text)
		} else if strings.TrimSpace(p.Text) != "" {
			cut = append(cut, ingest.Cut{Rule: p.Rule, Text: p.Text})
		}
	}
	return strings.TrimSpace(b.String()), cut
}

// Parts gives text as a row of parts: their texts one after the other are text.
func Parts(text string) []Part {
	lines := classify(text)
	markPGP(lines)
	markDelimiter(lines)
	markReplyAtEnd(lines)
	markQuoted(lines)
	markHeaders(lines)
	markLines(lines)
	return join(lines)
}

// join makes parts of runs of lines that one rule cut; blank lines between
// lines of one rule go with them.
func join(lines []line) []Part {
	var parts []Part
	from := 0
	flush := func(to int) {
		if from == to {
			return
		}
		var b strings.Builder
		for _, l := range lines[from:to] {
			b.WriteString(l.text)
		}
		parts = append(parts, Part{lines[from].rule, b.String()})
		from = to
	}
	for i := range lines {
		if lines[i].rule != lines[from].rule {
			flush(i)
		}
	}
	flush(len(lines))
	return parts
}

// markPGP cuts the armour of a signed message.
func markPGP(lines []line) {
	const rule = "pgp"
	signature, head := false, false
	for i := range lines {
		bare := strings.TrimSpace(lines[i].text)
		switch {
		case bare == "-----BEGIN PGP SIGNED MESSAGE-----":
			head = true
		case bare == "-----BEGIN PGP SIGNATURE-----":
			signature = true
		}
		if signature || head {
			lines[i].cut(rule)
		}
		if bare == "-----END PGP SIGNATURE-----" {
			signature = false
		}
		if bare == "" {
			head = false
		}
	}
}

// markDelimiter cuts everything from the first line of dashes on, if anything
// stands before it. Lines of dashes at the top, and those with which a writer
// parts his own letter, are only decoration.
func markDelimiter(lines []line) {
	begun := false
	for i := range lines {
		switch {
		case lines[i].rule != "":
		case lines[i].kind == delimiter && begun && !withinLetter(lines, i):
			cutBehind(lines, i)
			return
		case lines[i].kind == delimiter:
			lines[i].cut(ruleDashes)
		case lines[i].kind != empty:
			begun = true
		}
	}
}

// Rules of lines of dashes.
const (
	ruleDashes    = "scheidingslijn"
	ruleSignature = "handtekening"
)

// cutBehind cuts from a line of dashes on; what stands behind it gets the rule
// of the message that starts there, if one does.
func cutBehind(lines []line, i int) {
	rule := ruleDashes
	if len(strings.TrimSpace(lines[i].text)) <= 3 {
		rule = ruleSignature
	}
	for j := i; j < len(lines); j++ {
		switch {
		case lines[j].kind == embedded:
			rule = lines[j].form
		case lines[j].kind == header && rule != ruleHeaders && isBlock(lines[j:]):
			rule = ruleHeaders
		}
		lines[j].cut(rule)
	}
}

// Behind a line of dashes that parts a letter stands at least this much running
// text: letters, and ends of sentences.
const (
	minProse     = 300
	minSentences = 3

	lookBack, lookAhead = 20, 60 // lines
)

// withinLetter tells whether the line of dashes at i stands within a letter: the
// writer has not ended it yet, and goes on at length.
func withinLetter(lines []line, i int) bool {
	if len(strings.TrimSpace(lines[i].text)) < 3 {
		return false
	}
	seen := 0
	for j := i - 1; j >= max(0, i-lookBack) && seen < 6; j-- {
		if lines[j].kind == words {
			if seen++; greets(lines[j]) {
				return false
			}
		}
	}
	prose, sentences := 0, 0
	for _, l := range lines[i+1 : min(len(lines), i+1+lookAhead)] {
		switch l.kind {
		case empty, delimiter:
			continue
		case words:
		default:
			return false
		}
		prose += len(l.text)
		sentences += strings.Count(l.text, ". ") + strings.Count(l.text, ".\n")
		if prose >= minProse && sentences >= minSentences {
			return true
		}
	}
	return false
}

// greets tells whether a writer ends his letter with this line.
func greets(l line) bool {
	if len(l.bare) > 60 {
		return false
	}
	for _, r := range rules().greets {
		if r.matches(l.bare, l.lower) {
			return true
		}
	}
	return false
}

// markReplyAtEnd handles an answer below what it quotes: a marker at the top,
// a quote, and then only own text to the end.
func markReplyAtEnd(lines []line) {
	marker, quoted := -1, false
	for i := range lines {
		if lines[i].rule != "" {
			continue
		}
		switch lines[i].kind {
		case embedded:
			marker = i
		case quote:
			quoted = true
		case words:
			if marker < 0 || !quoted || !onlyText(lines[i:]) {
				return
			}
			for j := range i {
				lines[j].cut(lines[marker].form)
			}
			return
		}
	}
}

// onlyText tells whether only text and blank lines are left.
func onlyText(lines []line) bool {
	for _, l := range lines {
		if l.rule == "" && l.kind != words && l.kind != empty && l.kind != device {
			return false
		}
	}
	return true
}

// maxTail is how many lines of text behind a quote still belong to it: footers
// of lists and the like. From seven on they are an answer.
const maxTail = 7

// markQuoted cuts from a marker to the end: when no quoted line comes behind it
// (all behind it is then quoted without marks), or when behind its quotes only a
// few lines of text are left. A divider always cuts.
func markQuoted(lines []line) {
	lastQuote, tail, text := lastOf(lines, quote), tailStart(lines), false
	for i := range lines {
		l := &lines[i]
		if l.rule != "" {
			continue
		}
		if l.kind == words {
			text = true
		}
		if l.kind != embedded {
			continue
		}
		if l.divider || i > lastQuote || (text && onlyQuotes(lines[i:tail])) {
			cutFrom(lines, i, l.form)
			return
		}
	}
}

// tailStart gives where the few last lines of text begin; the end of lines if
// there are too many to be a tail.
func tailStart(lines []line) int {
	count := 0
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i].rule != "" || lines[i].kind == empty || lines[i].kind == device {
			continue
		}
		if lines[i].kind != words {
			if count >= maxTail {
				return len(lines)
			}
			return i + 1
		}
		count++
	}
	return len(lines)
}

// onlyQuotes tells whether lines hold no text of their own.
func onlyQuotes(lines []line) bool {
	for _, l := range lines {
		if l.rule == "" && l.kind == words {
			return false
		}
	}
	return true
}

func lastOf(lines []line, k kind) int {
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i].rule == "" && lines[i].kind == k {
			return i
		}
	}
	return -1
}

// markLines cuts the single lines that are left: quotes between the answers,
// markers, lines of devices, disclaimers and footers with their paragraph.
func markLines(lines []line) {
	paragraph := ""
	for i := range lines {
		l := &lines[i]
		if l.kind == empty {
			paragraph = ""
			continue
		}
		if l.rule != "" {
			continue
		}
		switch l.kind {
		case quote:
			l.cut("citaat")
		case embedded, device:
			l.cut(l.form)
		case closing:
			paragraph = l.form
			l.cut(l.form)
		default:
			if paragraph != "" {
				l.cut(paragraph)
			}
		}
	}
}

// cutFrom cuts all lines from i on that no rule has cut yet.
func cutFrom(lines []line, i int, rule string) {
	for j := i; j < len(lines); j++ {
		lines[j].cut(rule)
	}
}
