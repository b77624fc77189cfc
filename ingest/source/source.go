// Package source is the door to delivered files.
//
// It owns what the configuration says about one source (Source) and what is
// known of one delivered file (Delivery). It reads a file of any supported
// kind, recognised by its content, and gives its rows as ingest.Rows with what
// was assumed on the way. It hands the work to the folders beside it:
// unpack, delimited, survey, mapping and mail. It never writes, moves or
// deletes a delivery, and no error or assumption holds the text of a cell.
package source

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"luister/ingest/delimited"
	"luister/ingest/mapping"
	"luister/ingest/quality"
	"luister/ingest/survey"
)

// Kind is the family of an export.
type Kind string

// The kinds. The zero value, like Auto, means: find out.
const (
	Auto      Kind = "auto"
	Delimited Kind = "delimited"
	Mail      Kind = "mail"
	Survey    Kind = "survey"
	JSON      Kind = "json"
	Exposure  Kind = "exposure" // customers or contacts per month and segment
)

// After is what happens to a delivered file once it has been read.
type After string

// What can happen to a delivered file; the zero value keeps it.
const (
	Keep   After = "keep"
	Move   After = "move"
	Delete After = "delete"
)

// Source is what luister.yaml says about one source. Only Name and Paths are
// needed: every zero value means that it is found out per delivery.
type Source struct {
	Name  string        `yaml:"name"`
	Paths mapping.Names `yaml:"path"` // patterns such as inbox/klachten*.csv; ** is any depth; a bare name fits in any folder

	Kind      Kind   `yaml:"kind,omitempty"`
	Channel   string `yaml:"channel,omitempty"`   // wins over what the export says, unless columns names a channel
	Employee  bool   `yaml:"employee,omitempty"`  // said by employees, not by customers
	Proactive *bool  `yaml:"proactive,omitempty"` // the organisation asked for it; found out: true for surveys
	After     After  `yaml:"after,omitempty"`

	Sheet      string                `yaml:"sheet,omitempty" json:",omitempty"` // of a workbook: its name, or #2 for the second
	Dialect    delimited.Dialect     `yaml:"dialect,omitempty"`
	Columns    mapping.Stated        `yaml:"columns,omitempty"`
	Scores     []mapping.StatedScore `yaml:"scores,omitempty"`
	Attributes mapping.Kept          `yaml:"attributes,omitempty"`

	Zone      string `yaml:"zone,omitempty"`       // of times that state none, for instance Europe/Amsterdam
	DateOrder string `yaml:"date_order,omitempty"` // d-m-y, m-d-y or a layout such as 2006-01-02

	Mail    MailOptions      `yaml:"mail,omitempty"`
	Surveys []map[string]any `yaml:"surveys,omitempty"` // layouts of survey tools beside the built-in ones, written as in ingest/survey/layouts.yaml

	// KnownKey is Delivery.Key of an earlier delivery of this source: feedback goes
	// on being known by it.
	KnownKey string `yaml:"-"`

	// Now is when the delivery is read: later dates than a little after it cannot
	// be. The zero value lets any date pass.
	Now time.Time `yaml:"-" json:"-"`

	Owner      string `yaml:"owner,omitempty"`       // who answers for the source
	LegalBasis string `yaml:"legal_basis,omitempty"` // why the organisation may read it
	Retention  string `yaml:"retention,omitempty"`   // how long feedback is kept, for instance 24 months

	Expected  quality.Expected `yaml:"expected,omitempty"`  // rhythm and rows of its deliveries; learned if not stated
	Consumers []string         `yaml:"consumers,omitempty"` // who uses what comes of it
}

// MailOptions say how mail is read.
type MailOptions struct {
	OwnDomains []string          `yaml:"own_domains,omitempty"` // mail from here is no feedback
	Form       map[string]string `yaml:"form,omitempty"`        // label of a web form → what it means
}

// layouts gives the survey layouts, the stated ones first.
func (s Source) layouts() ([]survey.Layout, error) {
	if len(s.Surveys) == 0 {
		return survey.Layouts(), nil
	}
	text, err := yaml.Marshal(s.Surveys)
	if err != nil {
		return nil, fmt.Errorf("source %s: surveys: %w", s.Name, err)
	}
	own, err := survey.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("source %s: surveys: %w", s.Name, err)
	}
	return append(own, survey.Layouts()...), nil
}

// Matches says whether a file belongs to the source by its path. A relative
// pattern is compared with the end of the path, so that it holds wherever the
// workspace is; an absolute one with all of it.
func (s Source) Matches(file string) bool {
	file = filepath.ToSlash(file)
	for _, pattern := range s.Paths {
		pattern = filepath.ToSlash(pattern)
		if !strings.HasPrefix(pattern, "/") {
			pattern = "**/" + pattern
		}
		if glob(strings.Split(pattern, "/"), strings.Split(file, "/")) {
			return true
		}
	}
	return false
}

// glob matches a path folder by folder; ** stands for any number of them.
func glob(pattern, folders []string) bool {
	for len(pattern) > 0 {
		if pattern[0] == "**" {
			for i := range len(folders) + 1 {
				if glob(pattern[1:], folders[i:]) {
					return true
				}
			}
			return false
		}
		if len(folders) == 0 {
			return false
		}
		if ok, _ := path.Match(pattern[0], folders[0]); !ok {
			return false
		}
		pattern, folders = pattern[1:], folders[1:]
	}
	return len(folders) == 0
}

// times gives the stated zone and order of dates.
func (s Source) times() (mapping.Times, error) {
	var t mapping.Times
	if s.Zone != "" {
		zone, err := time.LoadLocation(s.Zone)
		if err != nil {
			return t, fmt.Errorf("source %s: zone %q is not known: write one such as Europe/Amsterdam", s.Name, s.Zone)
		}
		t.Zone = zone
	}
	switch order := strings.ToLower(s.DateOrder); {
	case order == "", order == "d-m-y", order == "m-d-y":
		t.Order = order
	case order == "dmy", order == "d-m-j", order == "d-m-jjjj":
		t.Order = "d-m-y"
	case order == "mdy":
		t.Order = "m-d-y"
	case strings.Contains(s.DateOrder, "06"):
		t.Order = s.DateOrder
	default:
		return t, fmt.Errorf("source %s: date_order %q is not d-m-y, m-d-y or a layout such as 02-01-2006 15:04", s.Name, s.DateOrder)
	}
	return t, nil
}
