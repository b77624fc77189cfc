// Package pack makes the session packs: what a team prints and writes on when
// it sits down to learn.
//
// It reads a snapshot's tables and gives a folder of HTML files that need
// nothing beside them: index.html, the agenda; one file per driver that is due;
// and sessie.html, all of it, one driver per spread. The same tables give the same bytes. It changes nothing in the tables
// and decides nothing: the order on the agenda is a proposal.
package pack

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"sync"

	"luister/export/facts"
	"luister/export/page"
	"luister/export/table"
	"luister/nlp/code"
)

// Most is how many drivers a session is about at most.
const Most = 10

//go:embed pack.html.tmpl
var packText string

//go:embed pack.css
var packStyle string

var labels = sync.OnceValue(func() page.Labels { return page.NewLabels(code.DefaultScheme()) })

var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("pack").Funcs(page.Funcs(labels())).Funcs(template.FuncMap{"place": func(i int) int { return i + 1 }}).Parse(packText))
})

// sheet is what every file of a pack is given.
type sheet struct {
	Style        template.CSS
	Organisation string
	Facts        *facts.Facts
	Due          []*facts.Driver
	About        *about   // in the file of a driver
	All          []*about // in the file with everything
}

// about is what the file of a driver tells.
type about struct {
	*facts.Driver
	Place       int // on the agenda, from 1
	Months      []facts.Count
	Topics      []facts.Count
	Experience  []facts.Count
	Departments []facts.Segment
	Products    []facts.Segment
	Voices      *facts.Voices
	Asked       []Asked
}

// A driver fits on two pages with these.
const (
	shownCodes  = 4
	shownQuotes = 4
	shownSaid   = 3
)

// Write makes the packs of tables in folder dir, which must not exist yet.
func Write(dir string, tables *table.Tables, organisation string) error {
	f, err := facts.Load(tables)
	if err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	s := sheet{Style: template.CSS(page.Style + packStyle), Organisation: organisation, Facts: f, Due: f.Due(Most)}
	if err := s.write(filepath.Join(dir, "index.html"), "agenda"); err != nil {
		return err
	}
	var all []*about
	for i, d := range s.Due {
		if s.About, err = tell(f, tables, d); err != nil {
			return fmt.Errorf("pack: %w", err)
		}
		s.About.Place = i + 1
		if err := s.write(filepath.Join(dir, d.ID+".html"), "driver"); err != nil {
			return err
		}
		all = append(all, s.About)
	}
	s.About, s.All = nil, all
	return s.write(filepath.Join(dir, "sessie.html"), "session")
}

// tell gathers what is told about a driver.
func tell(f *facts.Facts, tables *table.Tables, d *facts.Driver) (*about, error) {
	voices, err := f.Voices(tables, d)
	if err != nil {
		return nil, err
	}
	v := *voices
	v.Typical, v.Causes, v.Expected, v.Compliments = first(v.Typical, shownQuotes), first(v.Causes, shownSaid), first(v.Expected, shownSaid), first(v.Compliments, shownSaid)
	return &about{Driver: d, Months: f.Monthly(d.Rows), Voices: &v, Asked: ask(f, d, labels()),
		Topics: first(f.TallyCodes(d.Rows, &f.Topics), shownCodes), Experience: first(f.TallyCodes(d.Rows, &f.Experience), shownCodes),
		Departments: f.Segments(d.Rows, &f.Department), Products: f.Segments(d.Rows, &f.Product)}, nil
}

func first[T any](all []T, n int) []T { return all[:min(n, len(all))] }

func (s *sheet) write(path, name string) error {
	var b bytes.Buffer
	if err := templates().ExecuteTemplate(&b, name, s); err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	return nil
}
