package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"luister/export/index"
	"luister/export/table"
	"luister/ingest/value"
	"luister/nlp"
	"luister/nlp/vector"
)

func newSearchCmd() *cobra.Command {
	var from reading
	var format string
	q := index.Query{Size: 10}
	cmd := &cobra.Command{
		Use:   "search TEXT",
		Short: "Find feedback by words, phrases and fields",
		Long: `Search finds feedback in the published snapshot of a workspace; it works during a
run, and never waits for one. The query language, in Dutch:

` + index.Help,
		Example: `  luister search factuur
  luister search '"niet teruggebeld" -monteur vorm:klacht van:2026-01' --format json`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format, "text", "json"); err != nil {
				return err
			}
			found, err := openFound(from, false)
			if err != nil {
				return err
			}
			defer found.close()
			q.Text = strings.Join(args, " ")
			result, err := found.index.Search(cmd.Context(), q)
			if err != nil {
				return err
			}
			return found.printSearch(cmd.OutOrStdout(), result, format == "json")
		},
	}
	from.flags(cmd)
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	cmd.Flags().IntVarP(&q.Size, "number", "n", q.Size, "how many to show")
	cmd.Flags().IntVar(&q.From, "from", 0, "how many to skip")
	cmd.Flags().BoolVar(&q.Newest, "newest", false, "newest first instead of best first")
	return cmd
}

func checkFormat(format string, known ...string) error {
	for _, k := range known {
		if format == k {
			return nil
		}
	}
	return usageError("unknown format %q; it can be %s", format, strings.Join(known, ", "))
}

// found is the published snapshot, open for searching.
type found struct {
	tables  *table.Tables
	index   *index.Index
	analyse func(text string) *nlp.Document
	drivers map[string][]string  // ids, by feedback
	names   map[string]string    // of drivers, by id
	known   map[string]knownJSON // of drivers, by id
}

