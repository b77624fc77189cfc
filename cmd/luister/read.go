package main

import (
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"luister/cluster"
	"luister/export/index"
	"luister/export/snapshot"
	"luister/export/table"
	"luister/ingest"
	"luister/ingest/duplicate"
	"luister/ingest/value"
	"luister/nlp"
	"luister/nlp/mask"
	"luister/nlp/vector"
)

// A record is one feedback as it goes to the tables, the index and the drivers.
type record struct {
	month       string
	feedback    table.Feedback
	topics      []table.FeedbackTopic
	experiences []table.FeedbackExperience
	flags       []table.FeedbackFlag
	item        cluster.Item
	entry       index.Entry
	masked      map[string]int64 // spans by type
	print       duplicate.Print
	signature   []byte // of print
	unread      bool   // a layer failed on its text

	people []string // columns of categories that held a person
}

// A job is one answer to be read.
type job struct {
	answer
	delivery *delivery
	version  int32
	history  string // earlier outcomes
}

// jobBatch is how many answers a worker gets at a time.
const jobBatch = 32

// read goes through the new files again and reads what is to be used: masked,
// annotated, coded, and put in tables and index.
func (n *night) read() error {
	if err := n.begin(); err != nil {
		return err
	}
	n.progress.total(int64(n.run.Tally.New + n.run.Tally.Changed))
	var readErr error
	for records := range fanOut(n.jobs(&readErr), func() func([]job) []record {
		reader := &reader{night: n, headers: map[string]string{}}
		return reader.batch
	}) {
		for i := range records {
			if err := n.take(&records[i]); err != nil {
				return err
			}
		}
		n.progress.step(len(records))
	}
	n.duplicates, n.near, n.spaces = nil, nil, duplicate.Spaces{} // they grow with what was read
	return readErr
}

// begin makes the draft and what is written into it.
func (n *night) begin() error {
	var err error
	if n.annotator, err = newAnalyst(n.ws, &n.cfg, n.decided.state); err != nil {
		return err
	}
	if n.draft, err = snapshot.Begin(n.ws, n.run.ID); err != nil {
		return err
	}
	if n.rows, err = table.NewWriter(filepath.Join(n.draft.Dir(), "tables"), n.run.ID, n.old); err != nil {
		return err
	}
	oldIndex := ""
	if n.previous != "" {
		oldIndex = filepath.Join(n.previous, indexDir)
	}
	if n.words, err = index.NewWriter(filepath.Join(n.draft.Dir(), indexDir), oldIndex); err != nil {
		return err
	}
	if err := errors.Join(n.dropReplaced(), n.loadHistory()); err != nil {
		return err
	}
	n.run.Languages, n.run.Masked = map[string]int64{}, map[string]int64{}
	n.facts, n.newest = map[string]fact{}, map[string]time.Time{}
	err = n.loadDuplicates()
	return err
}

// dropReplaced takes earlier versions out of tables and index, and adds
// everything else again to an index that is of another version.
func (n *night) dropReplaced() error {
	if n.old == nil {
		return nil
	}
	n.rows.Drop(n.replaced...)
	erased := slices.Sorted(maps.Keys(n.erased))
	instead, err := n.said()
	if err != nil {
		return err
	}
	if err := n.rows.Erase(erased, instead); err != nil {
		return err
	}
	withdrawn := slices.Sorted(maps.Keys(n.was)) // their ids may never come back, and so never be found in the index again
	if err := n.words.Erase(append(erased, withdrawn...)...); err != nil {
		return err
	}
	months, err := n.old.Months(n.replaced...)
	if err != nil {
		return err
	}
	for month, ids := range months {
		n.words.Drop(month, ids...)
	}
	if n.words.Fresh() {
		n.run.Notices = append(n.run.Notices, "de zoekindex was beschadigd, of van een eerdere versie, en is opnieuw gemaakt")
		return n.reindex()
	}
	return nil
}

