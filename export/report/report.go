// Package report tells what a run did.
//
// It owns the Run: every count, assumption and problem of one night. It gives
// the manifest (JSON, for programs), the summary (Dutch, for the terminal) and
// the run report (Dutch, one HTML file, for people). It reads nothing and
// decides nothing.
package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"luister/ingest"
)

// A Run is what one night did. Its JSON form is the manifest.
type Run struct {
	ID       string    `json:"run"`
	Program  string    `json:"program"` // version of luister
	Config   string    `json:"config"`  // SHA-256 of luister.yaml
	Started  time.Time `json:"started"`
	Ended    time.Time `json:"ended"`
	State    string    `json:"state"`    // running, published, nothing-new, failed
	Snapshot string    `json:"snapshot"` // folder of the published snapshot, relative to the workspace; empty if none was made
	Previous string    `json:"previous,omitempty"`
	Stages   []Stage   `json:"stages"`
	Files    []File    `json:"files"`
	Models   []Model   `json:"models,omitempty"`

	Quality   []*Quality       `json:"quality,omitempty"` // by source
	Tally     ingest.Tally     `json:"tally"`             // of all files of this night
	Languages map[string]int64 `json:"languages"`         // of the new and changed feedback
	Masked    map[string]int64 `json:"masked"`            // spans masked, by type

	Feedback       int64 `json:"feedback"`          // after this night
	FeedbackWas    int64 `json:"feedback_was"`      // before this night
	Withdrawn      int64 `json:"withdrawn"`         // of files that are read again
	Erased         int64 `json:"erased,omitempty"`  // on request
	Expired        int64 `json:"expired,omitempty"` // past the retention of their source
	Duplicates     int64 `json:"duplicates"`        // linked this night to an earlier feedback with the same text
	NearDuplicates int64 `json:"near_duplicates"`   // linked this night to an earlier feedback with nearly the same text
	Drivers        int64 `json:"drivers"`           // in use after this night
	NewDrivers     int64 `json:"new_drivers"`       // founded this night
	WithDriver     int64 `json:"with_driver"`       // feedback with a driver, after this night
	WithoutDriver  int64 `json:"without_driver"`    // "nog geen driver", after this night

	Moved []Move `json:"moved,omitempty"` // published feedback that has another driver than before, the most first

	TooManyRejects bool     `json:"too_many_rejects"`  // more rejected rows than the configuration allows
	Alarms         []string `json:"alarms,omitempty"`  // Dutch sentences
	Notices        []string `json:"notices,omitempty"` // likewise, of less weight
	Failed         string   `json:"failed,omitempty"`  // the error that ended the run
}

// A Move is published feedback of one driver that went to another.
type Move struct {
	From     string `json:"from"`
	To       string `json:"to"` // empty: no driver any more
	Feedback int64  `json:"feedback"`
}

