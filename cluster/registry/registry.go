// Package registry remembers drivers from night to night.
//
// It owns the state: the drivers, where they lie in the space of terms, how
// sure a place must be, and the documents that wait for a driver. It reads and
// writes one file in a state directory, by renaming, so that a reader sees the
// old state or the new one. It never decides anything: group does.
package registry

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"luister/cluster"
	"luister/cluster/decision"
	"luister/cluster/space"
)

// A Prototype is a place in the space that belongs to a driver. Drivers that a
// person merged have several.
type Prototype struct {
	Driver string
	Center []float32 // unit length
	Origin string    // the driver it was made for, if that went into Driver since; else empty
}

// Calibration turns a cosine into the probability that a document belongs to
// the driver: 1 / (1 + exp(-(Slope·cosine + Offset))).
type Calibration struct {
	Slope, Offset float64
	Least         float64 // probability below which a document stays without driver
}

// Probability is how likely a document at that cosine belongs to the driver.
func (c Calibration) Probability(cos float64) float64 {
	return 1 / (1 + math.Exp(-(c.Slope*cos + c.Offset)))
}

// A Registry is the state. The zero value is an empty one.
type Registry struct {
	Version    int    // of the space, the prototypes and the calibration; 0: nothing was founded yet
	Vectors    string // version of the word vectors that the places were made with
	Meaning    bool   // places hold what the words mean, beside where the terms lie
	Pairs      bool   // terms count in pairs too
	Founding   int    // feedback that the space was made of; 0 in a state of before this was kept
	Space      *space.Space
	Prototypes []Prototype
	Fit        Calibration

	Last    int // number of the last driver id given out
	Themes  int // the same for themes
	Drivers []cluster.Driver
	Events  []cluster.Event
	Pending []cluster.Item // without a driver; a later night may found one on them

	Candidates []cluster.Candidate // of the last night

	Pins    []Pin       // by document
	Bans    []Pin       // by document, then driver: it is never in that driver
	Apart   [][2]string // drivers that never become one, the lower id first, sorted
	Merged  []Merger    // by From: what went into another driver, or out of use, by decision
	Made    []Made      // drivers that people made, in the order of the decisions
	Resting []Prototype // of drivers that are out of use by decision
}

// A Pin is a person's decision that a document belongs to a driver, or to none
// (decision.None).
type Pin struct{ Document, Driver string }

// file is the name of the state in its directory.
const file = "drivers.bin"

// Load reads the registry in dir; an empty one if there is none yet.
func Load(dir string) (*Registry, error) {
	path := filepath.Join(dir, file)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &Registry{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading drivers: %w", err)
	}
	r := &Registry{}
	if err := r.UnmarshalBinary(data); err != nil {
		return nil, fmt.Errorf("reading drivers from %s: %w", path, err)
	}
	return r, nil
}

// magic starts a file of drivers; its last byte is the version of the layout.
const magic = "LDRIVER\x01"

// MarshalBinary gives the registry as bytes: magic, the length of everything but
// the space as 32 bits, that as gob, and the space. Equal registries give equal
// bytes.
func (r *Registry) MarshalBinary() ([]byte, error) {
	rest := plain(*r)
	rest.Space = nil
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(rest); err != nil {
		return nil, err
	}
	out := binary.LittleEndian.AppendUint32([]byte(magic), uint32(b.Len()))
	out = append(out, b.Bytes()...)
	if r.Space == nil {
		return out, nil
	}
	return r.Space.Append(out), nil
}

// plain is a Registry that gob encodes field by field.
type plain Registry

// UnmarshalBinary reads what MarshalBinary gave.
func (r *Registry) UnmarshalBinary(data []byte) error {
	head := len(magic) + 4
	if len(data) < head || string(data[:len(magic)]) != magic {
		return errors.New("not a file of drivers of this version")
	}
	size := int(binary.LittleEndian.Uint32(data[len(magic):]))
	if size > len(data)-head {
		return errors.New("file is cut off")
	}
	var rest plain
	if err := gob.NewDecoder(bytes.NewReader(data[head : head+size])).Decode(&rest); err != nil {
		return err
	}
	if data = data[head+size:]; len(data) > 0 {
		parsed, err := space.Parse(data)
		if err != nil {
			return err
		}
		rest.Space = parsed
	}
	*r = Registry(rest)
	return nil
}

// Save writes the registry in dir, which is made if it is not there.
func (r *Registry) Save(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("saving drivers: %w", err)
	}
	data, err := r.MarshalBinary()
	if err != nil {
		return fmt.Errorf("saving drivers: %w", err)
	}
	f, err := os.CreateTemp(dir, file+".*")
	if err != nil {
		return fmt.Errorf("saving drivers: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("saving drivers: %w", err)
	}
	if err := os.Rename(f.Name(), filepath.Join(dir, file)); err != nil {
		return fmt.Errorf("saving drivers: %w", err)
	}
	return nil
}

// NextID gives out a driver id that was never given before.
func (r *Registry) NextID() string {
	r.Last++
	return fmt.Sprintf("D%04d", r.Last)
}

// NextTheme gives out a theme id that was never given before.
func (r *Registry) NextTheme() string {
	r.Themes++
	return fmt.Sprintf("T%02d", r.Themes)
}

// Driver finds a driver by id, nil if there is none.
func (r *Registry) Driver(id string) *cluster.Driver {
	for i := range r.Drivers {
		if r.Drivers[i].ID == id {
			return &r.Drivers[i]
		}
	}
	return nil
}

// InUse gives the drivers that are not retired, by id.
func (r *Registry) InUse() []cluster.Driver {
	var out []cluster.Driver
	for _, d := range r.Drivers {
		if d.Retired == "" {
			out = append(out, d)
		}
	}
	return out
}

// Resolve gives the driver in the place of one: itself if it is in use,
// decision.None if nothing took its place.
func (r *Registry) Resolve(id string) string {
	for range len(r.Drivers) {
		d := r.Driver(id)
		if d == nil || d.Retired == "" {
			break
		}
		if id = d.Retired; id == decision.None {
			break
		}
	}
	return id
}

// Pinned gives the driver that a person put the document in; decision.None for
// a document that must have none.
func (r *Registry) Pinned(document string) (driver string, ok bool) {
	at, ok := slices.BinarySearchFunc(r.Pins, document, comparePin)
	if !ok {
		return "", false
	}
	return r.Pins[at].Driver, true
}

// Banned gives the drivers that a person kept the document out of.
func (r *Registry) Banned(document string) []Pin {
	at, _ := slices.BinarySearchFunc(r.Bans, document, comparePin)
	end := at
	for end < len(r.Bans) && r.Bans[end].Document == document {
		end++
	}
	return r.Bans[at:end]
}

func comparePin(p Pin, document string) int { return strings.Compare(p.Document, document) }
