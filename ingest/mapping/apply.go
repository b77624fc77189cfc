package mapping

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"luister/ingest"
	"luister/ingest/value"
)

// Partial is the name of the attribute of a record that was not completed.
const Partial = "partial"

// Apply gives the Row of one record that starts on the given line. Fields
// beyond the columns are not looked at; missing ones are empty.
func (m Mapping) Apply(line int, fields []string) ingest.Row {
	row := ingest.Row{Line: line}
	for _, rule := range m.Apart {
		if rule.Matches(fields) {
			row.Apart = rule.Reason
			return row
		}
	}
	base, notes := m.base(fields)
	for _, rule := range m.Partial {
		if rule.Matches(fields) {
			base.Attributes = append(base.Attributes, ingest.Attribute{Name: Partial, Type: ingest.AttrBool, Value: "true"})
			notes = append(notes, rule.Reason)
			break
		}
	}
	texts := m.With(Text)
	if base.Respondent == "" && len(texts) > 1 {
		base.Respondent = respondent(base, fields)
	}
	for _, i := range texts {
		text := m.cell(fields, i)
		if text == "" {
			row.Empty++
			continue
		}
		row.Answers = append(row.Answers, m.answer(base, i, text, len(texts)))
	}
	if len(row.Answers) == 0 {
		row.Empty, row.Scored = max(row.Empty, 1), base.Scores
	}
	row.Note = strings.Join(notes, "; ")
	return row
}

// answer is the feedback of one text column.
func (m Mapping) answer(base ingest.Feedback, column int, text string, texts int) ingest.Feedback {
	c := m.Columns[column]
	answer := base
	answer.Text = text
	answer.Known = slices.Clone(base.Known)
	answer.Scores = slices.Clone(base.Scores)
	answer.Attributes = slices.Clone(base.Attributes)
	answer.Cut = slices.Clone(base.Cut)
	if c.Question != "" {
		answer.Context = c.Question
	} else if texts > 1 && answer.Context == "" {
		answer.Context = c.Header
	}
	if base.Key != "" && (texts > 1 || m.Asked) {
		answer.Key = base.Key + "/" + m.answerID(column)
	}
	return answer
}

// answerID is the key of an answer within its record: its own, else its header,
// with its position where headers repeat.
func (m Mapping) answerID(column int) string {
	if id := m.Columns[column].ID; id != "" {
		return id
	}
	return m.name(column)
}

// respondent links the answers of a record without a key of its own: by the key
// if there is one, else by the content of the record.
func respondent(base ingest.Feedback, fields []string) string {
	if base.Key != "" {
		return base.Key
	}
	sum := sha256.Sum256([]byte(strings.Join(fields, "\x00")))
	return "record-" + hex.EncodeToString(sum[:10])
}

// base fills everything that the answers of a record share.
func (m Mapping) base(fields []string) (ingest.Feedback, []string) {
	f := ingest.Feedback{Channel: m.Channel, Employee: m.Employee, Proactive: m.Proactive}
	var notes []string
	for i, c := range m.Columns {
		cell := m.cell(fields, i)
		if cell == "" || c.Meaning == Text || c.Meaning == Ignore {
			continue
		}
		if note := m.fill(&f, c, cell); note != "" {
			notes = append(notes, note)
		}
		if c.Group > 0 && !c.groupAgrees(cell, m.cell(fields, c.Group-1)) {
			notes = append(notes, fmt.Sprintf("NPS-groep past niet bij het cijfer in “%s”", shorten(c.Header)))
		}
	}
	if full := m.fullName(fields); full != "" {
		f.Known = append(f.Known, ingest.Known{Type: ingest.KnownName, Value: full})
	}
	if m.CaseIsKey {
		f.Key = f.Case
	}
	if m.Asked {
		f.Respondent = cmp.Or(f.Respondent, f.Key)
	}
	f.Key = m.key(f.Key, fields)
	if m.Asked && f.Received.IsZero() {
		f.Received = f.Updated // a response that was not sent in
	}
	return f, notes
}

// cell gives the trimmed cell of a column, "" if it says there is no answer.
func (m Mapping) cell(fields []string, i int) string {
	if i >= len(fields) {
		return ""
	}
	cell := strings.TrimSpace(fields[i])
	if slices.Contains(m.Missing, cell) {
		return ""
	}
	return cell
}

