package main

import (
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"sync"
	"time"

	"luister/export/report"
	"luister/export/table"
	"luister/ingest"
	"luister/ingest/ledger"
)

// A mark says what happens to one delivered answer.
type mark uint8

const (
	leave   mark = iota // delivered before, or older than what is known
	use                 // new, or a new version
	renewed             // was to be used, but a later delivery of this night has a newer version
)

// An answer is one delivered answer with what identifies it.
type answer struct {
	ingest.Feedback
	id      string // keyed hash of source and key
	content string // keyed hash of everything that was delivered
	line    int
	part    int // which file of an archive
}

// answers gives the answers of a row. seen counts answers without a key of their
// own by content, so that equal answers of one file stay different feedback.
func (n *night) answers(d *delivery, row ingest.Row, seen map[string]int) iter.Seq[answer] {
	return func(yield func(answer) bool) {
		for _, f := range row.Answers {
			a := answer{Feedback: f, line: row.Line, part: row.Part, content: n.contentHash(f)}
			key := f.Key
			if key == "" {
				seen[a.content]++
				key = fmt.Sprintf("inhoud %s %d", a.content, seen[a.content])
			}
			a.id = strings.Clone(n.masker.Hash("feedback", d.source+"\x00"+key)[:16]) // it outlives the hash
			if !yield(a) {
				return
			}
		}
	}
}

// contentHash is equal for two deliveries of an answer in which nothing changed,
// whenever they are read: a date that lies in the future will not always.
func (n *night) contentHash(f ingest.Feedback) string {
	if f.Delivered != nil {
		f = *f.Delivered
	}
	b, err := json.Marshal(f)
	if err != nil {
		panic(fmt.Sprintf("a feedback cannot be encoded: %T", err)) // a score that is no number
	}
	return n.masker.Hash("inhoud", string(b))
}

// weigh goes through the new files once, and decides for every answer whether it
// is used. Only keyed hashes are kept.
func (n *night) weigh() error {
	if err := n.loadLedger(); err != nil {
		return err
	}
	n.exposed = map[string][]ingest.Exposure{}
	last := map[string]int{} // where in marks the answer stands that is used, by id
	var bytes int64
	for _, d := range n.deliveries {
		bytes += d.Size
	}
	n.progress.total(bytes)
	for _, d := range n.deliveries {
		if err := n.weighFile(d, last); err != nil {
			return err
		}
		n.progress.step(int(d.Size))
	}
	n.ledger = ledger.Ledger{} // it has said what it knows, and is large
	return nil
}

func (n *night) weighFile(d *delivery, last map[string]int) error {
	f := &n.run.Files[d.file]
	seen := map[string]int{}
	for row, err := range d.Rows() {
		if ctxErr := n.ctx.Err(); ctxErr != nil {
			return ctxErr
		}
		if err != nil {
			n.broken(d, f, err)
			break
		}
		n.weighRow(d, f, row, func(a answer) mark { return n.judge(a, &f.Tally, last) }, seen)
	}
	n.run.Tally.Add(f.Tally)
	return nil
}

// broken notes that a file can no longer be read. What was read of it counts;
// it is read again when it is delivered again.
func (n *night) broken(d *delivery, f *report.File, err error) {
	f.Problem = fmt.Sprintf("na %d rijen niet verder te lezen: %s", f.Tally.Rows, strings.TrimPrefix(strings.ReplaceAll(err.Error(), d.Path, f.Name), "reading "+f.Name+": "))
	n.trouble(f, "niet helemaal gelezen: "+f.Name)
}

