package taught

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"luister/nlp/code"
	"luister/nlp/learn"
)

// A model is two files in its folder: FIELD.model with the weights, and
// FIELD.json with its card, which is written last and names the weights by their
// SHA-256.

// Save puts m in a folder, in the place of an older model of its field.
func (m *Model) Save(dir string) error {
	var weights bytes.Buffer
	if err := m.words.Write(&weights); err != nil {
		return fmt.Errorf("the model of %s: %w", m.Field, err)
	}
	sum := sha256.Sum256(weights.Bytes())
	m.Model = hex.EncodeToString(sum[:])
	card, err := json.MarshalIndent(m.Card, "", "  ")
	if err != nil {
		return fmt.Errorf("the model of %s: %w", m.Field, err)
	}
	err = os.MkdirAll(dir, 0o755)
	for _, f := range []struct {
		ext  string
		data []byte
	}{{".model", weights.Bytes()}, {".json", append(card, '\n')}} {
		if err == nil {
			err = replace(filepath.Join(dir, m.Field+f.ext), f.data)
		}
	}
	if err != nil {
		return fmt.Errorf("storing the model of %s: %w", m.Field, err)
	}
	return nil
}

// replace writes a file beside path and renames it.
func replace(path string, data []byte) error {
	tmp := path + ".new"
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}

// Load reads the models of a folder, in the order of Fields; there may be none.
func Load(dir string, coder *code.Coder) ([]*Model, error) {
	var models []*Model
	for _, field := range Fields() {
		m, err := LoadField(dir, field, coder)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		models = append(models, m)
	}
	return models, nil
}

// LoadField reads the model of one field; the error is fs.ErrNotExist if there
// is none.
func LoadField(dir, field string, coder *code.Coder) (*Model, error) {
	b, err := os.ReadFile(filepath.Join(dir, field+".json"))
	if err != nil {
		return nil, fmt.Errorf("the model of %s: %w", field, err)
	}
	var card Card
	if err := json.Unmarshal(b, &card); err != nil || card.Field != field {
		return nil, fmt.Errorf("%s: this is not the card of a model of %s; train it again", filepath.Join(dir, field+".json"), field)
	}
	weights, err := os.ReadFile(filepath.Join(dir, field+".model"))
	if err != nil {
		return nil, fmt.Errorf("the model of %s has a card and no weights: train it again", field)
	}
	if sum := sha256.Sum256(weights); hex.EncodeToString(sum[:]) != card.Model {
		return nil, fmt.Errorf("%s is not the file that its card names: train it again", filepath.Join(dir, field+".model"))
	}
	words, err := learn.Read(bytes.NewReader(weights), &docHints{coder: coder})
	if errors.Is(err, learn.ErrVersion) {
		return nil, fmt.Errorf("the model of %s: %w, with 'luister train -w WORKSPACE --field %s'; without %s the built-in coding is used",
			field, learn.ErrVersion, field, filepath.Join(dir, field+".json"))
	}
	if err != nil {
		return nil, fmt.Errorf("the model of %s: %w", field, err)
	}
	return newModel(card, words, coder), nil
}