// fill puts one cell where its column says; the note says what could not be read.
func (m Mapping) fill(f *ingest.Feedback, c Column, cell string) string {
	if known := c.known(cell); known.Value != "" {
		f.Known = append(f.Known, known)
	}
	switch c.Meaning {
	case Date, Answered, Closed, Updated:
		return m.fillTime(f, c, cell)
	case Score:
		score, ok := c.Scale.value(cell, c.Mark)
		if !ok {
			return fmt.Sprintf("kolom “%s” bevat geen cijfer van %g-%g", shorten(c.Header), c.Scale.Min, c.Scale.Max)
		}
		f.Scores = append(f.Scores, score)
	case Email:
		f.Contact = cmp.Or(f.Contact, cell)
	case Reply:
		f.Cut = append(f.Cut, ingest.Cut{Rule: "kolom " + c.Header, Text: cell})
	case Reopened:
		f.Reopened = truth(cell)
	case Consent:
		f.Consent = truth(cell)
	case Attribute:
		if known := personalIn(cell, c.Type); known.Value != "" {
			f.Known = append(f.Known, known)
			return ""
		}
		f.Attributes = append(f.Attributes, ingest.Attribute{Name: c.label(), Type: c.Type, Value: cell})
	default:
		if to := place(f, c.Meaning); to != nil && (*to == "" || c.Meaning == Channel) {
			*to = cell
		}
	}
	return ""
}

func (m Mapping) fillTime(f *ingest.Feedback, c Column, cell string) string {
	at, ok := m.Times.parse(cell)
	if !ok {
		return fmt.Sprintf("kolom “%s” bevat geen leesbare datum", shorten(c.Header))
	}
	switch c.Meaning {
	case Date:
		f.Received = at
	case Answered:
		f.Answered = at
	case Closed:
		f.Closed = at
	case Updated:
		f.Updated = at
	}
	return ""
}

// place gives the field of a meaning that is kept as delivered.
func place(f *ingest.Feedback, meaning Meaning) *string {
	switch meaning {
	case Subject:
		return &f.Subject
	case Context:
		return &f.Context
	case Key:
		return &f.Key
	case Customer:
		return &f.Customer
	case Case:
		return &f.Case
	case Respondent:
		return &f.Respondent
	case Product:
		return &f.Product
	case Department:
		return &f.Department
	case Region:
		return &f.Region
	case Location:
		return &f.Location
	case Channel:
		return &f.Channel
	case Outcome:
		return &f.Outcome
	}
	return nil
}

// known gives the personal data of a cell that masking must find in the text.
func (c Column) known(cell string) ingest.Known {
	switch c.Meaning {
	case Name, Staff:
		if n := len([]rune(cell)); n >= 2 && n <= 80 && !nobody(cell) && !between(c.Header) {
			return ingest.Known{Type: ingest.KnownName, Value: cell}
		}
	case Email:
		return ingest.Known{Type: ingest.KnownEmail, Value: cell}
	case Phone:
		return ingest.Known{Type: ingest.KnownPhone, Value: strings.TrimPrefix(cell, "'")}
	case Personal, Customer, Case, Key:
		if len(cell) >= 4 && len(cell) <= 80 && strings.ContainsAny(cell, "0123456789") {
			return ingest.Known{Type: ingest.KnownOther, Value: cell}
		}
	}
	return ingest.Known{}
}

func (c Column) label() string {
	if c.Label != "" {
		return c.Label
	}
	return c.Header
}

// truth reads a yes, or a count above zero.
func truth(cell string) bool {
	if b, ok := boolean(cell); ok {
		return b
	}
	n, ok := value.ParseNumber(cell, 0)
	return ok && n > 0
}

// nobody says whether a cell for a name says that there is none.
func nobody(cell string) bool {
	switch plain(cell) {
	case "anonymous", "anoniem", "anonym", "anonyme", "onbekend", "unknown", "nvt", "n v t", "n a", "geen",
		"klant", "particulier", "zakelijk", "ja", "nee", "huurder", "koper", "intern", "extern", "leverancier", "bewoner",
		"patient", "client", "medewerker", "partner", "systeem", "system", "admin", "eigenaar", "overig", "anders":
		return true
	}
	return false
}

// personalIn sees an address or account number in a cell that would be kept as
// an attribute: it is used for masking instead.
func personalIn(cell string, kind ingest.AttributeType) ingest.Known {
	switch {
	case kind != ingest.AttrText || len(cell) > 80:
	case strings.Contains(cell, "@") && emailCell.MatchString(cell):
		return ingest.Known{Type: ingest.KnownEmail, Value: cell}
	case cell[0] >= '0' && cell[0] <= '9' || strings.HasPrefix(cell, "NL") || strings.HasPrefix(cell, "BE"):
		if personalCell.MatchString(cell) {
			return ingest.Known{Type: ingest.KnownOther, Value: cell}
		}
	}
	return ingest.Known{}
}