// weighRow counts what becomes of one row.
func (n *night) weighRow(d *delivery, f *report.File, row ingest.Row, judge func(answer) mark, seen map[string]int) {
	t := &f.Tally
	row.Reject, row.Note = n.withoutPeople(row.Reject), n.withoutPeople(row.Note)
	switch {
	case row.Reject != "":
		t.Reject(row.Reject)
		n.rejects = append(n.rejects, table.Reject{FileID: f.Hash, Line: int64(row.Line), Part: int32(row.Part), Reason: row.Reject, RunID: n.run.ID})
		if len(f.Rejects) < report.MaxRejects {
			f.Rejects = append(f.Rejects, report.Reject{Line: row.Line, Reason: row.Reject})
		}
		return
	case row.Apart != "":
		t.SetApart(row.Apart)
		if t.Apart[row.Apart] == 1 {
			f.Assumed = append(f.Assumed, fmt.Sprintf("Er zijn rijen apart gezet (%s); de eerste staat op regel %d.", row.Apart, row.Line))
		}
		return
	}
	for note := range strings.SplitSeq(row.Note, "; ") {
		if note != "" {
			f.Note(note, row.Line)
		}
	}
	if len(row.Scored) > 0 {
		n.statement(d.source).Score(row.Scored)
	}
	if len(row.Exposed) > 0 {
		n.exposed[f.Hash] = append(n.exposed[f.Hash], row.Exposed...)
	}
	used, barred, why := n.weighAnswers(d, row, judge, seen)
	if barred > 0 && barred == len(row.Answers) {
		t.SetApart(why)
		return
	}
	t.Barred += int64(barred)
	t.Rows++
	t.Answers += int64(len(row.Answers))
	if used {
		t.Used++
		t.Empty += int64(row.Empty)
	} else {
		t.Again++
	}
}

// weighAnswers marks the answers of a row. It gives whether one of them is used,
// or there are none, how many may not be kept, and why.
func (n *night) weighAnswers(d *delivery, row ingest.Row, judge func(answer) mark, seen map[string]int) (used bool, barred int, why string) {
	used = len(row.Answers) == 0
	for a := range n.answers(d, row, seen) {
		m := leave
		if reason := n.barred(d, a); reason != "" {
			barred, why = barred+1, reason
		} else {
			m = judge(a)
		}
		n.marks = append(n.marks, m)
		n.spaces.Know(d.source, n.masker.Hash("klant", a.Customer), n.masker.Hash("klant", a.Contact))
		if !a.Received.IsZero() && (n.oldest.IsZero() || a.Received.Before(n.oldest)) {
			n.oldest = a.Received
		}
		used = used || m == use
	}
	return used, barred, why
}

// judge decides about one answer. last says where the answer stands that is used
// so far for an id of this night.
func (n *night) judge(a answer, t *ingest.Tally, last map[string]int) mark {
	verdict, version := n.ledger.Judge(a.id, a.content, a.Updated)
	switch verdict {
	case ledger.Again:
		t.Unchanged++
		return leave
	case ledger.Older:
		t.Older++
		return leave
	case ledger.New:
		t.New++
		if before := n.was[a.id]; before > 0 {
			n.versions[a.id] = before + 1
		}
	case ledger.Changed:
		t.Changed++
		if at, tonight := last[a.id]; tonight {
			n.marks[at] = renewed
		} else {
			n.replaced = append(n.replaced, a.id)
		}
		n.versions[a.id] = version
	}
	last[a.id] = len(n.marks)
	return use
}

// loadLedger fills the ledger from the published tables.
//
// Feedback of files that are read again is withdrawn: what those files give now
// takes its place.
func (n *night) loadLedger() error {
	n.versions, n.was = map[string]int32{}, map[string]int32{}
	if n.old == nil {
		return nil
	}
	again := map[string]bool{}
	for _, d := range n.deliveries {
		again[d.Hash] = n.run.Files[d.file].Again
	}
	frame, err := n.old.Columns("feedback", nil, "feedback_id", "content_hash", "updated", "version", "file_id", "source", "customer_id", "contact_id")
	if err != nil {
		return err
	}
	ids, contents, files := frame.Strings("feedback_id"), frame.Strings("content_hash"), frame.Strings("file_id")
	updated, versions := frame.Ints("updated"), frame.Ints("version")
	var spaces sync.WaitGroup
	defer spaces.Wait()
	spaces.Go(func() {
		sources, customers, contacts := frame.Strings("source"), frame.Strings("customer_id"), frame.Strings("contact_id")
		for i := range ids {
			n.spaces.Know(sources[i], customers[i], contacts[i])
		}
	})
	for i, id := range ids {
		if n.erased[id] {
			n.was[id] = int32(versions[i])
			continue
		}
		if again[files[i]] {
			n.was[id] = int32(versions[i])
			n.replaced = append(n.replaced, id)
			n.run.Withdrawn++
			continue
		}
		n.ledger.Remember(id, contents[i], fromMicro(updated[i]), int32(versions[i]))
	}
	return nil
}

// fromMicro reads a time as Frame.Ints gives it.
func fromMicro(us int64) time.Time {
	if us == noTime {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

const noTime = -1 << 63 // how a column of times says that there is none
