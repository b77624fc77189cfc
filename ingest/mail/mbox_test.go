package mail

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

const box3 = `From a@voorbeeld.nl Mon Jan  5 10:12:00 2026
From: A <a@voorbeeld.nl>
Subject: een

Eerste.
>From hier ging het mis.
From nu af aan bel ik niet meer.

From MAILER Mon Jan  5 10:13:00 +0100 2026
Dit is geen kop
Subject: twee
From: b@voorbeeld.nl

Tweede.

From c@voorbeeld.nl  Tue Jan 13 08:00:00 2026
From: c@voorbeeld.nl
Subject: drie

Derde.
`

func TestMbox(t *testing.T) {
	for _, end := range []string{"\n", "\r\n"} {
		rows := readAll(t, strings.ReplaceAll(box3, "\n", end), Mbox, Options{})
		var got []string
		for _, r := range rows {
			for _, a := range r.Answers {
				got = append(got, fmt.Sprintf("%d %s %q %s", r.Line, a.Subject, a.Text, a.Received.Format("2006-01-02 15:04")))
			}
		}
		want := []string{
			`1 een "Eerste.\nFrom hier ging het mis.\nFrom nu af aan bel ik niet meer." 2026-01-05 10:12`,
			`9 twee "Tweede." 2026-01-05 10:13`,
			`16 drie "Derde." 2026-01-13 08:00`,
		}
		if !slices.Equal(got, want) {
			t.Errorf("line end %q:\n got %s\nwant %s", end, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
}

func TestMboxContentLength(t *testing.T) {
	body := "Regel.\nFrom x@voorbeeld.nl Mon Jan  5 10:12:00 2026\nSubject: geciteerd\n\nNog steeds hetzelfde bericht.\n"
	in := fmt.Sprintf("From a@voorbeeld.nl Mon Jan  5 10:12:00 2026\nFrom: a@voorbeeld.nl\nContent-Length: %d\n\n%s\nFrom b@voorbeeld.nl Mon Jan  5 10:12:00 2026\nFrom: b@voorbeeld.nl\n\nTwee.\n", len(body), body)
	if rows := readAll(t, in, Mbox, Options{}); len(rows) != 2 || rows[1].Line != 11 {
		t.Errorf("%d rows, %+v", len(rows), rows)
	}
	wrong := strings.Replace(in, fmt.Sprint("Content-Length: ", len(body)), "Content-Length: 7", 1)
	if rows := readAll(t, wrong, Mbox, Options{}); len(rows) != 3 {
		t.Errorf("%d rows with a wrong length", len(rows))
	}
}

func TestMboxTooLarge(t *testing.T) {
	in := strings.Replace(box3, "Tweede.", strings.Repeat("x", 3000), 1)
	rows := readAll(t, in, Mbox, Options{MaxMessage: 2000})
	if len(rows) != 3 || rows[1].Reject != rejectTooLarge || len(rows[2].Answers) != 1 {
		t.Errorf("%+v", rows)
	}
}

// A counted reader says how much was read from it.
type counted struct {
	in io.Reader
	n  int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += n
	return n, err
}

func TestMboxStreams(t *testing.T) {
	c := &counted{in: strings.NewReader(strings.Repeat(box3, 5000))}
	rows := 0
	for range Read(c, Mbox, Options{}) {
		if rows++; rows == 1 && c.n > 1<<17 {
			t.Errorf("%d bytes were read for the first message", c.n)
		}
		if rows == 10 {
			break
		}
	}
}

// FuzzMbox checks that splitting loses no line.
func FuzzMbox(f *testing.F) {
	f.Add(box3)
	f.Fuzz(func(t *testing.T, in string) {
		b := newBox(newReader(in), 1<<20)
		size := 0
		for b.next() {
			size += len(b.envelope) + len(b.message)
		}
		if size > len(in) {
			t.Errorf("%d bytes became %d", len(in), size)
		}
		if want := strings.Count(in, "\n"); b.lines < want {
			t.Errorf("%d of %d lines read", b.lines, want)
		}
	})
}

func BenchmarkMbox(b *testing.B) {
	in := strings.Repeat(strings.Replace(box3, "Tweede.", strings.Repeat("Ik wacht al drie weken op antwoord van u.\n", 10), 1), 1000)
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		for range Read(strings.NewReader(in), Mbox, Options{}) {
		}
	}
	b.ReportMetric(float64(3000*b.N)/b.Elapsed().Seconds(), "messages/s")
}

func newReader(s string) *bufio.Reader { return bufio.NewReaderSize(strings.NewReader(s), 1<<16) }

// TestSameKey holds that a message without a Message-ID is known again when it comes
// by itself, wherever in the box it stood.
func TestSameKey(t *testing.T) {
	const one = "From: a@voorbeeld.nl\nDate: Mon, 5 Jan 2026 10:12:00 +0100\nSubject: ketel\n\nDe ketel is stuk.\n"
	const other = "From: b@voorbeeld.nl\nDate: Mon, 5 Jan 2026 10:12:00 +0100\n\nNiemand belt terug.\n"
	const from = "From a@voorbeeld.nl Mon Jan  5 10:12:00 2026\n"
	want := toRow(parse([]byte(one), nil), Options{}).Answers[0].Key
	for name, box := range map[string]string{"first": from + one + "\n" + from + other + "\n", "last": from + other + "\n" + from + one + "\n"} {
		found := false
		for row, err := range Read(strings.NewReader(box), Mbox, Options{}) {
			if err != nil {
				t.Fatal(err)
			}
			found = found || row.Answers[0].Key == want
		}
		if !found {
			t.Errorf("%s: known by another key", name)
		}
	}
}
