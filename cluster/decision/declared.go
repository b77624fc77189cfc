package decision

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// DeclaredFile is the name of the file in which people state what they decided
// about drivers, by hand. The program only reads it.
const DeclaredFile = "drivers.yaml"

// Declared is what drivers.yaml states.
type Declared struct {
	Drivers []DeclaredDriver `yaml:"drivers"`
}

// A DeclaredDriver is what drivers.yaml states about one driver; what is empty
// is not stated.
type DeclaredDriver struct {
	ID          string   `yaml:"id"`
	Name        string   `yaml:"name"`
	Description string   `yaml:"description"`
	Owner       string   `yaml:"owner"`
	Status      string   `yaml:"status"`  // see Stages
	Merge       []string `yaml:"merge"`   // drivers that go into it
	Apart       []string `yaml:"apart"`   // drivers that it never becomes one with
	Pin         []string `yaml:"pin"`     // feedback that belongs to it
	Forbid      []string `yaml:"forbid"`  // feedback that is never in it
	Retired     bool     `yaml:"retired"` // it takes no new feedback

	Split []DeclaredSplit `yaml:"split"` // what leaves it for a driver of its own
}

// A DeclaredSplit is feedback that, with what is like it, leaves a driver for a
// new one. It stays the same split as long as its first feedback is the same.
type DeclaredSplit struct {
	Feedback []string `yaml:"feedback"`
	Name     string   `yaml:"name"` // of the new driver; empty: the program names it
}

// event stands for the id of an event that a split by hand has not.
func (d DeclaredSplit) event(driver string) string {
	return DeclaredFile + ":" + driver + ":" + d.Feedback[0]
}

// ByHand tells whether an event is not one of the log, but stated in drivers.yaml.
func ByHand(event string) bool {
	return event == DeclaredFile || strings.HasPrefix(event, DeclaredFile+":")
}

// ReadDeclared reads drivers.yaml of workspace ws; without the file nothing is
// declared. Errors say where in the file.
func ReadDeclared(ws string) (Declared, error) {
	path := filepath.Join(ws, DeclaredFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Declared{}, nil
	}
	if err != nil {
		return Declared{}, fmt.Errorf("decisions: %w", err)
	}
	d, err := ParseDeclared(b)
	if err != nil {
		return Declared{}, fmt.Errorf("%s: %w", path, err)
	}
	return d, nil
}

// ParseDeclared reads the content of a drivers.yaml.
func ParseDeclared(b []byte) (Declared, error) {
	var d Declared
	if err := DecodeYAML(b, &d); err != nil {
		return Declared{}, err
	}
	seen := map[string]bool{}
	for i := range d.Drivers {
		if err := d.Drivers[i].check(); err != nil {
			return Declared{}, fmt.Errorf("drivers[%d]: %w", i, err)
		}
		if seen[d.Drivers[i].ID] {
			return Declared{}, fmt.Errorf("drivers[%d]: %s is there twice", i, d.Drivers[i].ID)
		}
		seen[d.Drivers[i].ID] = true
	}
	return d, nil
}

// DecodeYAML reads a file that people write by hand; a field that nobody knows is
// an error. The decoder panics on some malformed input, such as a tag without a
// value.
func DecodeYAML(b []byte, into any) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("this is not YAML that can be read")
		}
	}()
	err = yaml.NewDecoder(bytes.NewReader(b), yaml.Strict()).Decode(into)
	if err != nil && !errors.Is(err, io.EOF) {
		return errors.New(yaml.FormatError(err, false, true))
	}
	return nil
}

func (d *DeclaredDriver) check() error {
	for _, id := range slices.Concat([]string{d.ID}, d.Merge, d.Apart) {
		if !IsDriver(id) {
			return fmt.Errorf("%q is not the id of a driver, such as D0003", id)
		}
	}
	if slices.Contains(d.Merge, d.ID) || slices.Contains(d.Apart, d.ID) {
		return fmt.Errorf("%s names itself", d.ID)
	}
	for _, split := range d.Split {
		if len(split.Feedback) == 0 || slices.Contains(split.Feedback, "") {
			return fmt.Errorf("%s: a split needs the feedback that leaves", d.ID)
		}
	}
	if d.Status != "" && !slices.Contains(Stages(), d.Status) {
		return fmt.Errorf("status %q is none of %s", d.Status, strings.Join(Stages(), ", "))
	}
	return nil
}

// declare folds in what drivers.yaml states, over what events said.
func (s *State) declare(declared Declared) {
	s.overrule(declared)
	for i := range declared.Drivers {
		d := &declared.Drivers[i]
		s.speak(append([]string{d.ID}, d.Merge...)...)
		s.declareAbout(d)
		for _, other := range d.Apart {
			s.part(d.ID, other)
		}
		for _, from := range d.Merge {
			s.merge(DeclaredFile, from, d.ID)
		}
		if d.Retired {
			s.merge(DeclaredFile, d.ID, None)
		}
		for _, split := range d.Split {
			s.Founded = append(s.Founded, Founding{split.event(d.ID), s.Resolve(d.ID), split.Feedback, split.Name})
		}
		s.pin(d.Pin, d.ID)
		s.forbid(d.Forbid, d.ID)
	}
}

// overrule takes away what events said about the place of drivers that
// drivers.yaml states.
func (s *State) overrule(declared Declared) {
	for i := range declared.Drivers {
		d := &declared.Drivers[i]
		stated := slices.Clone(d.Merge)
		if len(d.Merge) > 0 || d.Retired {
			stated = append(stated, d.ID)
		}
		for _, id := range stated {
			if into, said := s.Into[id]; said && !(slices.Contains(d.Merge, id) && into == d.ID) {
				s.note("%s: that %s went into %s in %s is overruled by %s", d.ID, id, into, LogFile, DeclaredFile)
			}
			delete(s.Into, id)
		}
	}
}

func (s *State) declareAbout(d *DeclaredDriver) {
	said := s.Drivers[d.ID]
	for _, f := range []struct {
		kind           Kind
		stated, before string
	}{{Rename, d.Name, said.Name}, {Describe, d.Description, said.Description}, {Owner, d.Owner, said.Owner}, {Status, d.Status, said.Stage}} {
		if f.stated == "" {
			continue
		}
		if f.before != "" && f.before != f.stated {
			s.note("%s: %s in %s is overruled by %s", d.ID, f.kind, LogFile, DeclaredFile)
		}
		s.say(d.ID, f.kind, f.stated)
	}
}
