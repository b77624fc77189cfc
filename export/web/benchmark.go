package web

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"luister/cluster/benchmark"
	"luister/cluster/indicator"
	"luister/export/learning"
)

// benchmarkDir is the folder of a workspace in which the files of others are put.
const benchmarkDir = "benchmark"

// maxBenchmark is how many bytes a benchmark file may have.
const maxBenchmark = 10 << 20

var errTooLarge = errors.New("the file is too large")

// benchmarkData is what the page of the comparison with others shows.
type benchmarkData struct {
	Folder string
	Ours   *benchmark.File // nil: too little feedback
	Others []compared
}

// compared is the comparison with one file.
type compared struct {
	Name    string
	Theirs  *benchmark.File
	Parts   []comparedPart
	Beyond  int    // lines that differ beyond chance
	Problem string // why the file is not compared, in words that people see
}

// comparedPart is the lines of one kind.
type comparedPart struct {
	Label string
	Most  float64 // highest end of an interval, at which the charts end
	Lines []comparedLine
}

type comparedLine struct {
	benchmark.Line
	Label     string
	Different bool
}

// benchmark sets what this workspace shares beside what others shared.
func (s *Server) benchmark(_ *http.Request, o *opened) (*view, error) {
	d := benchmarkData{Folder: filepath.Join(s.options.Workspace, benchmarkDir)}
	ours, err := o.shared(s)
	if err != nil {
		slog.Info("there is no benchmark file of this workspace", "why", err)
		return &view{Page: "benchmark", Title: "Benchmark", Data: d}, nil
	}
	d.Ours = ours
	entries, err := os.ReadDir(d.Folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		if filepath.Ext(e.Name()) == ".json" {
			d.Others = append(d.Others, s.comparedWith(ours, filepath.Join(d.Folder, e.Name())))
		}
	}
	return &view{Page: "benchmark", Title: "Benchmark", Data: d}, nil
}

// shared gives the benchmark file of a snapshot, which is made once.
func (o *opened) shared(s *Server) (*benchmark.File, error) {
	o.benchmark.Do(func() {
		o.benchmark.file, o.benchmark.err = learning.BenchmarkFile(o.tables, learning.Period{}, s.options.Organisation, s.options.Now())
	})
	return o.benchmark.file, o.benchmark.err
}

// comparedWith compares what we share with the file of another.
func (s *Server) comparedWith(ours *benchmark.File, path string) compared {
	c := compared{Name: filepath.Base(path)}
	b, err := readUpTo(path, maxBenchmark)
	if err == nil {
		c.Theirs, err = benchmark.Decode(b)
	}
	switch {
	case errors.Is(err, errTooLarge):
		c.Problem = "Dit bestand is groter dan 10 MB; zo groot is geen benchmarkbestand."
	case errors.Is(err, benchmark.ErrChanged):
		c.Problem = "Dit bestand is na het maken veranderd of beschadigd; vraag het opnieuw."
	case errors.Is(err, fs.ErrPermission):
		c.Problem = "Dit bestand mag niet worden gelezen."
	case err != nil:
		slog.Warn("a benchmark file cannot be read", "file", c.Name, "error", err)
		c.Problem = "Dit is geen benchmarkbestand dat dit programma kent."
	}
	if c.Problem != "" {
		c.Theirs = nil
		return c
	}
	c.Name = cmp.Or(c.Theirs.Label, c.Name)
	c.fill(benchmark.Compare(ours, c.Theirs), s)
	return c
}

// readUpTo reads a file that is not larger than most bytes.
func readUpTo(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(b)) > most {
		return nil, errTooLarge
	}
	return b, err
}

// fill puts the lines in their parts, the largest difference that is more than
// chance first.
func (c *compared) fill(lines []benchmark.Line, s *Server) {
	for _, kind := range []struct{ part, label string }{{"form", "Vormen"}, {"topic", "Onderwerpen"}, {"negative", "Negatief deel van een onderwerp"}, {"indicator", "Indicatoren"}} {
		part := comparedPart{Label: kind.label}
		for _, l := range lines {
			if l.Part != kind.part {
				continue
			}
			part.Most = max(part.Most, l.Ours.High, l.Theirs.High)
			part.Lines = append(part.Lines, comparedLine{l, s.labelOfLine(&l), l.Different()})
			if l.Different() {
				c.Beyond++
			}
		}
		slices.SortStableFunc(part.Lines, func(a, b comparedLine) int {
			if a.Different != b.Different {
				return map[bool]int{true: -1, false: 1}[a.Different]
			}
			return cmp.Compare(math.Abs(b.Difference.Value), math.Abs(a.Difference.Value))
		})
		if len(part.Lines) > 0 {
			c.Parts = append(c.Parts, part)
		}
	}
}

// labelOfLine is what people call a share.
func (s *Server) labelOfLine(l *benchmark.Line) string {
	if l.Part == "indicator" {
		if d, ok := indicator.Named(l.ID); ok {
			return d.Label
		}
		return l.ID
	}
	return s.labels.Topic(l.ID)
}

// benchmarkFile sends what this workspace shares, to give to others.
func (s *Server) benchmarkFile(w http.ResponseWriter, r *http.Request) {
	snap, err := s.snapshots.acquire()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer s.snapshots.release(snap)
	ours, err := snap.shared(s)
	if err != nil {
		s.fail(w, r, errNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=benchmark-%s-%s.json", ours.From, ours.Until))
	if r.Method != http.MethodHead {
		w.Write(ours.Encode())
	}
}
