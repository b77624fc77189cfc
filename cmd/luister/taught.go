package main

import (
	"path/filepath"

	"luister/cluster/decision"
	"luister/export/label"
	"luister/nlp"
	"luister/nlp/annotate"
	"luister/nlp/code"
	"luister/nlp/taught"
)

// modelsDir is where a workspace keeps the models that its people taught.
const modelsDir = "models"

// An analyst reads and codes feedback as a workspace does: with its scheme, its
// models and what people corrected.
type analyst struct {
	layers      *annotate.Annotator
	coder       *code.Coder // the built-in coding by the workspace's scheme
	models      []*taught.Model
	corrections map[string][]decision.Event // of a feedback, by its id
}

// newAnalyst loads the scheme and the models of a workspace.
// decided may be nil: then nothing was corrected.
func newAnalyst(ws string, cfg *config, decided *decision.State) (*analyst, error) {
	coder, err := newCoder(cfg.scheme(ws))
	if err != nil {
		return nil, wrap("loading the coding scheme", err)
	}
	a := &analyst{coder: coder}
	if decided != nil {
		a.corrections = decided.Codes
	}
	if a.models, err = taught.Load(filepath.Join(ws, modelsDir), coder); err != nil {
		return nil, err
	}
	a.layers, err = newLayers("", annotate.Options{Code: &taught.Layer{Base: coder, Models: a.models}})
	return a, err
}

// Annotate reads and codes a document. A correction is obeyed whatever the
// scheme and the models say.
func (a *analyst) Annotate(doc *nlp.Document) {
	a.layers.Annotate(doc)
	taught.Correct(&doc.Coding, label.Corrections(a.corrections[doc.ID]))
}
