package table

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

//go:embed dictionary.tsv
var dictionaryFile string

// A Definition says what a table is.
type Definition struct {
	Name    string             `json:"table"`
	Label   string             `json:"label"` // Dutch
	Meaning string             `json:"meaning"`
	Monthly bool               `json:"partitioned_by_month"`
	Columns []ColumnDefinition `json:"columns"`
}

// A ColumnDefinition says what a column means.
type ColumnDefinition struct {
	Name    string `json:"column"`
	Type    string `json:"type"`
	Null    bool   `json:"nullable"`
	Label   string `json:"label"` // Dutch
	Meaning string `json:"meaning"`
}

// Dictionary gives every table and column: the names and types from the row
// types that are written, the meaning from dictionary.tsv.
func Dictionary() []Definition {
	known := knownMeanings()
	var all []Definition
	for _, k := range kinds() {
		all = append(all, known.define(k))
	}
	return all
}

// meanings are label and meaning by table and column; of the table itself by "".
type meanings map[[2]string][2]string

func knownMeanings() meanings {
	known := meanings{}
	for line := range strings.Lines(dictionaryFile) {
		if f := strings.Split(strings.TrimRight(line, "\n"), "\t"); len(f) == 4 {
			known[[2]string{f[0], f[1]}] = [2]string{f[2], f[3]}
		}
	}
	return known
}

func (m meanings) define(k kind) Definition {
	about := m[[2]string{k.name(), ""}]
	d := Definition{Name: k.name(), Label: about[0], Meaning: about[1], Monthly: k.monthly()}
	row := k.rowType()
	for i, name := range columnsOf(row) {
		about := m[[2]string{k.name(), name}]
		field := row.Field(i)
		null := strings.Contains(field.Tag.Get("parquet"), ",optional")
		d.Columns = append(d.Columns, ColumnDefinition{name, typeName(field.Type), null, about[0], about[1]})
	}
	return d
}

// typeName is the name of a column's type, as SQL people write it.
func typeName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return typeName(t.Elem())
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "binary"
		}
		return "list<" + typeName(t.Elem()) + ">"
	case reflect.Struct:
		if t.String() == "time.Time" {
			return "timestamp (UTC, µs)"
		}
		var fields []string
		for i, name := range columnsOf(t) {
			fields = append(fields, name+" "+typeName(t.Field(i).Type))
		}
		return "struct<" + strings.Join(fields, ", ") + ">"
	case reflect.Float64:
		return "double"
	case reflect.Bool:
		return "boolean"
	}
	return t.Kind().String()
}

// DictionaryMarkdown is the data dictionary for people.
func DictionaryMarkdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Data dictionary

Generated from the tables that luister writes (schema version %d); do not edit. A column keeps its name, type and meaning
for ever; columns are only added. Text is valid UTF-8, times are UTC. Every reader resolves `+"`current.json`"+` once and
reads below `+"`<snapshot>/tables`"+`. Tables about feedback are partitioned by the month in which the feedback was received:
`+"`feedback/month=2026-01/<run>.parquet`"+`, one file a month or a few, each with other rows. The files that count are listed in `+"`checksums.json`"+`.
`, SchemaVersion)
	for _, d := range Dictionary() {
		place := "`" + d.Name + "/<run>.parquet`"
		if d.Monthly {
			place = "`" + d.Name + "/month=<month>/<run>.parquet`"
		}
		fmt.Fprintf(&b, "\n## %s: %s\n\n%s Files: %s.\n\n| column | type | label | meaning |\n|---|---|---|---|\n", d.Name, d.Label, d.Meaning, place)
		for _, c := range d.Columns {
			kind := c.Type
			if c.Null {
				kind += ", null"
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", c.Name, kind, c.Label, c.Meaning)
		}
	}
	return b.String()
}

// DictionaryJSON is the data dictionary for programs.
func DictionaryJSON() []byte {
	b, err := json.MarshalIndent(map[string]any{"schema_version": SchemaVersion, "tables": Dictionary()}, "", "  ")
	if err != nil {
		panic(err)
	}
	return append(b, '\n')
}
