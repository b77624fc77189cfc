package mapping

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"luister/ingest/value"
)

// told are the meanings a header can tell, with the sections of words.txt.
func told() []Meaning {
	return []Meaning{Text, Subject, Reply, Date, Answered, Closed, Updated, Key, Case, Customer, Respondent, Name, Staff,
		Email, Phone, Personal, Product, Department, Region, Location, Channel, Outcome, Reopened, Consent, Ignore}
}

// single are the meanings that only one column can have.
func single() []Meaning {
	return []Meaning{Subject, Context, Date, Answered, Closed, Updated, Key, Case, Customer, Respondent,
		Product, Department, Region, Location, Channel, Outcome, Reopened, Consent}
}

// A proposal is a Mapping in the making.
type proposal struct {
	Mapping
	sample   [][]string
	profiles []profile
	matches  []match // how the header told the meaning; zero if the content did
}

// Propose says what each column of a table means, from the words of its header
// and from a sample of its rows (a few hundred are enough). Every column gets a
// meaning and a reason. Nothing is required: a table without a text column gives
// a Mapping without one, and Check complains.
func Propose(header []string, sample [][]string) Mapping {
	p := judge(header, sample)
	p.questionAndAnswer()
	p.setReplies()
	for _, meaning := range single() {
		p.keepBest(meaning)
	}
	p.fillKey()
	p.fillDate()
	p.fillText()
	p.SettleKey(sample)
	return p.Mapping
}

// Judge is Propose for each column by itself: several columns may have a meaning
// that only one can have, and no column is made what the table lacks. It is for
// those who know the layout of the table better.
func Judge(header []string, sample [][]string) Mapping { return judge(header, sample).Mapping }

func judge(header []string, sample [][]string) *proposal {
	p := &proposal{sample: sample}
	p.Times.Order = dateOrder(sample)
	for i, name := range header {
		p.profiles = append(p.profiles, profileOf(sample, i, p.Times))
		column, m := p.propose(i, name)
		p.Columns = append(p.Columns, column)
		p.matches = append(p.matches, m)
	}
	return p
}

// propose looks at one column by itself.
func (p *proposal) propose(i int, header string) (Column, match) {
	c := Column{Header: header, Meaning: Attribute, Type: p.profiles[i].attributeType(), Mark: p.profiles[i].mark}
	key, prof := plain(suffix.ReplaceAllString(header, "")), p.profiles[i]
	c.answers = answersOf(p.sample, i)
	meaning, m, found := bestMeaning(key, prof)
	if label := labelOf(header); !found && label != "" {
		key = plain(label)
		meaning, m, found = bestMeaning(key, prof)
	}
	if !m.exact {
		if scale, why, ok := scoreOf(header, prof, c.answers); ok {
			c.Meaning, c.Scale, c.Reason = Score, scale, why
			return c, match{}
		}
	}
	switch {
	case found && meaning == Key && counter(m.words) && countsRows(p.sample, i):
		c.Reason = "the cells only count the rows, and the header may say no more: not a lasting key"
	case found:
		c.Meaning, c.Reason = meaning, fmt.Sprintf("the header tells %s (“%s”)", meaning, m.words)
	default:
		c.Meaning, c.Reason = byContent(header, prof)
		m = match{}
	}
	return c, m
}

// variable is the name of a variable in front of its label, as SPSS files have both.
var variable = regexp.MustCompile(`^[A-Za-z]{1,8}_?[0-9][A-Za-z0-9_.]*$`)

// labelOf gives the label behind the name of a variable: "V2 Naam", "naam Naam"; "" if
// the header has no such name.
func labelOf(header string) string {
	name, label, found := strings.Cut(header, " ")
	first, _, _ := strings.Cut(label, " ")
	if !found || !variable.MatchString(name) && !strings.EqualFold(name, first) {
		return ""
	}
	return label
}

// suffix is what tools put behind the names of fields of their own.
var suffix = regexp.MustCompile(`\s*[\[(](I|P|txt|list|int|flag|date|drop|text|regex|dec|optioneel|verplicht)[\])]$`)

