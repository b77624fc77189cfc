package main

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"luister/cluster/agenda"
	"luister/cluster/group"
	"luister/ingest/source"
	"luister/nlp/mask"
	"luister/nlp/static"
	"luister/nlp/vector"
)

// configTemplate is the luister.yaml of a new workspace.
//
//go:embed luister.yaml
var configTemplate []byte

// A config is luister.yaml.
type config struct {
	Organisation string          `yaml:"organisation"`
	Sources      []source.Source `yaml:"sources"`
	Taxonomy     string          `yaml:"taxonomy"` // file of the coding scheme, relative to the workspace; empty: the shipped one
	Masking      struct {
		Policy mask.Policy `yaml:"policy"`
		Allow  []string    `yaml:"allow"`
		Block  []string    `yaml:"block"`
	} `yaml:"masking"`
	Limits struct {
		Rejects float64 `yaml:"rejects"` // percent of the rows
	} `yaml:"limits"`
	Drivers struct {
		Promote   string `yaml:"promote"` // promoteRule or promotePerson
		Documents int    `yaml:"documents"`
		Customers int    `yaml:"customers"`
		Days      int    `yaml:"days"`
		Vectors   string `yaml:"vectors"` // folder of a model of one's own, relative to the workspace; empty: the built-in one
	} `yaml:"drivers"`
	Ranking   agenda.Weights `yaml:"ranking"` // of the agenda of learning
	Snapshots struct {
		KeepDays int `yaml:"keep_days"`
	} `yaml:"snapshots"`

	hash string // SHA-256 of the file
}

// scheme gives the file of the coding scheme, "" for the shipped one.
func (c *config) scheme(ws string) string {
	return inWorkspace(ws, c.Taxonomy)
}

// inWorkspace gives a path that may be relative to the workspace; "" stays so.
func inWorkspace(ws, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(ws, path)
}

// vectors gives the word vectors by which drivers are found.
func (c *config) vectors(ws string) (group.Words, error) {
	if c.Drivers.Vectors == "" {
		return vector.Load(), nil
	}
	return static.Open(inWorkspace(ws, c.Drivers.Vectors))
}

func (c *config) keep() time.Duration { return time.Duration(c.Snapshots.KeepDays) * 24 * time.Hour }

// Who makes a driver of a candidate.
const (
	promoteRule   = "regel"
	promotePerson = "mens"
)

const (
	configFile = "luister.yaml"
	keyFile    = "secret.key"
)

// workspaceFlag adds -w to a command.
func workspaceFlag(cmd *cobra.Command, ws *string) {
	cmd.Flags().StringVarP(ws, "workspace", "w", ".", "folder of the workspace")
}

// loadConfig reads luister.yaml of a workspace. Errors say where in the file.
func loadConfig(ws string) (config, error) {
	path := filepath.Join(ws, configFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return config{}, fmt.Errorf("%s is not a workspace: it has no %s; make one with 'luister init %s'", ws, configFile, ws)
	}
	if err != nil {
		return config{}, fmt.Errorf("reading the configuration: %w", err)
	}
	var c config
	c.Limits.Rejects, c.Snapshots.KeepDays, c.Ranking = 5, 7, agenda.Default()
	if len(bytes.TrimSpace(b)) > 0 {
		if err := yaml.NewDecoder(bytes.NewReader(b), yaml.Strict()).Decode(&c); err != nil {
			return config{}, fmt.Errorf("%s: %s", path, yaml.FormatError(err, false, true))
		}
	}
	sum := sha256.Sum256(b)
	c.hash = hex.EncodeToString(sum[:])
	return c, c.check(path)
}

// check says what in a configuration cannot be right.
func (c *config) check(path string) error {
	switch c.Masking.Policy {
	case "", mask.Normal, mask.Strict:
	default:
		return fmt.Errorf("%s: masking.policy is %q; it must be normaal or streng", path, c.Masking.Policy)
	}
	if c.Limits.Rejects < 0 || c.Limits.Rejects > 100 {
		return fmt.Errorf("%s: limits.rejects is %v; it must be a percentage from 0 to 100", path, c.Limits.Rejects)
	}
	if !slices.Contains([]string{"", promoteRule, promotePerson}, c.Drivers.Promote) {
		return fmt.Errorf("%s: drivers.promote is %q; it must be %s or %s", path, c.Drivers.Promote, promoteRule, promotePerson)
	}
	if c.Drivers.Documents < 0 || c.Drivers.Customers < 0 || c.Drivers.Days < 0 {
		return fmt.Errorf("%s: drivers.documents, customers and days are numbers from 1", path)
	}
	if err := c.Ranking.Check(); err != nil {
		return fmt.Errorf("%s: ranking: %w", path, err)
	}
	if c.Snapshots.KeepDays < 7 {
		return fmt.Errorf("%s: snapshots.keep_days is %d; readers may be promised at least 7", path, c.Snapshots.KeepDays)
	}
	if c.Taxonomy != "" && !filepath.IsAbs(c.Taxonomy) && !filepath.IsLocal(c.Taxonomy) {
		return fmt.Errorf("%s: taxonomy %q lies outside the workspace; give its full path", path, c.Taxonomy)
	}
	if v := c.Drivers.Vectors; v != "" && !filepath.IsAbs(v) && !filepath.IsLocal(v) {
		return fmt.Errorf("%s: drivers.vectors %q lies outside the workspace; give its full path", path, v)
	}
	if err := source.CheckAll(c.Sources); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
