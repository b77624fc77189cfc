package mapping

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
)

//go:embed firstnames.txt
var firstNamesFile string

// firstNames are usual first names, in plain lower case.
var firstNames = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	for line := range strings.Lines(firstNamesFile) {
		if !strings.HasPrefix(line, "#") {
			for name := range strings.FieldsSeq(line) {
				names[name] = true
			}
		}
	}
	return names
})

var (
	initialsName = regexp.MustCompile(`^((dhr|mevr|mw|de heer|mevrouw)\.? )?(\p{Lu}[\p{Ll}]?\.[ -]?)+((van|de|der|den|ter|ten|te|het|'t|von|el|la) )*\p{Lu}[\p{L}'’ -]+$`)
	lastFirst    = regexp.MustCompile(`^\p{Lu}[\p{L}'’ -]+, ?(\p{Lu}[\p{L}.]*[ -]?)+(van|de|der|den|ter|ten)?( de| der| den)?$`)
	titledName   = regexp.MustCompile(`^([Dd]hr|[Mm]evr|[Mm]w|[Dd]e heer|[Mm]evrouw)\.? \p{Lu}`)
)

// person says whether a cell has the form of the name of a person: initials and a
// name, or a usual first name, alone or with a name behind it.
func person(cell string) bool {
	if len(cell) > 60 || strings.ContainsAny(cell, "0123456789@") {
		return false
	}
	if initialsName.MatchString(cell) || titledName.MatchString(cell) && len(strings.Fields(cell)) < 6 {
		return true
	}
	if name, rest, found := strings.Cut(cell, ","); found {
		return lastFirst.MatchString(cell) && (strings.Contains(rest, ".") || firstNames()[first(rest)]) && name != ""
	}
	return firstNames()[first(cell)] && (!strings.Contains(cell, " ") || nameCell.MatchString(cell))
}

// first is the first word, in plain lower case.
func first(text string) string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return ""
	}
	return plain(words[0])
}

// between says whether a column holds what stands between first and last name: it
// is part of the full name, and no name by itself.
func between(header string) bool {
	switch plain(header) {
	case "tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels", "infix":
		return true
	}
	return false
}

// fullName joins first name, what stands between, and last name; "" if the record
// does not have both names in columns of their own.
func (m Mapping) fullName(fields []string) string {
	var first, middle, last string
	for i, c := range m.Columns {
		if c.Meaning != Name {
			continue
		}
		cell := m.cell(fields, i)
		switch key := plain(c.Header); {
		case between(c.Header):
			middle = cell
		case strings.HasSuffix(key, "voornaam") || strings.HasSuffix(key, "roepnaam") || strings.HasSuffix(key, "first name") || strings.HasSuffix(key, "firstname") || key == "given name" || key == "voornamen":
			first = cell
		case strings.HasSuffix(key, "achternaam") || strings.HasSuffix(key, "familienaam") || strings.HasSuffix(key, "last name") || strings.HasSuffix(key, "lastname") || key == "surname" || key == "geslachtsnaam":
			last = cell
		}
	}
	if first == "" || last == "" {
		return ""
	}
	return strings.Join(strings.Fields(first+" "+middle+" "+last), " ")
}
