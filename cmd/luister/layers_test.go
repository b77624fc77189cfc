package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// rooms are the folders of the house, left to right. A room imports only itself
// and the rooms before it.
var rooms = []string{"ingest", "nlp", "cluster", "export", "cmd"}

// doors says which packages may import a library, by its import path's prefix.
// A library that is not here may be imported by any room.
var doors = map[string][]string{
	"github.com/parquet-go/parquet-go":       {"luister/export/table", "luister/ingest/columnar"},
	"github.com/apache/arrow/go/v17":         {"luister/export/table"},
	"github.com/blevesearch/bleve/v2":        {"luister/export/index"},
	"github.com/emersion/go-message":         {"luister/ingest/mail"},
	"github.com/richardlehane/mscfb":         {"luister/ingest/mail"},
	"github.com/jdkato/prose/v2":             {"luister/cmd/models"},
	"github.com/gofrs/flock":                 {"luister/export/snapshot", "luister/cluster/decision"},
	"github.com/spf13/cobra":                 {"luister/cmd/luister"},
	"github.com/schollz/progressbar/v3":      {"luister/cmd/luister"},
	"gonum.org/v1/gonum":                     {"luister/cluster", "luister/nlp/vector", "luister/nlp/learn", "luister/cmd/models"},
	"github.com/xuri/excelize/v2":            {"luister/ingest/sheet"},
	"github.com/blevesearch/bleve_index_api": {"luister/export/index"},
	"github.com/blevesearch/mmap-go":         {"luister/export/index"},
	"github.com/blevesearch/scorch_segment":  {"luister/export/index"},
	"github.com/RoaringBitmap/roaring/v2":    {"luister/export/index"},
	"github.com/klauspost/compress":          {"luister/ingest/unpack", "luister/nlp/table", "luister/cmd/models"},
	"golang.org/x/net/html":                  {"luister/ingest/mail"},
}

// A listed package, as go list prints it.
type listed struct {
	ImportPath string
	Imports    []string
}

func listPackages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "luister/...", "luister/testdata/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p listed
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
	if len(packages) < 10 {
		t.Fatalf("go list found only %d packages", len(packages))
	}
	return packages
}

// roomOf gives the position of an import path's room, -1 if it has none.
func roomOf(importPath string) int {
	first, _, _ := strings.Cut(strings.TrimPrefix(importPath, "luister/"), "/")
	return slices.Index(rooms, first)
}

// wrongImport says what is wrong with one import, "" if nothing is.
func wrongImport(from, to string) string {
	if strings.HasPrefix(to, "luister/") {
		if strings.HasPrefix(to, "luister/testdata/") && from == "luister/cmd/luister" {
			return "" // init --sample and the tests read the sample
		}
		if roomOf(to) < 0 {
			return "is in no room"
		}
		if roomOf(to) > roomOf(from) {
			return "is a room to the right"
		}
		if roomOf(from) > roomOf(to) && rooms[roomOf(from)] == "nlp" && path.Dir(to) != "." && to != "luister/ingest" {
			return "is inside ingest; nlp sees only its root types"
		}
		return ""
	}
	for library, allowed := range doors {
		if to != library && !strings.HasPrefix(to, library+"/") {
			continue
		}
		inside := func(door string) bool { return from == door || strings.HasPrefix(from, door+"/") }
		if !slices.ContainsFunc(allowed, inside) {
			return "has its door at " + strings.Join(allowed, ", ")
		}
	}
	return ""
}

// TestLayers holds the import direction, the doors and the folder list.
func TestLayers(t *testing.T) {
	for _, p := range listPackages(t) {
		if strings.HasPrefix(p.ImportPath, "luister/testdata/") {
			continue
		}
		if roomOf(p.ImportPath) < 0 {
			t.Errorf("%s is in no room; the rooms are %v", p.ImportPath, rooms)
			continue
		}
		for _, to := range p.Imports {
			if wrong := wrongImport(p.ImportPath, to); wrong != "" {
				t.Errorf("%s imports %s, which %s", p.ImportPath, to, wrong)
			}
		}
	}
}

// TestRoomTable holds the table of ARCHITECTURE.md against the folders: every
// folder of a room stands in it, and whatever stands in it is there.
func TestRoomTable(t *testing.T) {
	named := roomTable(t)
	for _, p := range listPackages(t) {
		parts := strings.Split(strings.TrimPrefix(p.ImportPath, "luister/"), "/")
		folder := strings.Join(parts[:min(2, len(parts))], "/")
		if !named[folder] {
			t.Errorf("%s does not stand in the table of ARCHITECTURE.md", folder)
		}
	}
	for folder := range named {
		if _, err := os.Stat("../../" + folder); err != nil {
			t.Errorf("%s stands in the table of ARCHITECTURE.md, and is not there", folder)
		}
	}
}

// roomTable gives the folders in the first column of the table. Behind one with
// its room stand others of that room.
func roomTable(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("../../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "## The rooms")
	table, _, _ := strings.Cut(rest, "\n## ")
	named := map[string]bool{}
	for _, line := range strings.Split(table, "\n") {
		first, _, _ := strings.Cut(strings.TrimPrefix(line, "|"), "|")
		room := ""
		for i, name := range strings.Split(first, "`") {
			if i%2 == 0 || !strings.HasPrefix(line, "| `") {
				continue
			}
			if in, _, whole := strings.Cut(name, "/"); whole || slices.Contains(rooms, name) {
				room = in
			} else {
				name = room + "/" + name
			}
			named[name] = true
		}
	}
	return named
}

// TestWrongImport breaks each rule on purpose: a guard that cannot fail is off.
func TestWrongImport(t *testing.T) {
	for _, tt := range []struct{ from, to, want string }{
		{"luister/nlp/token", "luister/cluster", "right"},
		{"luister/ingest/mail", "luister/nlp", "right"},
		{"luister/nlp/mask", "luister/ingest/mail", "root types"},
		{"luister/cluster", "luister/util", "no room"},
		{"luister/export/web", "github.com/blevesearch/bleve/v2/search", "door"},
		{"luister/export/web", "github.com/blevesearch/bleve/v2", "door"},
		{"luister/export/index", "github.com/blevesearch/bleve/v2/search", ""},
		{"luister/nlp/mask", "luister/ingest", ""},
		{"luister/export/web", "luister/export/table", ""},
		{"luister/cmd/luister", "luister/ingest/mail", ""},
	} {
		got := wrongImport(tt.from, tt.to)
		if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s importing %s: %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
}
