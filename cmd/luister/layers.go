package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"luister/ingest/delimited"
	"luister/ingest/sheet"
	"luister/nlp/annotate"
	"luister/nlp/code"
	"luister/nlp/names"
)

// newAnnotator wires the layers of Dutch analysis as the program ships them.
// namesFile may name a model made by 'luister train --names'; "" means the
// shipped rules.
func newAnnotator(namesFile string) (*annotate.Annotator, error) {
	return newCodingAnnotator(namesFile, "")
}

// newCodingAnnotator is newAnnotator with a coding scheme of the user; "" means
// the shipped one.
func newCodingAnnotator(namesFile, schemeFile string) (*annotate.Annotator, error) {
	coder, err := newCoder(schemeFile)
	if err != nil {
		return nil, fmt.Errorf("loading the coding scheme: %w", err)
	}
	return newLayers(namesFile, annotate.Options{Code: coder})
}

// newAnnotatorTo is newAnnotator with the layers up to one of annotate.Layers;
// "" means all.
func newAnnotatorTo(last, namesFile string) (*annotate.Annotator, error) {
	if last == "" || last == "code" {
		return newAnnotator(namesFile)
	}
	return newLayers(namesFile, annotate.Options{Last: last})
}

// newLayers wires the layers of Dutch analysis as options say, with names.
func newLayers(namesFile string, options annotate.Options) (*annotate.Annotator, error) {
	options.Names = names.NewRules()
	if namesFile != "" {
		var err error
		if options.Names, err = names.Load(namesFile); err != nil {
			return nil, err
		}
	}
	a, err := annotate.New(options)
	if err != nil {
		return nil, fmt.Errorf("loading the language layers: %w", err)
	}
	return a, nil
}

func newCoder(schemeFile string) (*code.Coder, error) {
	scheme, err := loadScheme(schemeFile)
	if err != nil {
		return nil, err
	}
	options := code.Options{Scheme: scheme}
	if schemeFile != "" { // its words are read as those of the texts are
		if options.Layers, err = annotate.New(annotate.Options{}); err != nil {
			return nil, fmt.Errorf("loading the language layers: %w", err)
		}
	}
	return code.New(options)
}

// loadScheme reads a coding scheme, the shipped one without a file: YAML, or a
// table with the levels as columns (CSV or a workbook).
func loadScheme(file string) (*code.Scheme, error) {
	switch strings.ToLower(filepath.Ext(file)) {
	case "":
		if file == "" {
			return code.DefaultScheme(), nil
		}
	case ".csv", ".tsv", ".txt", ".xlsx":
		header, rows, err := readTable(file, "")
		if err != nil {
			return nil, fmt.Errorf("reading the scheme: %w", err)
		}
		scheme, err := code.ParseTable(header, rows)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		scheme.Complete()
		return scheme, nil
	}
	return code.LoadScheme(file)
}

// readTable reads a file that people filled in: CSV of any dialect, or a workbook,
// and there the sheet of that name if it has one.
func readTable(file, name string) (header []string, rows [][]string, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	var in io.Reader = f
	if strings.EqualFold(filepath.Ext(file), ".xlsx") {
		book, err := sheet.Open(f)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", file, err)
		}
		defer book.Close()
		book.Use(name)
		text := book.Text()
		defer text.Close()
		in = text
	}
	r, err := delimited.Open(in, delimited.Dialect{})
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	for record, err := range r.Records() {
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", file, err)
		}
		if record.Reject != "" {
			return nil, nil, fmt.Errorf("%s, line %d: %s", file, record.Line, record.Reject)
		}
		rows = append(rows, record.Fields)
	}
	return r.Header(), rows, nil
}
