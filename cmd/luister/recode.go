package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"luister/cluster/decision"
	"luister/export/index"
	"luister/export/report"
	"luister/export/snapshot"
	"luister/export/table"
	"luister/nlp"
	"luister/nlp/code"
	"luister/nlp/taught"
)

func newRecodeCmd() *cobra.Command {
	var ws string
	cmd := &cobra.Command{
		Use:   "recode",
		Short: "Code all history again, with the scheme and the models as they are now, and publish that",
		Long: `Recode reads the stored, masked text of all published feedback again and codes it
with the workspace's scheme (taxonomy in luister.yaml) and models, as they are now.
It publishes the result as a new snapshot, like a run, and says what moved: how many
feedback went from which code to which. What people corrected stays corrected.
Drivers keep their feedback; their counts follow the new codes.`,
		Example: `  luister recode -w klantenstem`,
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			n := newRecoding(ctx, ws, newProgress(cmd.ErrOrStderr()))
			run, err := runStages(n, recoding())
			if err != nil {
				return err
			}
			return n.recoded.tell(cmd.OutOrStdout(), run)
		},
	}
	workspaceFlag(cmd, &ws)
	return cmd
}

func newRecoding(ctx context.Context, ws string, progress *progress) *night {
	n := newNight(ctx, ws, time.Now().UTC(), progress)
	n.recoded.all = true
	return n
}

// recoding gives the stages of a run that codes what is published again.
func recoding() []stage {
	stages := regrouping()
	stages[0] = stage{"open", (*night).openCoded, false}
	return stages
}

// openCoded is open for a run on what is published.
func (n *night) openCoded() error {
	if err := n.open(); err != nil {
		return err
	}
	if n.old == nil {
		return snapshot.ErrNone
	}
	return nil
}

// A recodedFeedback is what a run coded again of what is published.
type recodedFeedback struct {
	all   bool // the run is to code everything again
	facts map[string]fact
	moved map[codeMove]int64
	read  int64
}

// A codeMove is a code that became another; one side is empty if a code was
// added or taken away.
type codeMove struct{ field, from, to string }

// recode codes published feedback again: all of it if that was asked for, and
// otherwise what people corrected since.
func (n *night) recode() error {
	n.recoded.facts, n.recoded.moved = map[string]fact{}, map[codeMove]int64{}
	if n.old == nil {
		return nil
	}
	ids := n.corrected()
	if !n.recoded.all && len(ids) == 0 {
		return nil
	}
	stored, err := storedCodes(n.old)
	if err != nil {
		return err
	}
	rows, err := n.rowsToRecode(ids)
	if err != nil {
		return err
	}
	var scanErr error
	for r := range fanOut(rows(&scanErr), func() func(table.Feedback) recodedRow {
		var doc nlp.Document
		return func(f table.Feedback) recodedRow { return n.codeAgain(&doc, f) }
	}) {
		n.progress.step(1)
		if err := n.takeRecoded(&r, stored); err != nil {
			return err
		}
	}
	return scanErr
}

// rowsToRecode gives the published feedback to code again, without what this run
// replaces: all of it, or that of ids. A failure to read ends the sequence.
func (n *night) rowsToRecode(ids map[string]bool) (rows func(failed *error) iter.Seq[table.Feedback], err error) {
	months, err := n.monthsOf(ids)
	if err != nil {
		return nil, err
	}
	if n.recoded.all {
		n.progress.total(n.run.FeedbackWas)
		months = nil
	}
	gone := n.gone()
	for i := range n.items {
		gone[n.items[i].ID] = true
	}
	return func(failed *error) iter.Seq[table.Feedback] {
		return func(yield func(table.Feedback) bool) {
			for f, err := range table.Scan[table.Feedback](n.old, months...) {
				if err != nil || n.ctx.Err() != nil {
					*failed = cmp.Or(err, n.ctx.Err())
					return
				}
				if !gone[f.ID] && (n.recoded.all || ids[f.ID]) && !yield(f) {
					return
				}
			}
		}
	}, nil
}

