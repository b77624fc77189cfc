package main

import (
	"strings"

	"luister/nlp"
)

// inflectedNouns adds the regular plurals and diminutives of nouns as far as they
// are among the inflected forms: the lists have those and the singulars, but seldom
// which belongs to which.
func inflectedNouns(nouns []formLemma, forms map[string]bool) (all []formLemma) {
	for _, n := range nouns {
		if n.upos != nlp.NOUN || n.form != n.lemma || len(n.form) < 3 || strings.ContainsAny(n.form, "-.' ") {
			continue
		}
		for _, form := range nounForms(n.form) {
			if forms[form] {
				all = append(all, formLemma{form, n.form, nlp.NOUN, 1})
			}
		}
	}
	return all
}

// nounForms gives what the plural and the diminutive of a noun can be.
func nounForms(noun string) []string {
	stems := nounStems(noun)
	var all []string
	for _, stem := range stems {
		all = append(all, stem+"en", stem+"etje", stem+"etjes")
	}
	all = append(all, noun+"s", noun+"'s", noun+"n")
	for _, end := range [...]string{"je", "tje", "pje"} {
		all = append(all, noun+end, noun+end+"s")
	}
	last := noun[len(noun)-1]
	if base, ok := strings.CutSuffix(noun, "ing"); ok {
		all = append(all, base+"inkje", base+"inkjes")
	}
	if base, ok := strings.CutSuffix(noun, "heid"); ok {
		all = append(all, base+"heden")
	}
	if strings.IndexByte("aou", last) >= 0 { // "autootje"
		all = append(all, noun+string(last)+"tje", noun+string(last)+"tjes")
	}
	return all
}

// nounStems gives the stems that a noun can have before a vowel: "bus" buss,
// "raam" ram, "brief" briev.
func nounStems(noun string) []string {
	stems := []string{noun}
	n := len(noun)
	last, before := noun[n-1], noun[n-2]
	if !vowel(before) || vowel(last) {
		if soft := soften(last); soft != last {
			stems = append(stems, noun[:n-1]+string(soft)) // "golf"
		}
		return stems
	}
	if n < 3 || noun[n-3] != before { // not a long vowel
		stems = append(stems, noun+string(last))
	} else {
		stems = append(stems, noun[:n-2]+string(last), noun[:n-2]+string(soften(last)))
	}
	return append(stems, noun[:n-1]+string(soften(last)))
}

func vowel(b byte) bool { return strings.IndexByte("aeiou", b) >= 0 }

// soften gives the consonant that f and s become before a vowel.
func soften(b byte) byte {
	switch b {
	case 'f':
		return 'v'
	case 's':
		return 'z'
	}
	return b
}