// openFound opens the snapshot that current.json names, or that of an earlier
// run, once. Only similar needs the vectors.
func openFound(from reading, vectors bool) (*found, error) {
	dir, err := from.dir()
	if err != nil {
		return nil, err
	}
	f := &found{}
	if f.tables, err = table.Open(filepath.Join(dir, "tables")); err != nil {
		return nil, err
	}
	if f.analyse, err = newSearchReader(); err != nil {
		return nil, errors.Join(err, f.close())
	}
	if err := f.loadDrivers(); err != nil {
		return nil, errors.Join(err, f.close())
	}
	options := index.Options{
		Analyse:     f.analyse,
		Texts:       f.tables.Texts,
		Drivers:     func(id string) []string { return f.drivers[id] },
		DriverNames: f.names,
	}
	if options.Synonyms, err = index.LoadSynonyms(filepath.Join(from.ws, index.SynonymFile)); err != nil {
		return nil, errors.Join(err, f.close())
	}
	if vectors {
		err = f.similarOptions(&options)
	}
	if err == nil {
		f.index, err = index.Open(filepath.Join(dir, indexDir), options)
	}
	if errors.Is(err, index.ErrDamaged) && from.asOf == "" {
		err = fmt.Errorf("%w; the next 'luister run' makes it again from the tables", err)
	}
	if err != nil {
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

// newSearchReader reads texts as the index needs them: no further than the layer
// that terms come from.
func newSearchReader() (func(text string) *nlp.Document, error) {
	annotator, err := newAnnotatorTo("compound", "")
	if err != nil {
		return nil, err
	}
	return func(text string) *nlp.Document {
		doc := &nlp.Document{Text: text}
		annotator.Annotate(doc)
		return doc
	}, nil
}

func (f *found) close() error {
	var err error
	if f.index != nil {
		err = f.index.Close()
	}
	return errors.Join(err, f.tables.Close())
}

// loadDrivers reads which feedback belongs to which drivers, and what is known of those.
func (f *found) loadDrivers() error {
	drivers, err := table.All[table.Driver](f.tables)
	if err != nil {
		return err
	}
	f.names, f.known = map[string]string{}, map[string]knownJSON{}
	for _, d := range drivers {
		f.names[d.ID] = d.Name
		f.known[d.ID] = knownJSON{Driver: d.Name, Feedback: d.Feedback, Recent: d.Recent, Measures: []measureJSON{}}
	}
	if err := f.loadMeasures(); err != nil {
		return err
	}
	frame, err := f.tables.Columns("feedback_driver", nil, "feedback_id", "driver_id", "second")
	if err != nil {
		return err
	}
	f.drivers = map[string][]string{}
	driver, second := frame.Strings("driver_id"), frame.Bools("second")
	for i, id := range frame.Strings("feedback_id") {
		switch have, ok := f.drivers[id]; {
		case second[i]: // a second best is no driver of it
		case ok:
			f.drivers[id] = append(have, driver[i])
		default:
			f.drivers[id] = driver[i : i+1 : i+1] // a million of one each would be much to look after
		}
	}
	return nil
}

// loadMeasures adds to what is known of drivers the measures that were taken.
func (f *found) loadMeasures() error {
	measures, err := table.All[table.MeasureEffect](f.tables)
	if err != nil {
		return err
	}
	for _, m := range measures {
		if k, ok := f.known[m.DriverID]; ok {
			k.Measures = append(k.Measures, measureJSON{m.What, m.Owner, m.Verdict})
			f.known[m.DriverID] = k
		}
	}
	return nil
}

// knownJSON is what is known of the driver of a feedback that was found: how
// much feedback it has, of that the last 30 days, and what was done about it.
type knownJSON struct {
	Driver   string        `json:"driver"`
	Feedback int64         `json:"feedback"`
	Recent   int64         `json:"recent"`
	Measures []measureJSON `json:"measures"`
}

type measureJSON struct {
	What    string `json:"what"`
	Owner   string `json:"owner,omitempty"`
	Verdict string `json:"verdict"`
}

// String tells people.
func (k knownJSON) String() string {
	told := fmt.Sprintf("%s (%d keer, laatste 30 dagen %d)", k.Driver, k.Feedback, k.Recent)
	for _, m := range k.Measures {
		told += "; maatregel: " + m.What + ", effect: " + m.Verdict
	}
	return told
}

// A foundJSON is one feedback as search and similar print it. Offsets count
// bytes of text.
type foundJSON struct {
	ID        string      `json:"id"`
	Score     float64     `json:"score"`
	Received  string      `json:"received,omitempty"`
	Source    string      `json:"source"`
	Form      string      `json:"form"`
	Sentiment string      `json:"sentiment"`
	Drivers   []string    `json:"drivers"` // names
	Known     []knownJSON `json:"known"`   // of those drivers
	Text      string      `json:"text"`
	Marks     [][2]int    `json:"marks"`
	Shared    []string    `json:"shared,omitempty"`
	Again     []string    `json:"again,omitempty"`
}

// describe looks up what is shown of feedback; marks says what to mark in a text.
func (f *found) describe(ids []string, marks func(*nlp.Document) []nlp.Span) (map[string]*foundJSON, error) {
	rows, err := f.tables.Said(ids...)
	if err != nil {
		return nil, err
	}
	all := map[string]*foundJSON{}
	for _, row := range rows {
		one := &foundJSON{ID: row.ID, Source: row.Source, Form: row.Form, Sentiment: row.Sentiment, Text: row.Text, Drivers: []string{}, Known: []knownJSON{}, Marks: [][2]int{}}
		for _, d := range f.drivers[row.ID] {
			one.Drivers, one.Known = append(one.Drivers, f.names[d]), append(one.Known, f.known[d])
		}
		if !row.Received.IsZero() {
			one.Received = row.Received.In(value.Amsterdam()).Format(time.DateOnly)
		}
		for _, span := range marks(f.analyse(row.Text)) {
			one.Marks = append(one.Marks, [2]int{span.Start, span.End})
		}
		all[row.ID] = one
	}
	return all, nil
}

func (f *found) printSearch(w io.Writer, result *index.Result, asJSON bool) error {
	var ids []string
	for _, hit := range result.Hits {
		ids = append(ids, hit.ID)
	}
	rows, err := f.describe(ids, result.Marks.Spans)
	if err != nil {
		return err
	}
	hits := []*foundJSON{}
	for _, hit := range result.Hits {
		if row := rows[hit.ID]; row != nil {
			row.Score = hit.Score
			hits = append(hits, row)
		}
	}
	if asJSON {
		return printJSON(w, map[string]any{"total": result.Total, "notes": result.Notes, "hits": hits})
	}
	for _, note := range result.Notes {
		fmt.Fprintf(w, "Let op: %s.\n", note)
	}
	fmt.Fprintf(w, "%d gevonden.\n", result.Total)
	return printFound(w, hits)
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// printFound prints feedback for people: a line about it, the text with its
// marks, the drivers.
func printFound(w io.Writer, hits []*foundJSON) error {
	on, off := marksFor(w)
	for _, hit := range hits {
		about := []string{hit.ID}
		for _, part := range []string{hit.Received, hit.Source, hit.Form, hit.Sentiment} {
			if part != "" {
				about = append(about, part)
			}
		}
		fmt.Fprintf(w, "\n%s\n  %s\n", strings.Join(about, " · "), strings.ReplaceAll(markText(hit.Text, hit.Marks, on, off), "\n", "\n  "))
		for _, known := range hit.Known {
			fmt.Fprintf(w, "  Driver: %s\n", known)
		}
		if len(hit.Shared) > 0 {
			fmt.Fprintf(w, "  Gedeeld: %s\n", strings.Join(hit.Shared, ", "))
		}
		if len(hit.Again) > 0 {
			fmt.Fprintf(w, "  Zelfde tekst: %s\n", strings.Join(hit.Again, ", "))
		}
	}
	return nil
}

// marksFor gives what stands around a marked word: bold on a terminal, and
// asterisks elsewhere.
func marksFor(w io.Writer) (on, off string) {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) && os.Getenv("NO_COLOR") == "" {
		return "\x1b[1;33m", "\x1b[0m"
	}
	return "*", "*"
}

func markText(text string, marks [][2]int, on, off string) string {
	var b strings.Builder
	last := 0
	for _, m := range marks {
		b.WriteString(text[last:m[0]] + on + text[m[0]:m[1]] + off)
		last = m[1]
	}
	return strings.ReplaceAll(b.String()+text[last:], "\r\n", "\n")
}

// similarOptions adds to an index what Similar needs: vectors and the judgement
// of how alike two texts are.
func (f *found) similarOptions(o *index.Options) error {
	frame, err := f.tables.Columns("document", nil, "feedback_id", "vector")
	if err != nil {
		return err
	}
	model := vector.Load()
	flat, dim := frame.Vectors("vector")
	if dim == model.Dim() {
		o.Vectors = &index.Vectors{IDs: frame.Strings("feedback_id"), Flat: flat, Dim: dim, Of: model.Document}
	}
	o.Alike = func(query *nlp.Document) func(*nlp.Document) float64 {
		q := model.Text(query)
		return func(other *nlp.Document) float64 { return vector.Compare(q, model.Text(other)) }
	}
	return nil
}
