package index

import (
	"github.com/blevesearch/bleve/v2/document"
	bleve "github.com/blevesearch/bleve_index_api"
)

// newDocument gives an entry as bleve takes it: with the terms counted already,
// so that bleve analyses nothing.
func newDocument(e *Entry) bleve.Document {
	d := &entryDocument{id: e.ID}
	d.fields = append(d.fields,
		newField(fieldTerms, e.Terms.Terms, setsOnly),
		newField(fieldRepeated, repeatedOf(e.Terms.Terms), bleve.IndexField),
		newField(fieldWords, e.Terms.Words, setsOnly))
	if e.Day != "" {
		d.fields = append(d.fields, newField(fieldDay, []string{e.Day}, setsOnly))
	}
	for _, facet := range fields {
		if values := e.Values[facet]; len(values) > 0 {
			d.fields = append(d.fields, newField(string(facet), values, setsOnly))
		}
	}
	return d
}

// setsOnly keeps of a term which documents have it, and no more.
const setsOnly = bleve.IndexField | bleve.SkipFreqNorm

// repeatedOf gives every occurrence of the terms that occur more than once.
func repeatedOf(terms []string) []string {
	counts := make(map[string]int, len(terms))
	for _, term := range terms {
		counts[term]++
	}
	var repeated []string
	for _, term := range terms {
		if counts[term] > 1 {
			repeated = append(repeated, term)
		}
	}
	return repeated
}

// entryDocument is an Entry with the methods that bleve asks for.
type entryDocument struct {
	id     string
	fields []bleve.Field
}

func (d *entryDocument) ID() string { return d.id }
func (d *entryDocument) Size() int  { return 0 }
func (d *entryDocument) VisitFields(visit bleve.FieldVisitor) {
	for _, f := range d.fields {
		visit(f)
	}
}
func (d *entryDocument) VisitComposite(bleve.CompositeFieldVisitor) {}
func (d *entryDocument) HasComposite() bool                         { return false }
func (d *entryDocument) NumPlainTextBytes() uint64                  { return 0 }
func (d *entryDocument) StoredFieldsBytes() uint64                  { return 0 }
func (d *entryDocument) Indexed() bool                              { return true }
func (d *entryDocument) AddIDField() {
	d.fields = append(d.fields, document.NewTextFieldCustom("_id", nil, []byte(d.id), bleve.IndexField|bleve.StoreField, nil))
}

// field is a field whose terms are known.
type field struct {
	name    string
	options bleve.FieldIndexingOptions
	length  int
	freqs   bleve.TokenFrequencies
}

func newField(name string, terms []string, options bleve.FieldIndexingOptions) *field {
	f := &field{name: name, options: options, length: len(terms), freqs: make(bleve.TokenFrequencies, len(terms))}
	counts := make([]bleve.TokenFreq, len(terms))
	for i, term := range terms {
		if term == "" {
			continue // a gap
		}
		freq := f.freqs[term]
		if freq == nil {
			freq = &counts[i]
			freq.Term = []byte(term)
			f.freqs[term] = freq
		}
		if !options.SkipFreqNorm() {
			freq.SetFrequency(freq.Frequency() + 1)
		}
	}
	return f
}

func (f *field) Name() string                                     { return f.name }
func (f *field) Value() []byte                                    { return nil }
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) Analyze()                                         {}
func (f *field) Options() bleve.FieldIndexingOptions              { return f.options }
func (f *field) AnalyzedLength() int                              { return f.length }
func (f *field) AnalyzedTokenFrequencies() bleve.TokenFrequencies { return f.freqs }
func (f *field) NumPlainTextBytes() uint64                        { return 0 }
