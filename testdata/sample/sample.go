// Package sample makes the invented feedback of an invented energy supplier,
// Laagland Energie: ticket exports (CSV as Excel writes it in the Netherlands),
// a mailbox and a survey export, with a truth that says what was planted.
//
// It owns the texts (drivers*.yaml, fragments.yaml, people.yaml) and the
// generator, which makes any volume from a seed; the files in inbox/ are what
// it makes for Shipped, and are what `luister init --sample` delivers. It never
// uses text of real customers.
package sample

import (
	"embed"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/goccy/go-yaml"
)

//go:embed drivers1.yaml drivers2.yaml fragments.yaml people.yaml
var sources embed.FS

//go:embed all:inbox
var inbox embed.FS

// Inbox is the shipped sample: the files as an organisation would deliver them.
func Inbox() fs.FS {
	sub, err := fs.Sub(inbox, "inbox")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}

// Options say how much to make. The zero value makes the smallest set that has everything.
type Options struct {
	Feedback int       // number of messages and answers, about; default 780
	Months   int       // length of the period; default 14
	Start    time.Time // first day; default 1 September 2025
	Seed     uint64    // the same seed gives the same bytes
	CSVOnly  bool      // everything as tickets in one CSV file, none by mail or survey
	Retyped  bool      // what is delivered twice is typed over the second time: some words and a sentence are other
}

// Shipped are the options of the files in inbox/.
var Shipped = Options{Seed: 1}

func (o Options) withDefaults() Options {
	if o.Feedback == 0 {
		o.Feedback = 780
	}
	if o.Months == 0 {
		o.Months = 14
	}
	if o.Start.IsZero() {
		o.Start = time.Date(2025, 9, 1, 0, 0, 0, 0, time.UTC)
	}
	return o
}

// Truth is what was planted in one feedback.
type Truth struct {
	Source    string   `json:"source"` // klachten, mail, enquete
	Key       string   `json:"key"`    // natural key in that source
	Form      string   `json:"form"`
	Lang      string   `json:"lang"`
	Drivers   []string `json:"drivers"` // ids of drivers*.yaml; none for general praise, questions and the like
	Customer  string   `json:"customer"`
	RepeatOf  string   `json:"repeat_of,omitempty"`
	Duplicate string   `json:"duplicate_of,omitempty"`
	Irony     bool     `json:"irony,omitempty"`
	Personal  []string `json:"personal,omitempty"` // personal data in the text, to be masked
	Text      string   `json:"text"`
}

// A Set is what was made: files by their path below the inbox, and the truth.
type Set struct {
	Files map[string][]byte
	Truth []Truth
}

// Driver is a planted cause; drivers1.yaml says what the fields mean.
type Driver struct {
	ID      string   `yaml:"id"`
	Keys    []string `yaml:"keys"`
	Topic   string   `yaml:"topic"`
	Product string   `yaml:"product"`
	Share   float64  `yaml:"share"`
	Trend   string   `yaml:"trend"`
	What    []string `yaml:"what"`
	Detail  []string `yaml:"detail"`
	Effect  []string `yaml:"effect"`
	Short   []string `yaml:"short"`
	Praise  []string `yaml:"praise"`
}

type fragments struct {
	Openers, Intros, Bridges, Repeats, Expectations, Causes, Threats, Requests, Closings []string
	Ironies, Mixed, Questions, Suggestions, Objections, Reports, Remarks, Empties        []string
	English, Injection, Autoreplies                                                      []string
	PraiseClosers                                                                        []string `yaml:"praise_closers"`
	GeneralPraise                                                                        []string `yaml:"general_praise"`
	ObjectionDetails                                                                     []string `yaml:"objection_details"`
	OtherLanguages                                                                       []string `yaml:"other_languages"`
	StaffReplies                                                                         []string `yaml:"staff_replies"`
	MobileSignatures                                                                     []string `yaml:"mobile_signatures"`
	Disclaimer                                                                           string
}

type people struct {
	First, Last, Streets, Places []string
	Regions                      map[string][]string
}

// material is everything the generator draws from.
type material struct {
	drivers   []Driver
	fragments fragments
	people    people
}

var loadMaterial = sync.OnceValue(func() material {
	var m material
	for _, name := range []string{"drivers1.yaml", "drivers2.yaml"} {
		var half []Driver
		mustRead(name, &half)
		m.drivers = append(m.drivers, half...)
	}
	mustRead("fragments.yaml", &m.fragments)
	mustRead("people.yaml", &m.people)
	return m
})

func mustRead(name string, v any) {
	b, err := sources.ReadFile(name)
	if err == nil {
		err = yaml.Unmarshal(b, v)
	}
	if err != nil {
		panic(fmt.Sprintf("sample: %s: %v", name, err))
	}
}

// Drivers lists the planted drivers.
func Drivers() []Driver { return loadMaterial().drivers }

// Generate makes a set.
func Generate(opts Options) Set {
	opts = opts.withDefaults()
	g := &generator{
		material: loadMaterial(),
		opts:     opts,
		rand:     rand.New(rand.NewPCG(opts.Seed, 0x6c616167)),
	}
	return g.set()
}

// Write puts the files of a set below dir, and the truth beside it.
func (s Set) Write(dir string, truth []byte) error {
	for name, content := range s.Files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("sample: %w", err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return fmt.Errorf("sample: %w", err)
		}
	}
	return os.WriteFile(filepath.Join(filepath.Dir(filepath.Clean(dir)), "truth.jsonl"), truth, 0o644)
}
