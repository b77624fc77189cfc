// Package names finds the names of persons, places and organisations.
//
// It owns the word lists of names (data) and two recognisers: Rules, which
// works as shipped from lists and context and is what masking uses, and Model,
// a sequence tagger that a user trains on marked texts. Both read a text (or
// its tokens) and give nlp.Names in order, not overlapping. The package never
// changes a text and keeps none.
package names

// The types of nlp.Name.
const (
	Person       = "PER"
	Location     = "LOC"
	Organisation = "ORG"
	Misc         = "MISC"
)
