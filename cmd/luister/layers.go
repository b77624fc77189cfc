package main

import (
	"fmt"

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
	options := annotate.Options{Names: names.NewRules(), Code: coder}
	if namesFile != "" {
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
	return code.New(code.Options{Scheme: scheme})
}

// loadScheme reads a coding scheme, the shipped one without a file.
func loadScheme(file string) (*code.Scheme, error) {
	if file == "" {
		return code.DefaultScheme(), nil
	}
	return code.LoadScheme(file)
}
