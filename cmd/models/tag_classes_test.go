package main

import (
	"testing"

	"luister/nlp"
	"luister/nlp/tag"
)

// TestClosedClasses holds which words are said to be of closed classes, and that
// what the lists say of them stays.
func TestClosedClasses(t *testing.T) {
	var text [][]tag.Example
	add := func(times int, word string, upos nlp.UPOS) {
		for range times {
			text = append(text, []tag.Example{{Text: word, Norm: word, Allowed: 1 << upos}})
		}
	}
	add(100, "dat", nlp.PRON)
	add(50, "dat", nlp.SCONJ)
	add(1, "dat", nlp.ADV) // once is a mistake
	add(500, "op", nlp.ADP)
	add(10, "op", nlp.SCONJ) // one in fifty is too seldom
	add(4, "mits", nlp.SCONJ)
	add(9, "huis", nlp.NOUN)
	lists := classTable(map[string]uint16{"op": classNoun, "huis": classNoun})
	closed := closedClasses(lists, text)
	for word, want := range map[string]uint16{
		"dat":  tag.ClassPronoun | tag.ClassConjunction,
		"op":   tag.ClassPreposition,
		"mits": 0,
		"huis": 0,
	} {
		class, _ := lookUp(closed, word)
		listed, _ := lookUp(lists, word)
		got := class &^ listed
		if got != want {
			t.Errorf("%s: closed classes %b, want %b", word, got, want)
		}
	}
	if class, _ := lookUp(closed, "op"); class&classNoun == 0 {
		t.Error("op is no longer what the list says")
	}
}
