package source

import (
	"cmp"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"

	"luister/ingest/delimited"
	"luister/ingest/mapping"
)

// Proposal gives the entry of luister.yaml that reads deliveries like this one
// as it was read, ready to paste. What a survey tool's layout already says is
// left out.
func (d *Delivery) Proposal() (string, error) {
	src := Source{Name: d.proposedName(), Paths: d.proposedPaths(), Kind: d.Kind}
	if d.Kind == Delimited && d.form.Name == "" {
		src.Dialect = delimited.Dialect{Encoding: d.Dialect.Encoding, Delimiter: d.Dialect.Delimiter}
	}
	if d.Kind == Delimited || d.Kind == JSON {
		src.Columns, src.Scores = d.Mapping.Stated()
		src.DateOrder = cmp.Or(d.Mapping.Times.Order, "d-m-y")
	}
	if len(d.form.Sheets) > 1 {
		src.Sheet = d.form.Sheet
	}
	text, err := yaml.MarshalWithOptions(struct {
		Sources []Source `yaml:"sources"`
	}{[]Source{src}}, yaml.IndentSequence(true))
	if err != nil {
		return "", fmt.Errorf("writing the proposal: %w", err)
	}
	return string(text), nil
}

var (
	figures = regexp.MustCompile(`[0-9][0-9_.-]*`)
	notName = regexp.MustCompile(`[^a-z]+`)
)

// proposedName is the file name without its end, dates and numbers. All mail is
// one source, and names of messages hold names of customers.
func (d *Delivery) proposedName() string {
	if d.Kind == Mail {
		return mailChannel
	}
	base := filepath.Base(d.Path)
	base = strings.ToLower(strings.TrimSuffix(base, filepath.Ext(base)))
	name := strings.Trim(notName.ReplaceAllString(figures.ReplaceAllString(base, ""), "-"), "-")
	return cmp.Or(name, string(d.Kind))
}

// mailEnd is the end of the name of a file of mail.
var mailEnd = regexp.MustCompile(`(?i)\.(eml|msg|mbox)(\.gz|\.zst)?$`)

// proposedPaths is the file name with a star for dates and numbers; of mail all files
// with this end, and the messages of all maildirs, which are delivered one by one.
func (d *Delivery) proposedPaths() mapping.Names {
	base := filepath.Base(d.Path)
	switch end := mailEnd.FindString(base); {
	case d.Kind == Mail && d.maildir:
		return mapping.Names{"inbox/**/cur/*", "inbox/**/new/*"}
	case d.Kind == Mail && end != "":
		return mapping.Names{"inbox/*" + end}
	case d.Kind == Mail:
		return mapping.Names{"inbox/*" + filepath.Ext(base)}
	}
	ext := filepath.Ext(base)
	stem := figures.ReplaceAllString(strings.TrimSuffix(base, ext), "*")
	if !strings.HasSuffix(stem, "*") {
		stem += "*"
	}
	return mapping.Names{"inbox/" + stem + ext}
}
