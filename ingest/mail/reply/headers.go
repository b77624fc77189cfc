package reply

import "strings"

// maxBlock is how many lines a block of headers may take.
const maxBlock = 25

// ruleHeaders is the rule of a block of headers.
const ruleHeaders = "berichtkop"

// markHeaders cuts from the first block of header lines on: Outlook writes one
// above what it quotes, with or without a divider.
func markHeaders(lines []line) {
	for i := range lines {
		if lines[i].rule == "" && lines[i].kind == header && isBlock(lines[i:]) {
			cutFrom(lines, i, ruleHeaders)
			return
		}
	}
}

// isBlock tells whether the lines start with a header block: at least three
// different headers, who or when among them, with at most two lines of text
// (wrapped values) or one blank line between two of them.
func isBlock(lines []line) bool {
	roles := map[string]bool{}
	gap, blank := 0, 0
	for _, l := range lines[:min(maxBlock, len(lines))] {
		switch l.kind {
		case header:
			roles[l.role] = true
			gap, blank = 0, 0
		case empty:
			blank++
		default:
			gap++
		}
		if gap > 2 || blank > 1 {
			break
		}
	}
	return len(roles) >= 3 && (roles["from"] || roles["date"] && roles["subject"])
}

// A Quoted is a message as another one quotes it.
type Quoted struct {
	From, Date, Subject string
	Body                string
}

// Headers reads the block of headers above a quoted message: false if text does not
// begin with one, behind a divider and blank lines.
func Headers(text string) (q Quoted, ok bool) {
	fields := map[string]*string{"from": &q.From, "date": &q.Date, "subject": &q.Subject}
	set, seen, last := rules(), map[string]bool{}, (*string)(nil)
	rest := text
	for rest != "" {
		s, after, _ := strings.Cut(rest, "\n")
		bare := strings.TrimSpace(plainBlanks(s))
		role := set.role(bare)
		switch {
		case role != "" && !(seen[role] && role != "other"):
			seen[role], last = true, fields[role]
			if last != nil {
				_, v, _ := strings.Cut(bare, ":")
				*last = strings.Trim(v, " *_")
			}
		case bare == "" && len(seen) > 0 && !goesOn(set, after):
			q.Body = after
			return q, seen["from"]
		case bare == "":
		case len(seen) == 0 && (simpleKind(s) == delimiter || set.divider(bare, strings.ToLower(bare)) != nil):
		case len(seen) > 0 && last != nil: // wrapped
			*last += " " + bare
		case len(seen) == 0:
			return q, false
		}
		rest = after
	}
	return q, false
}

// goesOn says whether headers go on behind a blank line.
func goesOn(set *ruleSet, rest string) bool {
	next, _, _ := strings.Cut(rest, "\n")
	return set.role(strings.TrimSpace(plainBlanks(next))) != ""
}
