package web

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"luister/export/facts"
	"luister/export/report"
	"luister/export/snapshot"
	"luister/ingest"
)

const shownRuns = 60

// runs lists the newest runs.
func (s *Server) runs(*http.Request) (*view, error) {
	runs, err := s.newestRuns(shownRuns)
	return &view{Page: "runs", Title: "Runs", Data: runs}, err
}

// newestRuns reads the manifests of the newest runs, newest first. A folder
// without a manifest that can be read is left out.
func (s *Server) newestRuns(n int) ([]*report.Run, error) {
	entries, err := os.ReadDir(snapshot.RunDir(s.options.Workspace, ""))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var runs []*report.Run
	for _, e := range slices.Backward(entries) { // names sort by time
		if len(runs) == n {
			break
		}
		if r, err := s.readRun(e.Name()); err == nil {
			runs = append(runs, r)
		}
	}
	return runs, nil
}

var runName = regexp.MustCompile(`^[0-9]{8}T[0-9]{6,12}Z?$`)

func (s *Server) readRun(id string) (*report.Run, error) {
	if !runName.MatchString(id) {
		return nil, errNotFound
	}
	b, err := os.ReadFile(filepath.Join(snapshot.RunDir(s.options.Workspace, id), "manifest.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNotFound
	}
	if err != nil {
		return nil, err
	}
	r := new(report.Run)
	return r, json.Unmarshal(b, r)
}

// runData is what the page of a run shows.
type runData struct {
	*report.Run
	Rejected, Apart, Masked []facts.Count
	RejectedRows, ApartRows int64
}

func (s *Server) run(r *http.Request) (*view, error) {
	run, err := s.readRun(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	d := runData{Run: run, Rejected: counted(run.Tally.Rejected), Apart: counted(run.Tally.Apart), Masked: counted(run.Masked),
		RejectedRows: ingest.Total(run.Tally.Rejected), ApartRows: ingest.Total(run.Tally.Apart)}
	return &view{Page: "run", Title: "Verslag van een run", Data: d}, nil
}

func counted(counts map[string]int64) []facts.Count {
	var out []facts.Count
	for _, name := range report.SortedByCount(counts) {
		out = append(out, facts.Count{Value: name, N: int(counts[name])})
	}
	return out
}

// reportFile sends the report that a run left, as it is.
func (s *Server) reportFile(w http.ResponseWriter, r *http.Request) {
	if id := r.PathValue("id"); runName.MatchString(id) {
		s.whole(w, r, filepath.Join(snapshot.RunDir(s.options.Workspace, id), "report.html"))
		return
	}
	s.fail(w, r, errNotFound)
}

var styleElement = regexp.MustCompile(`(?s)<style>(.*?)</style>`)

// whole sends an HTML file that has its style within it. The policy allows that
// one style by its hash, and nothing else.
func (s *Server) whole(w http.ResponseWriter, r *http.Request, path string) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = errNotFound
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if style := styleElement.FindSubmatch(b); style != nil {
		sum := sha256.Sum256(style[1])
		w.Header().Set("Content-Security-Policy", policy+"; style-src-elem 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if r.Method != http.MethodHead {
		w.Write(b)
	}
}

var packName = regexp.MustCompile(`^(index|sessie|management|kwartaal|complimenten|oefenen|[A-Z]{1,3}[0-9]{1,9})\.html$`)

// packFile sends a file of the session packs.
func (s *Server) packFile(w http.ResponseWriter, r *http.Request) {
	snap, err := s.snapshots.acquire()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer s.snapshots.release(snap)
	if name := r.PathValue("file"); packName.MatchString(name) {
		s.whole(w, r, filepath.Join(snap.dir, "packs", name))
		return
	}
	s.fail(w, r, errNotFound)
}
