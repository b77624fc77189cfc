package web

import (
	"net/http"

	"luister/export/facts"
	"luister/nlp/code"
)

// schemeData is what the page of the coding scheme shows.
type schemeData struct {
	Lists []schemeList
}

// schemeList is one kind of code.
type schemeList struct {
	Name, Field string
	Codes       []schemeCode
}

// schemeCode is a code with how much feedback has it.
type schemeCode struct {
	code.Class
	Count   facts.Count
	Address string
}

// scheme shows what feedback is coded by, and how often each code was given.
func (s *Server) scheme(_ *http.Request, o *opened) (*view, error) {
	f, rows := o.facts, o.facts.All()
	var d schemeData
	for _, list := range []struct {
		name, field, search string
		classes             []code.Class
		counts              []facts.Count
	}{
		{"Onderwerp", "topic", "onderwerp", s.options.Scheme.Topics, f.TallyCodes(rows, &f.Topics)},
		{"Beleving", "experience", "", s.options.Scheme.Experiences, f.TallyCodes(rows, &f.Experience)},
		{"Vorm", "form", "vorm", s.options.Scheme.Forms, f.Tally(rows, &f.Form)},
		{"Sentiment", "sentiment", "sentiment", s.options.Scheme.Sentiments, f.Tally(rows, &f.Sentiment)},
	} {
		counts := map[string]facts.Count{}
		for _, c := range list.counts {
			counts[c.Value] = c
		}
		all := schemeList{Name: list.name, Field: list.field}
		for _, class := range list.classes {
			one := schemeCode{Class: class, Count: counts[class.ID]}
			if list.search != "" {
				one.Address = "/zoeken?" + list.search + "=" + class.ID
			}
			one.Label = s.labels.Topic(class.ID)
			all.Codes = append(all.Codes, one)
		}
		d.Lists = append(d.Lists, all)
	}
	return &view{Page: "scheme", Title: "Indeling", Data: d}, nil
}