// Stage is one stage of a run.
type Stage struct {
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`
	Done    bool    `json:"done"`
}

// Model is something frozen that the run worked with.
type Model struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// File is one delivered file.
type File struct {
	Name         string       `json:"name"` // relative to the workspace
	Source       string       `json:"source"`
	Kind         string       `json:"kind"`
	Hash         string       `json:"sha256"`
	Size         int64        `json:"bytes"`
	Known        bool         `json:"known"`   // the same bytes were delivered before: not read again
	Again        bool         `json:"again"`   // read again, because its configuration changed: what it gave before is withdrawn
	Assumed      []string     `json:"assumed"` // how it was read and what was assumed, in Dutch
	Problem      string       `json:"problem,omitempty"`
	ProblemSince string       `json:"problem_since,omitempty"` // the run that found it, if that was an earlier one
	Tally        ingest.Tally `json:"tally"`
	Rejects      []Reject     `json:"rejects,omitempty"` // the first of them

	Notes     map[string]int64 `json:"notes,omitempty"`      // rows that were used with something repaired or left out, by what
	NoteLines map[string]int   `json:"note_lines,omitempty"` // the first line of each
}

// Note counts something that was repaired or left out in a row that is used.
func (f *File) Note(what string, line int) {
	if f.Notes == nil {
		f.Notes, f.NoteLines = map[string]int64{}, map[string]int{}
	}
	if f.Notes[what]++; f.Notes[what] == 1 {
		f.NoteLines[what] = line
	}
}

// Reject names a row that could not be used, without its text.
type Reject struct {
	Line   int    `json:"line"`
	Reason string `json:"reason"` // as in the table reject: English for programs; ingest.Dutch is for people
}

// MaxRejects is how many rejected rows of a file the manifest names; the table
// reject has them all.
const MaxRejects = 100

// Check says whether the counts of the night add up; nil if they do.
func (r *Run) Check() error {
	if err := r.Tally.Check(); err != nil {
		return err
	}
	if r.Feedback != r.Left()+r.Tally.New {
		return fmt.Errorf("feedback %d, but %d before - %d withdrawn - %d erased - %d expired + %d new", r.Feedback, r.FeedbackWas, r.Withdrawn, r.Erased, r.Expired, r.Tally.New)
	}
	if r.WithDriver+r.WithoutDriver != r.Feedback {
		return fmt.Errorf("with a driver %d + without %d, but feedback %d", r.WithDriver, r.WithoutDriver, r.Feedback)
	}
	return nil
}

// Left is how much of the feedback before this night is still there after it.
func (r *Run) Left() int64 { return r.FeedbackWas - r.Withdrawn - r.Erased - r.Expired }

// RejectShare is the share of the rows read that could not be used, 0..1.
func (r *Run) RejectShare() float64 {
	if r.Tally.Rows == 0 {
		return 0
	}
	return float64(ingest.Total(r.Tally.Rejected)) / float64(r.Tally.Rows)
}

// Summary writes the short account of a run that people read on the terminal.
func (r *Run) Summary(w io.Writer) error {
	var b strings.Builder
	t := r.Tally
	rejected, apart := ingest.Total(t.Rejected), ingest.Total(t.Apart)
	fmt.Fprintf(&b, "Run %s\n", r.ID)
	fmt.Fprintf(&b, "  bestanden   %s nieuw, %s al bekend%s\n", Number(r.newFiles()), Number(r.knownFiles()), r.problemFiles())
	fmt.Fprintf(&b, "  rijen       %s gelezen = %s gebruikt + %s al bekend + %s afgekeurd + %s apart gezet\n",
		Number(t.Rows), Number(t.Used), Number(t.Again), Number(rejected), Number(apart))
	fmt.Fprintf(&b, "  antwoorden  %s = %s nieuw + %s gewijzigd + %s ongewijzigd + %s ouder%s; daarnaast %s zonder tekst\n",
		Number(t.Answers), Number(t.New), Number(t.Changed), Number(t.Unchanged), Number(t.Older), some(" + %s niet bewaard", t.Barred), Number(t.Empty))
	fmt.Fprintf(&b, "  feedback    %s = %s%s + %s nieuw\n", Number(r.Feedback), Number(r.FeedbackWas), r.Lost(), Number(t.New))
	fmt.Fprintf(&b, "  drivers     %s (%s nieuw); feedback met driver %s + nog geen driver %s = %s\n",
		Number(r.Drivers), Number(r.NewDrivers), Number(r.WithDriver), Number(r.WithoutDriver), Number(r.Feedback))
	b.WriteString(reasons("apart", t.Apart) + reasons("afgekeurd", t.Rejected))
	if r.State == "nothing-new" {
		b.WriteString("  Niets nieuws: de gepubliceerde stand blijft zoals hij was.\n")
	}
	for _, f := range r.Files {
		if f.Problem != "" {
			fmt.Fprintf(&b, "  LET OP      %s: %s%s\n", f.Name, ingest.Dutch(f.Problem), f.since())
		}
	}
	for _, notice := range r.Notices {
		fmt.Fprintf(&b, "  let op      %s\n", notice)
	}
	for _, alarm := range r.Alarms {
		fmt.Fprintf(&b, "  ALARM       %s\n", alarm)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// since says that a problem is known, and from which day.
func (f *File) since() string {
	at, err := time.Parse("20060102T150405Z", f.ProblemSince[:min(len(f.ProblemSince), 15)]+"Z")
	if err != nil {
		return ""
	}
	return fmt.Sprintf(" (bekend sinds %s; haal het bestand weg of lever het opnieuw)", at.Format(time.DateOnly))
}

func (r *Run) newFiles() (n int64) {
	for _, f := range r.Files {
		if !f.Known && f.Problem == "" {
			n++
		}
	}
	return n
}

// Lost names what was taken out, if anything was.
func (r *Run) Lost() string {
	return some(" − %s ingetrokken (bestanden opnieuw gelezen)", r.Withdrawn) + some(" − %s gewist op verzoek", r.Erased) + some(" − %s voorbij de bewaartermijn", r.Expired)
}

// some writes a number in a phrase; nothing if it is zero.
func some(phrase string, n int64) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(phrase, Number(n))
}

func (r *Run) knownFiles() (n int64) {
	for _, f := range r.Files {
		if f.Known {
			n++
		}
	}
	return n
}

func (r *Run) problemFiles() string {
	n := 0
	for _, f := range r.Files {
		if f.Problem != "" {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", %d niet te lezen", n)
}

// reasons lists counts by reason, the largest first.
func reasons(what string, counts map[string]int64) string {
	var b strings.Builder
	for _, reason := range SortedByCount(counts) {
		fmt.Fprintf(&b, "  %-11s %s: %s\n", what, Number(counts[reason]), ingest.Dutch(reason))
	}
	return b.String()
}

// SortedByCount gives the keys of counts, the largest count first.
func SortedByCount(counts map[string]int64) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}

// Number writes a whole number as Dutch people do: 12.345.
func Number(n int64) string {
	digits := fmt.Sprint(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "." + digits[i:]
	}
	return sign + digits
}
