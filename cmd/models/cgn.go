package main

import (
	"strings"

	"luister/nlp"
)

// allowedBy gives the parts of speech that a CGN tag leaves open for a word:
// where CGN does not make a difference of Universal Dependencies, or Frog is
// often wrong, all of them.
func allowedBy(cgn, word string) uint32 {
	class, rest, _ := strings.Cut(cgn, "(")
	has := func(feature string) bool { return strings.Contains(rest, feature) }
	set := func(tags ...nlp.UPOS) (bits uint32) {
		for _, t := range tags {
			bits |= 1 << t
		}
		return bits
	}
	switch class {
	case "N":
		if has("eigen") {
			return set(nlp.PROPN)
		}
		return set(nlp.NOUN)
	case "ADJ":
		return set(nlp.ADJ)
	case "WW":
		if auxiliaries[word] {
			return set(nlp.VERB, nlp.AUX)
		}
		if has("prenom") || has("vd") && has("vrij") {
			return set(nlp.VERB, nlp.ADJ)
		}
		return set(nlp.VERB)
	case "BW":
		return set(nlp.ADV, nlp.ADP, nlp.SCONJ)
	case "VZ":
		return set(nlp.ADP)
	case "VG":
		if has("neven") {
			return set(nlp.CCONJ)
		}
		return set(nlp.SCONJ)
	case "LID":
		return set(nlp.DET)
	case "VNW":
		return set(nlp.PRON, nlp.DET, nlp.ADV)
	case "TW":
		return set(nlp.NUM, nlp.ADJ)
	case "TSW":
		return set(nlp.INTJ)
	case "LET":
		return set(nlp.PUNCT, nlp.SYM)
	}
	if has("deeleigen") {
		return set(nlp.PROPN)
	}
	return 1<<(uint(nlp.VERB)+1) - 1
}

// auxiliaries are forms of verbs that can be auxiliaries.
var auxiliaries = wordSet(`ben bent is was waren zijn geweest wees heb hebt heeft had hadden hebben gehad word wordt werd werden worden geworden
	zal zult zullen zou zouden zul kan kunt kun kunnen kon konden gekund mag mogen mocht mochten moet moeten moest moesten wil wilt willen wilde wilden wou
	hoef hoeft hoeven hoefde hoefden laat laten liet lieten ga gaat gaan ging gingen blijf blijft blijven bleef bleven doe doet doen deed deden kom komt komen kwam kwamen`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
