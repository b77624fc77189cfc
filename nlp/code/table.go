package code

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A tableColumns says what the columns of a scheme's table are.
type tableColumns struct {
	levels, texts, words []int
	id                   int
}

// ParseTable makes a scheme of a table with one row per topic, or several: the
// columns are the levels of the hierarchy from left to right (main, sub, ...),
// and beside them an id, texts (a description or examples; the columns are
// called text, omschrijving, voorbeeld and the like) and key words. Parts that a
// table cannot tell stay empty.
func ParseTable(header []string, rows [][]string) (*Scheme, error) {
	columns := readColumns(header)
	if len(columns.levels) == 0 {
		return nil, errors.New("the table of the scheme has no column for the topics, such as main and sub")
	}
	s := new(Scheme)
	for i, row := range rows {
		if err := s.addRow(columns, row); err != nil {
			return nil, fmt.Errorf("row %d of the scheme: %w", i+1, err)
		}
	}
	if len(s.Topics) == 0 {
		return nil, errors.New("the table of the scheme has no rows")
	}
	s.flatten()
	return s, s.check()
}

func readColumns(header []string) tableColumns {
	columns := tableColumns{id: -1}
	roles := map[string]string{}
	eachRow("data/columns.tsv", func(role, names string) {
		for _, n := range strings.Fields(names) {
			roles[n] = role
		}
	})
	for i, name := range header {
		switch roles[slug(name)] {
		case "id":
			columns.id = i
		case "text":
			columns.texts = append(columns.texts, i)
		case "words":
			columns.words = append(columns.words, i)
		default:
			columns.levels = append(columns.levels, i)
		}
	}
	return columns
}

// addRow adds what a row says to its class, and makes the classes above it.
func (s *Scheme) addRow(columns tableColumns, row []string) error {
	cell := func(i int) string {
		if i < 0 || i >= len(row) {
			return ""
		}
		return strings.TrimSpace(row[i])
	}
	list := &s.Topics
	var class *Class
	for _, level := range columns.levels {
		label := cell(level)
		if label == "" {
			continue
		}
		if slug(label) == "" {
			return errors.New("a level has no letter or digit")
		}
		class = child(list, label)
		list = &class.Sub
	}
	if class == nil {
		return errors.New("no level is filled in")
	}
	if id := slug(cell(columns.id)); id != "" {
		class.ID = id
	}
	for _, i := range columns.texts {
		if text := cell(i); text != "" && !slices.Contains(class.Examples, text) {
			class.Examples = append(class.Examples, text)
		}
	}
	for _, i := range columns.words {
		for _, word := range strings.FieldsFunc(cell(i), func(r rune) bool { return strings.ContainsRune(",;|/\n", r) }) {
			if word = strings.TrimSpace(word); word != "" && !slices.Contains(class.Examples, word) {
				class.Examples = append(class.Examples, word)
			}
		}
	}
	return nil
}

// child gives the class of a list with a label; it is added if it is not there.
func child(list *[]Class, label string) *Class {
	id := slug(label)
	i := slices.IndexFunc(*list, func(c Class) bool { return slug(c.Label) == id })
	if i < 0 {
		*list = append(*list, Class{Label: label})
		i = len(*list) - 1
	}
	return &(*list)[i]
}
