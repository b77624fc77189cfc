package page

import (
	"strings"

	"luister/nlp/code"
)

// Labels are the Dutch names of the codes of a scheme.
type Labels struct{ names map[string]string }

// NewLabels takes the names from a scheme.
func NewLabels(s *code.Scheme) Labels { return Labels{s.Labels()} }

// Of names a code; one that the scheme does not know is its own name.
func (l Labels) Of(id string) string {
	if name := l.names[id]; name != "" {
		return name
	}
	return strings.ReplaceAll(id, "_", " ")
}

// Topic names a topic with the group it is in; a group of one topic that is
// called the same is named once.
func (l Labels) Topic(id string) string {
	if l.names[id] == "" || code.Group(id) == id || l.Of(code.Group(id)) == l.Of(id) {
		return l.Of(id)
	}
	return l.Of(code.Group(id)) + " · " + l.Of(id)
}
