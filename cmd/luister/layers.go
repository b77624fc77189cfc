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
	coder, err := code.New(code.Options{})
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