// bestMeaning gives the meaning that the header tells best and the cells allow.
func bestMeaning(key string, p profile) (Meaning, match, bool) {
	var best match
	var meaning Meaning
	for _, candidate := range told() {
		m, ok := find(string(candidate), key)
		if ok && (fits(candidate, p) || m.names(candidate, p)) && (meaning == "" || m.better(best)) {
			best, meaning = m, candidate
		}
	}
	return meaning, best, meaning != ""
}

// names says whether the header is so clearly that of a key that cells which come
// again do not speak against it: they are versions, contacts of one case, or
// customers who came back.
func (m match) names(meaning Meaning, p profile) bool {
	again := p.distinct > 1 && (meaning == Key || meaning == Case) || meaning == Customer
	return again && !counter(m.words) && p.words < 3.5 && !p.mostly(p.dates, .8)
}

// fits says whether cells like these can have the meaning.
func fits(meaning Meaning, p profile) bool {
	if p.filled == 0 {
		return true
	}
	switch meaning {
	case Text, Reply:
		return p.text() && !(p.choice() && p.words < 4)
	case Subject:
		return p.text() && !p.choice()
	case Date, Answered, Closed, Updated:
		return p.mostly(p.dates, .4)
	case Key, Case, Customer, Respondent:
		return p.words < 3.5 && (p.distinct*2 > p.filled || meaning == Respondent) && (!p.mostly(p.dates, .8) || p.mostly(p.numbers, .8))
	case Name, Staff:
		return p.words < 6 && !p.mostly(p.numbers, .5) && !p.mostly(p.dates, .5) && !p.mostly(p.codes, .8)
	case Email:
		return p.mostly(p.emails, .5)
	case Phone:
		return p.mostly(p.phones, .3) || p.mostly(p.numbers, .5)
	case Reopened, Consent:
		return p.mostly(p.bools, .8) || meaning == Reopened && p.mostly(p.numbers, .8)
	case Product, Department, Region, Location, Channel, Outcome:
		return !p.prose() && !p.mostly(p.dates, .8) && !(p.filled >= 3 && p.mostly(p.persons, .6))
	}
	return true
}

// numbered are headers of numbers that lead back to a person.
var numbered = regexp.MustCompile(`(^| )(id|nr|no|number|uuid|guid|token|key)$|nummer$|[a-z]nr$`)

// somebodys are headers of numbers of a person, or of what only he has, however
// often they come again.
var somebodys = regexp.MustCompile(`(^| )(klant|relatie|client|patient|lid|leden|abonnee|verzekerde?n?|debiteur|persoons?|polis|dossier|zaak|contract|deelnemers?|` +
	`gebruikers?|cursist|student|leerling|huurders?|bewoners?|donateurs?|aansluit(ings?)?|aanmelders?|melders?|account|customer|member|user|policy|file) ?` +
	`(nummer|nr|id|code|kenmerk|referentie|number|no|key|reference)$`)

// persons are headers that name whoever it is about, by his name or by his number.
var persons = regexp.MustCompile(`^(klant|client|customer|relatie|lid|debiteur|abonnee|account|verzekerde|patient|huurder|bewoner|leerling|student|deelnemer|contact)$`)