// jobs gives the answers to be read, some at a time. What goes wrong is left in err.
func (n *night) jobs(err *error) iter.Seq[[]job] {
	return func(yield func([]job) bool) {
		var batch []job
		marks := n.marks
		for _, d := range n.deliveries {
			seen := map[string]int{}
			for row, rowErr := range n.weighed(d) {
				if rowErr != nil {
					*err = rowErr
					return
				}
				for a := range n.answers(d, row, seen) {
					if len(marks) == 0 || n.ctx.Err() != nil {
						*err = n.changedUnderway(d)
						return
					}
					switch marks[0] {
					case use:
						batch = append(batch, job{a, d, max(1, n.versions[a.id]), n.history[a.id]})
					case renewed:
						n.history[a.id] = withStatus(n.history[a.id], a.Updated, n.masker.Mask(a.Outcome, a.Known).Text)
					}
					marks = marks[1:]
				}
				if len(batch) >= jobBatch {
					if !yield(batch) {
						return
					}
					batch = nil
				}
			}
		}
		if len(marks) > 0 {
			*err = n.changedUnderway(n.deliveries[len(n.deliveries)-1])
		}
		if len(batch) > 0 {
			yield(batch)
		}
	}
}

// weighed gives the rows of a delivery again that were weighed and can be used.
// What could not be read then is not asked for. A file that has fewer rows now is
// an error: its answers would be taken for those of the next file.
func (n *night) weighed(d *delivery) iter.Seq2[ingest.Row, error] {
	return func(yield func(ingest.Row, error) bool) {
		left := n.run.Files[d.file].Tally.Rows
		for row, err := range d.Rows() {
			if err != nil || left == 0 {
				break
			}
			left--
			if row.Reject == "" && row.Apart == "" && !yield(row, nil) {
				return
			}
		}
		if left > 0 {
			yield(ingest.Row{}, n.changedUnderway(d))
		}
	}
}

// changedUnderway is the error of a file that has other rows than a moment ago.
func (n *night) changedUnderway(d *delivery) error {
	if err := n.ctx.Err(); err != nil {
		return err
	}
	return fmt.Errorf("%s changed while it was being read; deliver files whole (write aside, then rename) and run again", n.relative(d.Path))
}

// A reader reads answers on one processor.
type reader struct {
	night *night
	doc   nlp.Document // its slices are used again

	headers map[string]string // of columns, as they are shown
}

// header gives the header of a column without people in it.
func (r *reader) header(name string) string {
	shown, ok := r.headers[name]
	if !ok {
		shown = r.night.shown(name)
		r.headers[name] = shown
	}
	return shown
}

func (r *reader) batch(jobs []job) []record {
	records := make([]record, len(jobs))
	for i := range jobs {
		r.safely(&jobs[i], &records[i])
	}
	return records
}

// safely reads one answer; a text that a layer cannot bear costs its own text
// and not the night.
func (r *reader) safely(j *job, rec *record) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("a text could not be read; please report it", "file", r.night.run.Files[j.delivery.file].Name, "line", j.line, "panic", fmt.Sprintf("%T", p))
			*rec = r.unread(j)
		}
	}()
	r.read(j, rec)
}

// unread is the record of an answer that could not be read: nothing of its text
// is kept, because it could not be masked with certainty.
func (r *reader) unread(j *job) record {
	r.doc = nlp.Document{ID: j.id}
	j.Subject, j.Location, j.Outcome, j.Attributes, j.Cut = "", "", "", nil, nil
	rec := record{masked: map[string]int64{}, unread: true}
	rec.feedback = r.feedback(j, &rec)
	rec.month = rec.feedback.ReceivedMonth
	rec.item = cluster.Item{ID: j.id, Customer: rec.feedback.CustomerID, Received: rec.feedback.Received}
	rec.entry = entryOf(&r.doc, &rec.feedback)
	return rec
}

// read masks, annotates and codes one answer.
func (r *reader) read(j *job, rec *record) {
	rec.masked = map[string]int64{}
	doc := &r.doc
	doc.ID, doc.Asked = j.id, j.Proactive
	doc.Text = r.mask(j, rec, j.Text)
	doc.Context = r.mask(j, rec, j.Context)
	r.night.annotator.Annotate(doc)

	rec.feedback = r.feedback(j, rec)
	rec.month = rec.feedback.ReceivedMonth
	rec.topics, rec.experiences, rec.flags = codes(doc)
	rec.item = cluster.NewItem(doc)
	rec.print = duplicate.NewPrint(doc.Text)
	rec.signature = rec.print.Signature()
	rec.item.Customer, rec.item.Received = rec.feedback.CustomerID, rec.feedback.Received
	rec.entry = entryOf(doc, &rec.feedback)
}