// corrected gives the published feedback of which people corrected a code, or
// took a correction back; nil if no decision is new.
func (n *night) corrected() map[string]bool {
	ids := map[string]bool{}
	if !n.decided.fresh {
		return ids
	}
	for _, e := range n.decided.log.Events {
		if e.Kind == decision.Code || e.Kind == decision.Coded {
			for _, id := range e.Feedback {
				ids[id] = true
			}
		}
	}
	return ids
}

// A recodedRow is a published feedback with its new codes.
type recodedRow struct {
	was         table.Feedback
	now         table.Feedback
	topics      []table.FeedbackTopic
	experiences []table.FeedbackExperience
	flags       []table.FeedbackFlag
	entry       index.Entry
}

func (n *night) codeAgain(doc *nlp.Document, f table.Feedback) recodedRow {
	doc.ID, doc.Text, doc.Context, doc.Asked = f.ID, f.Text, f.Context, f.Stance == "proactief"
	n.annotator.Annotate(doc)
	r := recodedRow{was: f, now: f}
	addCoding(&r.now, &doc.Coding)
	r.topics, r.experiences, r.flags = codes(doc)
	r.entry = entryOf(doc, &r.now)
	return r
}

// takeRecoded puts what changed of a feedback in tables and index.
func (n *night) takeRecoded(r *recodedRow, stored codesByFeedback) error {
	n.recoded.read++
	now := recodedCodes(r)
	was, id, month := stored[r.now.ID], r.now.ID, r.now.ReceivedMonth
	if sameRow(r.was, r.now) && slices.Equal(was, now) {
		return nil
	}
	n.recoded.count(&r.was, &r.now, was, now)
	n.recoded.facts[id] = factOf(&r.now)
	for _, t := range []string{"feedback_topic", "feedback_experience", "feedback_flag"} {
		n.rows.DropFrom(t, id)
	}
	if !n.words.Fresh() {
		n.words.Drop(month, id)
		n.words.Add(month, r.entry)
	}
	return errors.Join(
		table.Put(n.rows, month, r.now),
		table.Put(n.rows, month, r.topics...),
		table.Put(n.rows, month, r.experiences...),
		table.Put(n.rows, month, r.flags...),
	)
}

// sameRow tells whether two rows are the same; a list without anything in it is
// no list.
func sameRow(a, b table.Feedback) bool {
	for _, f := range []*table.Feedback{&a, &b} {
		if len(f.Expected) == 0 {
			f.Expected = nil
		}
		if len(f.Causes) == 0 {
			f.Causes = nil
		}
	}
	return reflect.DeepEqual(a, b)
}

// A storedCode is one code of a feedback.
type storedCode struct {
	field, id, sentiment string
	score                float64
}

type codesByFeedback map[string][]storedCode

// storedCodes reads the codes of all published feedback.
func storedCodes(t *table.Tables) (codesByFeedback, error) {
	out := codesByFeedback{}
	for _, x := range []struct{ table, field string }{{"feedback_topic", taught.Topic}, {"feedback_experience", taught.Experience}, {"feedback_flag", taught.Flag}} {
		if err := out.read(t, x.table, x.field); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// read takes in the codes of one field.
func (c codesByFeedback) read(t *table.Tables, name, field string) error {
	columns := []string{"feedback_id", field, "score"}
	if field != taught.Flag {
		columns = append(columns, "sentiment")
	}
	f, err := t.Columns(name, nil, columns...)
	if err != nil {
		return err
	}
	for i, id := range f.Strings("feedback_id") {
		code := storedCode{field: field, id: f.Strings(field)[i], score: f.Floats("score")[i]}
		if field != taught.Flag {
			code.sentiment = f.Strings("sentiment")[i]
		}
		c[id] = append(c[id], code)
	}
	return nil
}

// recodedCodes gives the codes of a row in the order of storedCodes.
func recodedCodes(r *recodedRow) []storedCode {
	var list []storedCode
	for _, t := range r.topics {
		list = append(list, storedCode{taught.Topic, t.Topic, t.Sentiment, t.Score})
	}
	for _, e := range r.experiences {
		list = append(list, storedCode{taught.Experience, e.Experience, e.Sentiment, e.Score})
	}
	for _, f := range r.flags {
		list = append(list, storedCode{taught.Flag, f.Flag, "", f.Score})
	}
	order := []string{taught.Topic, taught.Experience, taught.Flag}
	slices.SortStableFunc(list, func(a, b storedCode) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.field), slices.Index(order, b.field)), cmp.Compare(a.id, b.id))
	})
	return list
}

