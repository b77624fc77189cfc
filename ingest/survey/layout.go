// Package survey knows the exports of survey tools.
//
// It owns one declarative layout per tool (layouts.yaml): how its first rows
// look, which of them are header, what its own columns mean, which responses
// are tests or spam, which were not completed. It reads the first rows of a
// table and gives a Plan: the number of header rows and a mapping.Mapping that
// turns each response into one feedback per open answer. It never reads files.
package survey

import (
	_ "embed"
	"fmt"
	"regexp"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed layouts.yaml
var layoutsFile []byte

// A Layout is the export of one survey tool, as layouts.yaml describes it.
type Layout struct {
	Name  string      `yaml:"name"`
	Title string      `yaml:"title"`
	When  []condition `yaml:"when"`

	HeaderRows int    `yaml:"header_rows"`
	IDRow      int    `yaml:"id_row"`        // 0: row 1
	IDsUntil   int    `yaml:"id_rows_until"` // columns after this one are named by row 1; 0: none
	ID         string `yaml:"id"`            // the part of the cell in IDRow that is the id; "" the whole cell
	Zone       string `yaml:"zone"`          // the part of the cell in IDRow that is the time zone
	FixedZone  string `yaml:"fixed_zone"`
	TextRow    int    `yaml:"text_row"` // 0: row 1
	Fill       bool   `yaml:"fill"`
	OptionRow  int    `yaml:"option_row"` // 0: none

	Columns []columnRule `yaml:"columns"`
	Options []columnRule `yaml:"options"`
	Others  string       `yaml:"others"`
	Apart   []valueRule  `yaml:"apart"`
	Partial []valueRule  `yaml:"partial"`
	Missing []string     `yaml:"missing"`

	id, zone *regexp.Regexp
}

// A condition says what one of the first rows must show.
type condition struct {
	Row     int    `yaml:"row"`
	Match   string `yaml:"match"`
	AtLeast int    `yaml:"at_least"`
	First   bool   `yaml:"first"`

	match *regexp.Regexp
}

// A columnRule says what the columns with an id mean.
type columnRule struct {
	ID string `yaml:"id"`
	As string `yaml:"as"`

	id *regexp.Regexp
}

// A valueRule sets responses apart, or marks them, by the value of a column.
type valueRule struct {
	ID     string   `yaml:"id"`
	Values []string `yaml:"values"`
	Reason string   `yaml:"reason"`

	id *regexp.Regexp
}

// Layouts gives the built-in layouts, in the order in which they are tried.
func Layouts() []Layout { return builtIn() }

var builtIn = sync.OnceValue(func() []Layout {
	layouts, err := Parse(layoutsFile)
	if err != nil {
		panic("survey: layouts.yaml: " + err.Error()) // embedded, and tested
	}
	return layouts
})

// Parse reads layouts as layouts.yaml describes them: a user's own tools.
func Parse(file []byte) ([]Layout, error) {
	var layouts []Layout
	if err := yaml.UnmarshalWithOptions(file, &layouts, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("reading survey layouts: %w", err)
	}
	for i := range layouts {
		if err := layouts[i].compile(); err != nil {
			return nil, fmt.Errorf("survey layout %q: %w", layouts[i].Name, err)
		}
	}
	return layouts, nil
}

func (l *Layout) compile() error {
	if l.Name == "" || len(l.When) == 0 || l.HeaderRows < 1 {
		return fmt.Errorf("name, when and header_rows (1 or more) are needed")
	}
	var err error
	whole := func(pattern string) *regexp.Regexp { return compile(&err, "(?is)^(?:"+pattern+")$") }
	for i := range l.When {
		c := &l.When[i]
		c.match = compile(&err, "(?is)^(?:"+c.Match+")$")
		if c.Row < 1 {
			return fmt.Errorf("when: row counts from 1")
		}
	}
	for _, rules := range [][]columnRule{l.Columns, l.Options} {
		for i := range rules {
			rules[i].id = whole(rules[i].ID)
		}
	}
	for _, rules := range [][]valueRule{l.Apart, l.Partial} {
		for i := range rules {
			rules[i].id = whole(rules[i].ID)
		}
	}
	l.id, l.zone = part(&err, l.ID), part(&err, l.Zone)
	return err
}

// part compiles a pattern with one group; nil if there is none.
func part(err *error, pattern string) *regexp.Regexp {
	if pattern == "" {
		return nil
	}
	re := compile(err, pattern)
	if re != nil && re.NumSubexp() != 1 {
		*err = fmt.Errorf("pattern %q needs one group", pattern)
	}
	return re
}

func compile(err *error, pattern string) *regexp.Regexp {
	re, wrong := regexp.Compile(pattern)
	if wrong != nil && *err == nil {
		*err = wrong
	}
	return re
}