// mask masks one text of an answer and counts what it found.
func (r *reader) mask(j *job, rec *record, text string) string {
	if text == "" {
		return ""
	}
	masked := r.night.masker.Mask(text, j.Known)
	for _, s := range masked.Spans {
		rec.masked[string(s.Type)]++
	}
	return masked.Text
}

// feedback makes the row of the table. Keys become keyed hashes; whatever may
// hold personal data is masked.
func (r *reader) feedback(j *job, rec *record) table.Feedback {
	hash, doc := r.night.masker.Hash, &r.doc
	f := table.Feedback{
		ID: j.id, Version: j.version, Source: j.delivery.source, Channel: r.category(rec, "kanaal", j.Channel),
		Received: j.Received, ReceivedMonth: monthOf(j.Received), ReceivedDay: dayOf(j.Received), Answered: j.Answered, Closed: j.Closed, Updated: j.Updated,
		CustomerID: hash("klant", j.Customer), ContactID: hash("klant", j.Contact), CaseID: hash("zaak", j.Case), RespondentID: hash("respondent", j.Respondent), ThreadID: hash("bericht", j.Thread),
		Employee: j.Employee,
		Subject:  r.mask(j, rec, j.Subject), Context: doc.Context, Text: doc.Text, Language: doc.Lang, Words: words(doc),
		Product: r.category(rec, "product", j.Product), Department: r.category(rec, "afdeling", j.Department), Region: r.category(rec, "regio", j.Region), Location: r.mask(j, rec, j.Location),
		Outcome: r.mask(j, rec, j.Outcome), Reopened: j.Reopened, Consent: j.Consent,
		FileID: j.delivery.Hash, FileLine: int64(j.line), FilePart: int32(j.part), RunID: r.night.run.ID,
		KeyHash: hash("sleutel", j.Key), ContentHash: j.content, Attachments: int32(len(j.Attached)),
	}
	f.History = statusChanged(j.history, f.Outcome)
	addCoding(&f, &doc.Coding)
	addScores(&f, j.Scores)
	for _, a := range j.Attributes {
		f.Attributes = append(f.Attributes, table.Attribute{Name: r.header(a.Name), Type: string(a.Type), Value: r.mask(j, rec, a.Value)})
	}
	for _, a := range j.Attached {
		f.Attached = append(f.Attached, table.Attached{Name: mask.FileName(a.Name), Type: a.Type, Size: a.Size, Unread: a.Unread})
	}
	for _, c := range j.Cut {
		rule := r.header(c.Rule) // it may name a column
		f.CutRules = append(f.CutRules, rule)
		f.Cut = append(f.Cut, table.Cut{Rule: rule, Text: r.night.masker.Mask(c.Text, j.Known).Text})
	}
	return f
}

// monthOf gives the partition of a date: the month in which customers say it was.
func monthOf(t time.Time) string {
	if t.IsZero() {
		return table.NoMonth
	}
	return t.In(value.Amsterdam()).Format("2006-01")
}