// count notes which codes of a feedback became which.
func (r *recodedFeedback) count(was, now *table.Feedback, before, after []storedCode) {
	for _, v := range []codeMove{{taught.Form, was.Form, now.Form}, {taught.Sentiment, was.Sentiment, now.Sentiment},
		{taught.Line, was.Line, now.Line}, {taught.Severity, fmt.Sprint(was.Severity), fmt.Sprint(now.Severity)}} {
		if v.from != v.to {
			r.moved[v]++
		}
	}
	for _, field := range []string{taught.Topic, taught.Experience, taught.Flag} {
		gone, come := lost(field, before, after), lost(field, after, before)
		for i := range max(len(gone), len(come)) {
			move := codeMove{field: field}
			if i < len(gone) {
				move.from = gone[i]
			}
			if i < len(come) {
				move.to = come[i]
			}
			r.moved[move]++
		}
	}
}

// lost gives the codes of a field that are in a and not in b.
func lost(field string, a, b []storedCode) []string {
	var ids []string
	for _, c := range a {
		if c.field == field && !slices.ContainsFunc(b, func(o storedCode) bool { return o.field == field && o.id == c.id }) {
			ids = append(ids, c.id)
		}
	}
	return ids
}

// moves lists what moved, by field, the most first.
func (r *recodedFeedback) moves() []codeMove {
	fields := taught.Fields()
	return slices.SortedFunc(maps.Keys(r.moved), func(a, b codeMove) int {
		return cmp.Or(cmp.Compare(slices.Index(fields, a.field), slices.Index(fields, b.field)), cmp.Compare(r.moved[b], r.moved[a]), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
}

// fieldNames are the Dutch names of fields.
var fieldNames = map[string]string{taught.Form: "vorm", taught.Sentiment: "sentiment", taught.Topic: "onderwerp", taught.Experience: "beleving",
	taught.Flag: "signaal", taught.Line: "lijn", taught.Severity: "ernst"}

// tell prints what moved.
func (r *recodedFeedback) tell(w io.Writer, run *report.Run) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Gepubliceerd als run %s: %s feedback opnieuw gecodeerd, bij %s veranderde iets.\n",
		run.ID, report.Number(r.read), report.Number(int64(len(r.facts))))
	for _, m := range r.moves() {
		fmt.Fprintf(&b, "  %6s  %-10s %s → %s\n", report.Number(r.moved[m]), fieldNames[m.field], cmp.Or(m.from, "(niets)"), cmp.Or(m.to, "(niets)"))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// modelVersions names what a run codes with.
func (n *night) modelVersions() []table.Model {
	if n.annotator == nil {
		return nil
	}
	list := []table.Model{{Name: "schema", Version: schemeVersion(n.annotator.coder.Scheme())}}
	for _, m := range n.annotator.models {
		list = append(list, table.Model{Name: filepath.Join(modelsDir, m.Field), Version: m.Model[:12]})
	}
	return list
}

// schemeVersion is a fingerprint of a coding scheme.
func schemeVersion(s *code.Scheme) string {
	sum := sha256.Sum256([]byte(encodeLayout(s)))
	return hex.EncodeToString(sum[:6])
}
