package code

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/goccy/go-yaml"
)

//go:embed data/scheme.yaml
var schemeFile []byte

// A Scheme is what documents are coded by. Ids never change; labels are what
// people see. A user can replace it by his own of the same shape.
type Scheme struct {
	Forms       []Class `yaml:"form"`
	Stances     []Class `yaml:"stance"`
	Lines       []Class `yaml:"line"`
	Sentiments  []Class `yaml:"sentiment"`
	Groups      []Class `yaml:"hoofdgroep"` // main groups of the topics: the part of an id before the full stop
	Topics      []Class `yaml:"onderwerp"`
	Experiences []Class `yaml:"beleving"`
	Flags       []Class `yaml:"flags"`
	Severities  []Class `yaml:"severity"`
}

// A Class is one code of a scheme.
type Class struct {
	ID          string `yaml:"id"`
	Label       string `yaml:"label"`
	Description string `yaml:"description"`
	// Patterns are the words that show it, one pattern a line; see pattern.go
	// for how they are written.
	Patterns string `yaml:"patterns"`
	// Examples are words or short phrases that show it, or texts that are of it,
	// as a user would list them.
	Examples []string `yaml:"examples"`
	// Shows are the experiences that a topic shows by itself, with the sign of the
	// feeling it is told with: "-eerlijk_betrouwbaar" of a promise that was not kept.
	Shows []string `yaml:"shows"`
	// Sub are the classes below it, to any depth. Their ids begin with its own
	// and a full stop, which may be left out.
	Sub []Class `yaml:"sub"`
}

// DefaultScheme is the scheme the program ships.
var DefaultScheme = sync.OnceValue(func() *Scheme {
	s, err := ParseScheme(schemeFile)
	if err != nil {
		panic("the shipped scheme cannot be read: " + err.Error())
	}
	return s
})

// LoadScheme reads a user's scheme from YAML. Parts it leaves out are those of
// the default scheme.
func LoadScheme(path string) (*Scheme, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the scheme: %w", err)
	}
	s, err := ParseScheme(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	s.Complete()
	return s, nil
}

// ParseScheme reads a scheme from YAML; what it leaves out stays empty.
func ParseScheme(b []byte) (*Scheme, error) {
	s := new(Scheme)
	if err := yaml.UnmarshalWithOptions(b, s, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("the scheme is not as expected: %w", err)
	}
	s.flatten()
	return s, s.check()
}

// flatten puts what stands below a topic beside it. A topic that has others
// below it is a group, and a topic itself only if something shows it.
func (s *Scheme) flatten() {
	var flat []Class
	for _, c := range s.Topics {
		flat = s.spread(flat, c, "")
	}
	s.Topics = flat
}

func (s *Scheme) spread(flat []Class, c Class, above string) []Class {
	if c.ID == "" {
		c.ID = slug(c.Label)
	}
	if above != "" && c.ID != "" && !strings.HasPrefix(c.ID, above+".") {
		c.ID = above + "." + c.ID
	}
	if c.Label == "" {
		c.Label = c.ID[strings.LastIndexByte(c.ID, '.')+1:]
	}
	sub := c.Sub
	c.Sub = nil
	if len(sub) > 0 && !slices.ContainsFunc(s.Groups, func(g Class) bool { return g.ID == c.ID }) {
		s.Groups = append(s.Groups, Class{ID: c.ID, Label: c.Label, Description: c.Description})
	}
	if len(sub) == 0 || c.Patterns != "" || len(c.Examples) > 0 {
		flat = append(flat, c)
	}
	for _, below := range sub {
		flat = s.spread(flat, below, c.ID)
	}
	return flat
}

// slug makes an id of a label: "Openbaar groen & water" -> "openbaar_groen_water".
func slug(label string) string {
	words := strings.FieldsFunc(fold(label), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "_")
}

func (s *Scheme) lists() []*[]Class {
	return []*[]Class{&s.Forms, &s.Stances, &s.Lines, &s.Sentiments, &s.Groups, &s.Topics, &s.Experiences, &s.Flags, &s.Severities}
}

// Complete fills the parts that s leaves out from the default scheme. The groups
// belong to the topics.
func (s *Scheme) Complete() {
	theirs, ownTopics := DefaultScheme().lists(), len(s.Topics) > 0
	for i, list := range s.lists() {
		if list == &s.Groups && ownTopics {
			continue
		}
		if len(*list) == 0 {
			*list = *theirs[i]
		}
	}
}

func (s *Scheme) check() error {
	var errs []error
	for _, list := range s.lists() {
		seen := map[string]bool{}
		for i, c := range *list {
			if c.ID == "" {
				errs = append(errs, fmt.Errorf("entry %d of a list has no id", i+1))
			}
			if seen[c.ID] {
				errs = append(errs, fmt.Errorf("the id %q stands twice in a list", c.ID))
			}
			seen[c.ID] = true
		}
	}
	return errors.Join(errs...)
}

// checkShows tells which topics of a complete scheme show what is no experience, or
// without a sign.
func (s *Scheme) checkShows() error {
	var errs []error
	for _, topic := range s.Topics {
		for _, shown := range topic.Shows {
			if !slices.ContainsFunc(s.Experiences, func(c Class) bool { return shown == "-"+c.ID || shown == "+"+c.ID }) {
				errs = append(errs, fmt.Errorf("topic %q: shows %q is no experience with + (told as good news) or - (as bad news) before it", topic.ID, shown))
			}
		}
	}
	return errors.Join(errs...)
}

// Labels gives the label of every id of the scheme. A group's id is the part
// of its topics' ids before the full stop.
func (s *Scheme) Labels() map[string]string {
	labels := map[string]string{}
	for _, list := range s.lists() {
		for _, c := range *list {
			labels[c.ID] = c.Label
		}
	}
	return labels
}

// Label gives the label of an id; an id that the scheme does not know is its
// own label.
func (s *Scheme) Label(id string) string {
	for _, list := range s.lists() {
		for _, c := range *list {
			if c.ID == id && c.Label != "" {
				return c.Label
			}
		}
	}
	return id
}

// Group gives the main group of a topic.
func Group(topic string) string {
	main, _, _ := strings.Cut(topic, ".")
	return main
}

// patternLines gives the patterns of a class.
func (c *Class) patternLines() []string {
	var lines []string
	for line := range strings.Lines(c.Patterns) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}
