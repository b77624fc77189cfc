package web

import (
	_ "embed"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"luister/cluster/indicator"
	"luister/cluster/infer"
)

// explained says of every figure on the pages how it is made.
//
//go:embed uitleg.tsv
var explained string

// explanation is how one figure is made, in words.
type explanation struct {
	ID, Name, What, Formula, Least, Interval, Source string
}

// explanationPart is the figures of one heading.
type explanationPart struct {
	Name    string
	Figures []explanation
}

// parseExplanations reads the explanations; the minima stand in them by name.
func parseExplanations(text string) ([]explanationPart, error) {
	text = strings.NewReplacer("{n}", strconv.Itoa(infer.MinN), "{groep}", strconv.Itoa(infer.MinGroup), "{cel}", strconv.Itoa(infer.MinCell)).Replace(text)
	var parts []explanationPart
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if name, heading := strings.CutPrefix(line, "> "); heading {
			parts = append(parts, explanationPart{Name: name})
			continue
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 7 || len(parts) == 0 {
			return nil, fmt.Errorf("web: the explanation %q has %d fields, want 7 below a heading", f[0], len(f))
		}
		last := &parts[len(parts)-1]
		last.Figures = append(last.Figures, explanation{f[0], f[1], f[2], f[3], f[4], f[5], f[6]})
	}
	return parts, nil
}

// explanation gives how a figure is made, by id.
func (s *Server) explanation(id string) (explanation, error) {
	for _, p := range s.explanations {
		for _, e := range p.Figures {
			if e.ID == id {
				return e, nil
			}
		}
	}
	return explanation{}, fmt.Errorf("web: nothing explains %q", id)
}

// explainData is what the page of explanations shows.
type explainData struct {
	Parts      []explanationPart
	Indicators []indicator.Definition
}

// explain says how every figure is made.
func (s *Server) explain(*http.Request) (*view, error) {
	return &view{Page: "explain", Title: "Uitleg", Data: explainData{s.explanations, indicator.Definitions()}}, nil
}
