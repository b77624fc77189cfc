// Package mail turns e-mail into feedback.
//
// It owns the layouts of one family: single messages (.eml, Outlook .msg),
// mailboxes (mbox in its four dialects) and maildirs. It reads a stream and
// gives one ingest.Row per message, in the order of the stream: the customer's
// own words as Text, everything else of the body as Cut with the rule that cut
// it, names and addresses of the headers as Known. Automatic mail is set apart,
// a message that cannot be read is a reject.
//
// The text of an attachment (plain, HTML, Word) is read only where the message
// itself says nothing or no more than that it is attached; every attachment is
// listed, with a mark on those whose text was not read.
//
// It never masks and never writes. A damaged message costs that message and
// nothing else.
package mail

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"

	"luister/ingest"
	"luister/ingest/mail/outlook"
)

// Kind is a layout of e-mail on disk.
type Kind string

// The kinds. A maildir is a directory (IsMaildir) of EML files. PST is
// recognised so that Read can say what to do with it.
const (
	None Kind = ""
	EML  Kind = "eml"
	Mbox Kind = "mbox"
	MSG  Kind = "msg"
	PST  Kind = "pst"
)

// Options say how mail is read. The zero value is ready for use.
type Options struct {
	// OwnDomains are the mail domains of the organisation itself; mail from
	// them, or from a domain below them, is set apart.
	OwnDomains []string
	// Form gives labels of a web form, beside the built-in ones: the label as
	// it stands before the colon → naam, email, telefoon, nummer, onderwerp,
	// bericht, product, afdeling, plaats, or anything else for an attribute.
	Form map[string]string
	// MaxMessage is the greatest size of one message in bytes; 0 is 50 MB. A
	// larger one is rejected.
	MaxMessage int
}

const defaultMaxMessage = 50 << 20

// maxMessage gives the limit in force.
func (o Options) maxMessage() int {
	if o.MaxMessage > 0 {
		return o.MaxMessage
	}
	return defaultMaxMessage
}

// ErrPST says that an Outlook store has to be converted first.
var ErrPST = errors.New("an Outlook .pst store cannot be read: turn it into mbox files with `readpst -o OUT FILE.pst` (Debian package pst-utils) and deliver those")

// Reasons of rejects.
const (
	rejectTooLarge = "bericht groter dan de grens"
	rejectEmpty    = "bericht zonder kopregels en zonder tekst"
	rejectHeaders  = "geen leesbare kopregels: dit is geen e-mailbericht"
	rejectSealed   = "versleuteld bericht: alleen de ontvanger kan het lezen"
	rejectMSG      = "Outlook-bericht is beschadigd of geen .msg"
)

// Read gives one Row per message of r. A non-nil error ends the sequence and
// means that the stream itself is broken; a message that cannot be read is a
// Row with Reject.
func Read(r io.Reader, kind Kind, opts Options) iter.Seq2[ingest.Row, error] {
	switch kind {
	case EML:
		return readOne(r, opts, emlRow)
	case MSG:
		return readOne(r, opts, msgRow)
	case Mbox:
		return readMbox(r, opts)
	case PST:
		return failed(ErrPST)
	}
	return failed(fmt.Errorf("mail: unknown kind %q", kind))
}

// failed is a sequence of one error.
func failed(err error) iter.Seq2[ingest.Row, error] {
	return func(yield func(ingest.Row, error) bool) { yield(ingest.Row{}, err) }
}

// readOne reads r as a single message.
func readOne(r io.Reader, opts Options, row func([]byte, Options) ingest.Row) iter.Seq2[ingest.Row, error] {
	return func(yield func(ingest.Row, error) bool) {
		limit := opts.maxMessage()
		raw, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
		switch {
		case err != nil:
			yield(ingest.Row{}, fmt.Errorf("mail: reading message: %w", err))
		case len(raw) > limit:
			yield(ingest.Row{Line: 1, Reject: rejectTooLarge}, nil)
		default:
			out := row(raw, opts)
			out.Line = 1
			yield(out, nil)
		}
	}
}

// readMbox reads r message by message.
func readMbox(r io.Reader, opts Options) iter.Seq2[ingest.Row, error] {
	return func(yield func(ingest.Row, error) bool) {
		box := newBox(bufio.NewReaderSize(r, 1<<16), opts.maxMessage())
		for box.next() {
			if !yield(box.row(opts), nil) {
				return
			}
		}
		if box.err != nil {
			yield(ingest.Row{}, fmt.Errorf("mail: reading mbox at line %d: %w", box.lines, box.err))
		}
	}
}

// row makes the current message of the box a Row.
func (b *box) row(opts Options) ingest.Row {
	var out ingest.Row
	if b.tooLarge {
		out = ingest.Row{Reject: rejectTooLarge}
	} else {
		out = toRow(parse(b.message, b.envelope), opts)
	}
	out.Line = b.start
	return out
}

// emlRow reads one message in internet format.
func emlRow(raw []byte, opts Options) ingest.Row {
	envelope, raw := cutEnvelope(raw)
	return toRow(parse(raw, envelope), opts)
}

// msgRow reads one Outlook message.
func msgRow(raw []byte, opts Options) ingest.Row {
	m, err := outlook.Read(raw, toText)
	if err != nil {
		return ingest.Row{Reject: rejectMSG}
	}
	return toRow(fromOutlook(m), opts)
}
