// Package mapping says which column of a table means what.
//
// It owns the meanings a column can have and the words by which headers tell
// them (words.txt, scales.txt). It reads a header and a sample of rows and gives
// a Mapping with a reason per column; a stated mapping wins over the proposed
// one. A Mapping turns each record into an ingest.Row. It never reads files,
// and no reason or error holds the text of a cell.
package mapping

import "luister/ingest"

// Meaning is what a column holds.
type Meaning string

// The meanings. Those that Stated names can be set in the configuration.
const (
	Text       Meaning = "text"       // the customer's own words; several columns are several answers
	Subject    Meaning = "subject"    // title of the text
	Context    Meaning = "context"    // what the text answers
	Date       Meaning = "date"       // when it was received
	Answered   Meaning = "answered"   // when it was answered
	Closed     Meaning = "closed"     // when it was closed
	Updated    Meaning = "updated"    // when the record last changed
	Key        Meaning = "key"        // natural key of the record
	Customer   Meaning = "customer"   // customer key
	Case       Meaning = "case"       // case or ticket key
	Respondent Meaning = "respondent" // links the answers of one response
	Name       Meaning = "names"      // names of customers, for masking
	Email      Meaning = "emails"
	Phone      Meaning = "phones"
	Personal   Meaning = "personal" // other personal data: addresses, account numbers; only used for masking
	Product    Meaning = "product"
	Department Meaning = "department"
	Region     Meaning = "region"
	Location   Meaning = "location"
	Channel    Meaning = "channel"
	Outcome    Meaning = "outcome"
	Reopened   Meaning = "reopened"
	Consent    Meaning = "consent"
	Reply      Meaning = "reply" // the organisation's words: set aside, not the customer's
	Staff      Meaning = "staff" // names of employees, for masking
	Score      Meaning = "score"
	Attribute  Meaning = "attribute"
	Ignore     Meaning = "ignore"
)

// A Column is one column of the table and what was decided about it.
type Column struct {
	Header  string // as delivered
	Meaning Meaning
	Reason  string // why, in plain English; never holds text of a cell
	Stated  bool   // the configuration says so

	ID       string               // key of the answer within the record; default Header
	Question string               // what a Text column answers; default Header where there are several
	Scale    Scale                // of a Score
	Mark     byte                 // decimal mark of its numbers, ',' or '.'; 0 if the sample does not decide it
	Group    int                  // 1-based column with the NPS group of a Score, to check it; 0 for none
	Type     ingest.AttributeType // of an Attribute
	Label    string               // name of an Attribute; default Header

	answers map[string]int // the distinct cells of the sample, with how often they occur
}

// A Rule sets a record apart, or marks it, by the value of a column.
type Rule struct {
	Column int
	Values []string // compared without case and surrounding blanks; "" is an empty cell
	Reason string
}

// Matches says whether the rule holds for a record.
func (r Rule) Matches(fields []string) bool {
	if r.Column >= len(fields) {
		return false
	}
	for _, v := range r.Values {
		if plain(fields[r.Column]) == plain(v) {
			return true
		}
	}
	return false
}

// A Mapping turns records into Rows. Its zero value maps nothing.
type Mapping struct {
	Columns []Column
	Times   Times

	Channel   string // used where no column says the channel
	Employee  bool
	Proactive bool
	Asked     bool // every Text column answers a question: keys are per answer
	CaseIsKey bool // no column is the key: the case is

	KeyAndText bool // one key holds several feedbacks: they are known by it and their text
	NoKey      bool // feedback is known by its content, whatever columns there are

	Apart   []Rule   // records that are no feedback: test responses, spam
	Partial []Rule   // records that are kept with the attribute "partial"
	Missing []string // cell values that mean: no answer
}

// With gives the positions of the columns with the meaning.
func (m Mapping) With(meaning Meaning) []int {
	var at []int
	for i, c := range m.Columns {
		if c.Meaning == meaning {
			at = append(at, i)
		}
	}
	return at
}
