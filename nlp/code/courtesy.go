package code

import "strings"

// longestSignature is how many words may stand below a closing, longestClosing how
// many polite ones before its last: "met de meeste hoogachting en vriendelijke groet".
const longestSignature, longestClosing = 12, 8

// dropCourtesy takes salutations and closings with the names below them out of the
// words: "Beste klantenservice," praises nobody, nor does "Met vriendelijke groet".
func (v *view) dropCourtesy(text string) {
	if v.marked&(markOpens|markGreets|markCloses) == 0 {
		return
	}
	words := v.words
	v.letters = 0
	kept := 0
	for i := 0; i < len(words); {
		if n := v.courtesy(i, text); n > 0 {
			i += n
			continue
		}
		words[i].kept = true
		v.letters += words[i].span.End - words[i].span.Start
		i++
	}
	for _, w := range words {
		if w.kept {
			words[kept] = w
			kept++
		}
	}
	clear(words[kept:])
	v.words = words[:kept]
}

// courtesy gives the number of words of the salutation or closing that starts at word i.
func (v *view) courtesy(i int, text string) int {
	if i > 0 && !v.breaks(i, text) {
		if fold(v.words[i].span.Of(text)) != "met" { // "alvast bedankt en met vriendelijke groet"
			return 0
		}
		return v.closing(i, text)
	}
	if n := v.salutation(i, text); n > 0 {
		return n
	}
	return v.closing(i, text)
}

// breaks tells whether a clause or line starts at word i.
func (v *view) breaks(i int, text string) bool {
	a, b := v.words[i-1], v.words[i]
	return a.clause != b.clause || strings.IndexByte(text[a.span.End:b.span.Start], '\n') >= 0
}

// salutation reads "Geachte heer/mevrouw", "Goedemiddag team webshop", "Beste Jan,". A "beste"
// may also be praise: it greets only whom a comma or a new line follows.
func (v *view) salutation(i int, text string) int {
	at := v.words[i].mark
	if at&(markOpens|markGreets) == 0 || i > 0 && v.words[i-1].sentence == v.words[i].sentence && at&markGreets != 0 {
		return 0
	}
	end := i + 1
	for end < len(v.words) && !v.breaks(end, text) && (v.words[end].mark&markAddressed != 0 || v.words[end].named) {
		end++
	}
	if at&markGreets == 0 {
		return end - i
	}
	if end == len(v.words) && end > i+1 && strings.HasPrefix(text[v.words[end-1].span.End:], ",") {
		return end - i // what follows is in another language
	}
	if end == i+1 || end == len(v.words) || !v.breaks(end, text) || strings.ContainsAny(text[v.words[end-1].span.End:v.words[end].span.Start], ".!?") {
		return 0
	}
	return end - i
}

// closing reads "Met vriendelijke groeten", "Mvg", and the names below it.
func (v *view) closing(i int, text string) int {
	end := i
	for end < len(v.words) && end-i <= longestClosing && v.words[end].mark&markPolite != 0 && (end == i || !v.breaks(end, text)) {
		end++
	}
	if end == len(v.words) || v.words[end].mark&markCloses == 0 || end > i && v.breaks(end, text) {
		return 0
	}
	end++
	if i == 0 && end == 1 && end < len(v.words) && !v.breaks(end, text) {
		return 0 // "groet bij de balie nul" closes nothing
	}
	last := end
	for last < len(v.words) && v.signs(last, end, text) && last-end <= longestSignature {
		last++
	}
	if last < len(v.words) { // no signature: more is told
		for last = end; last < len(v.words) && v.words[last].named && v.words[last].sentence == v.words[end-1].sentence; {
			last++
		}
	}
	return last - i
}

// signs tells whether word i may be part of the signature behind a closing that ends
// before word end: a name, or what somebody is and where, and not what he thinks of
// something or a further sentence on the line.
func (v *view) signs(i, end int, text string) bool {
	w, before := &v.words[i], &v.words[i-1]
	if i > end && w.sentence != before.sentence && strings.IndexByte(text[before.span.End:w.span.Start], '\n') < 0 {
		return false
	}
	return w.named || !w.verb && w.polarity == 0
}
