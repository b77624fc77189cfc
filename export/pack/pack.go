// Package pack makes the session packs: what a team prints and writes on when
// it sits down to learn.
//
// It reads a snapshot's tables and gives HTML files that need nothing beside
// them: index.html, the agenda; one file per driver that is due; sessie.html, all
// of it, one driver per spread; management.html; kwartaal.html, which looks back
// at a quarter; complimenten.html to give back to teams; and oefenen.html, cases
// to practise with. What a session came to is written in a file that Record lays
// out. The same tables give the same bytes. It changes nothing in the tables and
// decides nothing: the order on the agenda is a proposal.
package pack

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"

	"luister/export/facts"
	"luister/export/figures"
	"luister/export/learning"
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

// sheet is what every file of a pack is given.
type sheet struct {
	Style        template.CSS
	Organisation string
	Facts        *facts.Facts
	Due          []*facts.Driver
	templates    *template.Template
	About        *about   // in the file of a driver
	All          []*about // in the file with everything
	Management   *management
	Review       *Review
	Letters      []letter
}

// about is what the file of a driver tells.
type about struct {
	*facts.Driver
	Number      int // on the agenda, from 1
	Months      []facts.Count
	Topics      []facts.Count
	Experience  []facts.Count
	Departments []facts.Segment
	Products    []facts.Segment
	Voices      *facts.Voices
	Asked       []Asked

	Trend    table.DriverTrend
	Over     []table.DriverSegment // where it is more than chance
	Impacts  []table.DriverImpact
	Again    table.DriverRepeat
	Measures []table.MeasureEffect
	Units    []table.DriverUnit
}

// A driver fits on two pages with these.
const (
	shownCodes  = 4
	shownQuotes = 4
	shownSaid   = 3
)

// A Maker makes the packs of one snapshot.
type Maker struct {
	tables       *table.Tables
	organisation string
	labels       page.Labels
	templates    *template.Template
	facts        *facts.Facts
	figures      *figures.Figures
	learning     *learning.Learning
}

// About says whose packs they are, by what scheme their feedback is coded, and
// what was counted of it.
type About struct {
	Organisation string       // may be empty
	Scheme       *code.Scheme // nil: the shipped one
	Facts        *facts.Facts // nil: they are read; else they get the agenda of the tables
}

// New reads what packs tell.
func New(tables *table.Tables, of About) (*Maker, error) {
	if of.Scheme == nil {
		of.Scheme = code.DefaultScheme()
	}
	m := &Maker{tables: tables, organisation: of.Organisation, labels: page.NewLabels(of.Scheme)}
	m.templates = template.Must(template.New("pack").Funcs(page.Funcs(m.labels)).Parse(packText + ReviewText))
	var err1, err2, err3 error
	if m.facts = of.Facts; m.facts == nil {
		m.facts, err1 = facts.Load(tables)
	} else {
		err1 = m.facts.Agenda(tables)
	}
	m.figures, err2 = figures.Load(tables)
	m.learning, err3 = learning.Load(tables)
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return m, nil
}

// Write makes the packs of tables in folder dir, which must not exist yet.
func Write(dir string, tables *table.Tables, of About) error {
	m, err := New(tables, of)
	if err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	var parts errgroup.Group
	parts.Go(func() error { return m.forSession(dir) })
	parts.Go(func() error { return m.others(dir) })
	return parts.Wait()
}

// forSession makes the agenda and what is told about each driver on it.
func (m *Maker) forSession(dir string) error {
	s := m.sheet(m.facts.Due(Most))
	if err := s.file(dir, "index.html", "agenda"); err != nil {
		return err
	}
	var err error
	if s.All, err = m.tellAll(s.Due); err != nil {
		return err
	}
	for _, about := range s.All {
		one := m.sheet(s.Due)
		one.About = about
		if err := one.file(dir, about.ID+".html", "driver"); err != nil {
			return err
		}
	}
	return s.file(dir, "sessie.html", "session")
}