// dayOf gives the midnight, in UTC, that stands for the day in which customers
// say it was; zero if it is not known.
func dayOf(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	year, month, day := t.In(value.Amsterdam()).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func words(doc *nlp.Document) (n int32) {
	for i := range doc.Tokens {
		if doc.Tokens[i].Kind == nlp.Word {
			n++
		}
	}
	return n
}

func addCoding(f *table.Feedback, c *nlp.Coding) {
	f.Form, f.FormScore, f.Stance, f.Line = c.Form, c.FormScore, c.Stance, c.Line
	f.Sentiment, f.SentimentScore, f.Severity, f.Trust = string(c.Sentiment), c.SentimentScore, int32(c.Severity), int32(c.Trust)
	f.Expected, f.Causes = spans(c.Expected), spans(c.Causes)
	f.Unsure, f.UnsureScore = "", 0
	if len(c.Unsure) > 0 {
		f.Unsure, f.UnsureScore = c.Unsure[0].ID, c.Unsure[0].Score
	}
}

func addScores(f *table.Feedback, scores []ingest.Score) {
	for _, s := range scores {
		field := map[ingest.ScoreKind]**float64{ingest.NPS: &f.NPS, ingest.CSAT: &f.CSAT, ingest.CES: &f.CES, ingest.Stars: &f.Stars, ingest.Handling: &f.Handling}[s.Kind]
		if field != nil {
			value := s.Value
			*field = &value
		}
	}
}

func spans(from []nlp.Span) []table.Span {
	var out []table.Span
	for _, s := range from {
		out = append(out, table.Span{Start: int32(s.Start), End: int32(s.End)})
	}
	return out
}

// codes makes the rows of the codes of a document.
func codes(doc *nlp.Document) (topics []table.FeedbackTopic, experiences []table.FeedbackExperience, flags []table.FeedbackFlag) {
	for i, c := range doc.Coding.Topics {
		topics = append(topics, table.FeedbackTopic{FeedbackID: doc.ID, Topic: c.ID, Rank: int32(i + 1), Score: c.Score, Sentiment: string(c.Sentiment), Evidence: spans(c.Evidence)})
	}
	for i, c := range doc.Coding.Experience {
		experiences = append(experiences, table.FeedbackExperience{FeedbackID: doc.ID, Experience: c.ID, Rank: int32(i + 1), Score: c.Score, Sentiment: string(c.Sentiment), Evidence: spans(c.Evidence)})
	}
	for i, c := range doc.Coding.Flags {
		flags = append(flags, table.FeedbackFlag{FeedbackID: doc.ID, Flag: c.ID, Rank: int32(i + 1), Score: c.Score, Evidence: spans(c.Evidence)})
	}
	return topics, experiences, flags
}

// entryOf is what the index is told about a feedback.
func entryOf(doc *nlp.Document, f *table.Feedback) index.Entry {
	e := index.Entry{ID: f.ID, Terms: index.TermsOf(doc), Values: map[index.Facet][]string{}}
	if !f.Received.IsZero() {
		e.Day = f.Received.In(value.Amsterdam()).Format(time.DateOnly)
	}
	for facet, value := range map[index.Facet]string{
		index.Source: f.Source, index.Channel: f.Channel, index.Form: f.Form, index.Stance: f.Stance, index.Sentiment: f.Sentiment,
		index.Severity: fmt.Sprint(f.Severity), index.Product: f.Product, index.Department: f.Department, index.Region: f.Region,
	} {
		if value != "" {
			e.Values[facet] = []string{value}
		}
	}
	for facet, list := range map[index.Facet][]nlp.Code{index.Topic: doc.Coding.Topics, index.Experience: doc.Coding.Experience, index.Flag: doc.Coding.Flags} {
		for _, c := range list {
			e.Values[facet] = append(e.Values[facet], c.ID)
		}
	}
	return e
}

// take puts a record in the tables and the index, and keeps its item.
func (n *night) take(rec *record) error {
	f := &rec.feedback
	if rec.unread {
		n.run.Alarms = append(n.run.Alarms, fmt.Sprintf("de tekst op regel %d van een bestand van bron %s kon niet worden gelezen", f.FileLine, f.Source))
	}
	hash := rec.item.Hash
	if err := n.link(rec); err != nil {
		return err
	}
	n.countQuality(rec)
	n.run.Languages[f.Language]++
	for kind, count := range rec.masked {
		n.run.Masked[kind] += count
	}
	n.facts[f.ID] = factOf(f)
	if f.Received.After(n.newest[f.Source]) && !f.Received.After(n.now) {
		n.newest[f.Source] = f.Received
	}
	document := table.Document{FeedbackID: f.ID, Terms: slices.Clone(rec.item.Terms), Breaks: rec.item.Breaks, Vector: table.EncodeVector(rec.item.Vector), VectorVersion: vector.Load().Version(), TextHash: int64(hash), Signature: rec.signature}
	rec.item.Vector = nil // the table has it, and drivers are found without it
	n.items = append(n.items, rec.item)
	n.words.Add(rec.month, rec.entry)
	return errors.Join(
		table.Put(n.rows, rec.month, *f),
		table.Put(n.rows, rec.month, rec.topics...),
		table.Put(n.rows, rec.month, rec.experiences...),
		table.Put(n.rows, rec.month, rec.flags...),
		table.Put(n.rows, rec.month, document),
	)
}
