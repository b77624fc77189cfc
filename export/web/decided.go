package web

import (
	"net/http"
	"slices"
	"strconv"

	"luister/cluster/decision"
)

// decidedData is what the page of decisions shows.
type decidedData struct {
	All          int
	Rows         []decidedRow // of this page
	Notes        []string     // why decisions have no effect
	Newer, Older int          // pages before and after this one; 0 if there is none
}

const decisionsPerPage = 100

// decided shows everything that was decided: who, when and why.
func (s *Server) decided(r *http.Request, o *opened) (*view, error) {
	now, err := s.decisions.read()
	if err != nil {
		return nil, err
	}
	all := now.about(func(*decision.Event) bool { return true })
	d := decidedData{All: len(all), Notes: now.State.Notes}
	pages := (len(all) + decisionsPerPage - 1) / decisionsPerPage
	page, _ := strconv.Atoi(r.URL.Query().Get("pagina"))
	page = max(1, min(page, pages))
	if d.Newer = page - 1; page < pages {
		d.Older = page + 1
	}
	d.Rows = s.rowsOf(all[min(len(all), (page-1)*decisionsPerPage):min(len(all), page*decisionsPerPage)], now, o)
	return &view{Page: "decided", Title: "Besluiten", Data: d}, nil
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