// others makes what is not about a session: the page for management, the review
// of a quarter, the compliments to give back, and the cases to practise with.
func (m *Maker) others(dir string) error {
	s := m.sheet(m.facts.Due(Most))
	var err error
	if s.Management, err = m.management(); err != nil {
		return err
	}
	if err := s.file(dir, "management.html", "management"); err != nil {
		return err
	}
	if s.Review, err = NewReview(m.tables, m.facts, m.figures, m.learning); err != nil {
		return err
	}
	if err := s.file(dir, "kwartaal.html", "quarter"); err != nil {
		return err
	}
	if s.Letters, err = m.compliments(); err != nil {
		return err
	}
	if err := s.file(dir, "complimenten.html", "compliments"); err != nil {
		return err
	}
	if s.Letters, err = m.cases(); err != nil {
		return err
	}
	return s.file(dir, "oefenen.html", "cases")
}

// Session writes one file about drivers: the agenda, and a spread for each. With
// no ids it is about those that are due.
func (m *Maker) Session(w io.Writer, ids []string) error {
	s := m.sheet(m.facts.Due(Most))
	if len(ids) > 0 {
		s.Due = nil
		for _, id := range ids {
			d := m.facts.Driver(id)
			if d == nil {
				return fmt.Errorf("there is no driver %q in use; 'luister drivers' lists them", id)
			}
			s.Due = append(s.Due, d)
		}
	}
	var err error
	if s.All, err = m.tellAll(s.Due); err != nil {
		return err
	}
	return s.write(w, "session")
}

// Record writes what a session about drivers came to, for people to fill in.
func (m *Maker) Record(w io.Writer, ids []string) error {
	if len(ids) == 0 {
		for _, d := range m.facts.Due(Most) {
			ids = append(ids, d.ID)
		}
	}
	names := map[string]string{}
	for _, id := range ids {
		if d := m.facts.Driver(id); d != nil {
			names[id] = d.Name
		}
	}
	return record(w, ids, names)
}

func (m *Maker) sheet(due []*facts.Driver) *sheet {
	return &sheet{Style: template.CSS(page.Style + packStyle), Organisation: m.organisation, Facts: m.facts, Due: due, templates: m.templates}
}

// tellAll gathers what is told about drivers.
func (m *Maker) tellAll(due []*facts.Driver) ([]*about, error) {
	all := make([]*about, len(due))
	var telling errgroup.Group
	telling.SetLimit(runtime.GOMAXPROCS(0))
	for i, d := range due {
		telling.Go(func() (err error) {
			if all[i], err = m.tell(d); err == nil {
				all[i].Number = i + 1
			}
			return err
		})
	}
	if err := telling.Wait(); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return all, nil
}

// tell gathers what is told about a driver.
func (m *Maker) tell(d *facts.Driver) (*about, error) {
	f := m.facts
	voices, err := f.Voices(m.tables, d)
	if err != nil {
		return nil, err
	}
	v := *voices
	v.Typical, v.Causes, v.Expected, v.Compliments = first(v.Typical, shownQuotes), first(v.Causes, shownSaid), first(v.Expected, shownSaid), first(v.Compliments, shownSaid)
	return &about{Driver: d, Months: f.Monthly(d.Rows), Voices: &v, Asked: ask(f, d, m.labels),
		Topics: first(f.TallyCodes(d.Rows, &f.Topics), shownCodes), Experience: first(f.TallyCodes(d.Rows, &f.Experience), shownCodes),
		Departments: f.Segments(d.Rows, &f.Department), Products: f.Segments(d.Rows, &f.Product),
		Trend: m.figures.Trends[d.ID], Over: first(m.figures.Segments[d.ID], shownCodes), Impacts: m.figures.Impacts[d.ID], Again: m.learning.Repeats[d.ID],
		Measures: m.learning.MeasuresOf(d.ID), Units: first(m.learning.UnitsOf(d.ID), shownSaid)}, nil
}

func first[T any](all []T, n int) []T { return all[:min(n, len(all))] }

func (s *sheet) write(w io.Writer, name string) error {
	var b bytes.Buffer
	if err := s.templates.ExecuteTemplate(&b, name, s); err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (s *sheet) file(dir, file, name string) error {
	var b bytes.Buffer
	if err := s.write(&b, name); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, file), b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	return nil
}
