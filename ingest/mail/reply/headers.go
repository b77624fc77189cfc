package reply

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