// byContent says what a column means whose header tells nothing.
func byContent(header string, p profile) (Meaning, string) {
	switch {
	case (persons.MatchString(plain(header)) || persons.MatchString(plain(labelOf(header)))) && p.distinct > 1 && p.words < 1.5 && (p.mostly(p.codes, .8) || p.mostly(p.numbers, .8)) && !p.mostly(p.dates, .8):
		return Customer, "the header tells a person, and the cells are numbers or codes"
	case p.filled == 0 && strings.TrimSpace(header) == "":
		return Ignore, "no header and no values in the sample"
	case p.filled == 0:
		return Attribute, "no values in the sample"
	case p.mostly(p.emails, .5):
		return Email, "most cells are e-mail addresses"
	case p.mostly(p.phones, .7) && !p.mostly(p.dates, .3):
		return Phone, "most cells are telephone numbers"
	case p.mostly(p.personal, .7) && !p.mostly(p.numbers, .3):
		return Personal, "most cells are postcodes, account numbers or IP addresses"
	case p.filled >= 8 && p.mostly(p.names, .8) && p.distinct*5 >= p.filled*4:
		return Name, "most cells look like names of persons"
	case p.filled >= 3 && p.mostly(p.persons, .6):
		return Name, "most cells have the form of names of persons"
	case p.prose():
		return Text, fmt.Sprintf("long varied text (%.0f words on average)", p.words)
	case p.mostly(p.dates, .9) && !p.mostly(p.numbers, .5):
		return Attribute, "most cells are dates"
	case p.words < 3.5 && (somebodys.MatchString(plain(header)) || numbered.MatchString(plain(header)) && p.distinct*2 > p.filled):
		return Personal, "the header tells the number of somebody or something; only used for masking"
	case p.choice():
		return Attribute, fmt.Sprintf("%d different values in %d cells", p.distinct, p.filled)
	}
	return Attribute, "no known meaning"
}

// questionAndAnswer sees a table with one row per answer: a column of few
// questions next to a column “antwoord”.
func (p *proposal) questionAndAnswer() {
	for q, c := range p.Columns {
		key := plain(c.Header)
		if key != "vraag" && key != "question" && key != "vraagtekst" && key != "question text" && key != "frage" {
			continue
		}
		if !p.profiles[q].choice() {
			continue
		}
		for a, answer := range p.Columns {
			if answer.Meaning == Reply && within(plain(answer.Header), "antwoord") || plain(answer.Header) == "answer" {
				p.set(q, Context, "a few questions that the texts answer")
				p.set(a, Text, "the answers to the column of questions")
				return
			}
		}
	}
}

// setReplies sees that one of several columns of text is written to the customer.
func (p *proposal) setReplies() {
	texts := p.With(Text)
	for n := len(texts) - 1; n > 0; n-- {
		if i := texts[n]; p.writtenToCustomer(i) {
			p.set(i, Reply, "many of the texts are written to the customer")
		}
	}
}

// writtenToCustomer says whether a third of the cells say what organisations say.
func (p *proposal) writtenToCustomer(column int) bool {
	said := 0
	for _, row := range p.sample {
		if column >= len(row) {
			continue
		}
		if _, ok := find("reply cells", plain(row[column])); ok {
			said++
		}
	}
	return said >= 2 && said*3 >= p.profiles[column].filled
}

// keepBest leaves a single meaning to the column whose header tells it best.
func (p *proposal) keepBest(meaning Meaning) {
	at := p.With(meaning)
	if len(at) < 2 {
		return
	}
	best := at[0]
	for _, i := range at[1:] {
		if p.matches[i].better(p.matches[best]) {
			best = i
		}
	}
	for _, i := range at {
		if i != best {
			p.demote(i, meaning, p.Columns[best].Header)
		}
	}
}

// demote gives a column a second choice after another column won its meaning.
func (p *proposal) demote(i int, from Meaning, winner string) {
	why := fmt.Sprintf("also tells %s, but column “%s” tells it better", from, winner)
	switch {
	case from == Subject && p.profiles[i].prose():
		p.set(i, Text, why)
	case from == Key && len(p.With(Case)) == 0:
		p.set(i, Case, why)
	case from == Key || from == Case || from == Customer:
		p.set(i, Personal, why)
	default:
		p.set(i, Attribute, why)
	}
}

