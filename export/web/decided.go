package web

import (
	"net/http"
	"slices"

	"luister/cluster/decision"
)

// decidedData is what the page of decisions shows.
type decidedData struct {
	Rows  []decidedRow
	Notes []string // why decisions have no effect
}

// decided shows everything that was decided: who, when and why.
func (s *Server) decided(_ *http.Request, o *opened) (*view, error) {
	now, err := s.decisions.read()
	if err != nil {
		return nil, err
	}
	every := func(*decision.Event) bool { return true }
	return &view{Page: "decided", Title: "Besluiten", Data: decidedData{s.rowsOf(now.about(every), now, o), now.State.Notes}}, nil
}

// notice says what was just written down, after a form brought its sender back.
func (s *Server) notice(r *http.Request, o *opened) (string, error) {
	id := r.URL.Query().Get("besluit")
	if id == "" {
		return "", nil
	}
	now, err := s.decisions.read()
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(now.Events, func(e decision.Event) bool { return e.ID == id })
	if i < 0 {
		return "", nil
	}
	return s.sentence(&now.Events[i], o.facts), nil
}