// fillKey takes the column of respondents for key where each has one row, and
// else a first column of codes that are all different.
func (p *proposal) fillKey() {
	if len(p.With(Key))+len(p.With(Case)) > 0 {
		return
	}
	for _, i := range p.With(Respondent) {
		if p.profiles[i].unique() && !countsRows(p.sample, i) {
			p.set(i, Key, "each respondent has one row")
			return
		}
	}
	if len(p.Columns) == 0 || p.Columns[0].Meaning != Attribute {
		return
	}
	first := p.profiles[0]
	if first.unique() && first.filled >= 8 && first.runes >= 4 && first.mostly(first.codes, .9) && first.dates*2 < first.filled && !countsRows(p.sample, 0) {
		p.set(0, Key, "the first column, with a different code in every row")
	}
}

// fillDate takes the first column of dates where no header tells the date.
func (p *proposal) fillDate() {
	if len(p.With(Date)) > 0 {
		return
	}
	for i, c := range p.Columns {
		if c.Meaning == Attribute && p.profiles[i].mostly(p.profiles[i].dates, .9) && !p.profiles[i].mostly(p.profiles[i].numbers, .5) {
			p.set(i, Date, "the first column of dates")
			return
		}
	}
}

// fillText takes the subject for text where there is nothing else.
func (p *proposal) fillText() {
	if len(p.With(Text)) > 0 {
		return
	}
	for _, i := range p.With(Subject) {
		p.set(i, Text, "the only column with words of the customer")
		return
	}
	best := -1
	for i, c := range p.Columns {
		if c.Meaning == Attribute && p.profiles[i].words >= 2.5 && !p.profiles[i].choice() &&
			(best < 0 || p.profiles[i].words > p.profiles[best].words) {
			best = i
		}
	}
	if best >= 0 {
		p.set(best, Text, "the column with the most words; no header tells the text")
	}
}

func (p *proposal) set(i int, meaning Meaning, why string) {
	p.Columns[i].Meaning, p.Columns[i].Reason = meaning, why
}

// countsRows says whether the cells are 1, 2, 3, ...
func countsRows(sample [][]string, column int) bool {
	for i, row := range sample {
		if column >= len(row) || strings.TrimSpace(row[column]) != strconv.Itoa(i+1) {
			return false
		}
	}
	return len(sample) > 0
}

// dateOrder settles the order of day and month over all cells of the sample.
func dateOrder(sample [][]string) string {
	var cells []string
	for _, row := range sample {
		for _, cell := range row {
			if value.Of(cell) == value.Date {
				cells = append(cells, cell)
			}
		}
	}
	order, _ := value.DateOrder(cells)
	return string(order)
}

// Check says whether the mapping can give feedback, or scores at least: a survey
// without an open question is read for what was scored.
func (m Mapping) Check() error {
	if len(m.With(Text))+len(m.With(Score)) > 0 {
		return nil
	}
	return &NoTextError{Columns: headers(m.Columns)}
}

// NoTextError says that no column holds the words of a customer.
type NoTextError struct{ Columns []string }

func (e *NoTextError) Error() string {
	return fmt.Sprintf("no column with the words of the customer was recognised; the columns are: %s. "+
		"Write in luister.yaml, at this source: “columns: {text: NAME}” with one of these names", list(e.Columns))
}

// list writes at most 40 names between quotes.
func list(names []string) string {
	more := ""
	if len(names) > 40 {
		names, more = names[:40], fmt.Sprintf(" and %d more", len(names)-40)
	}
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = strconv.Quote(shorten(name))
	}
	return strings.Join(quoted, ", ") + more
}

// shorten keeps the first 60 characters of a header.
func shorten(name string) string {
	r := []rune(name)
	if len(r) <= 60 {
		return name
	}
	return string(r[:59]) + "…"
}

// said tells a sentence from a header, lest an error repeat what somebody wrote.
func said(header string) bool {
	header = strings.TrimSpace(header)
	words := len(strings.Fields(header))
	return words > 2 && strings.HasSuffix(header, ".") || words > 3 && strings.HasSuffix(header, "!") ||
		words > 12 && !strings.HasSuffix(header, "?")
}

// headers names the columns for people.
func headers(columns []Column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		if names[i] = c.Header; said(c.Header) {
			names[i] = fmt.Sprintf("kolom %d", i+1)
		}
	}
	return names
}
