package mapping

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"luister/ingest"
)

// Names is one column name or a list of them.
type Names []string

// UnmarshalYAML accepts a single name where a list may stand.
func (n *Names) UnmarshalYAML(read func(any) error) error {
	var one string
	if err := read(&one); err == nil {
		*n = Names{one}
		return nil
	}
	var many []string
	if err := read(&many); err != nil {
		return err
	}
	*n = many
	return nil
}

// MarshalYAML writes a single name without a list.
func (n Names) MarshalYAML() (any, error) {
	if len(n) == 1 {
		return n[0], nil
	}
	return []string(n), nil
}

// Stated is what the configuration says about the columns of a source. A
// column is named by its header, or by “#3” for the third column; unnamed
// meanings are proposed.
type Stated struct {
	Text       Names `yaml:"text,omitempty"`
	Subject    Names `yaml:"subject,omitempty"`
	Context    Names `yaml:"context,omitempty"`
	Date       Names `yaml:"date,omitempty"`
	Answered   Names `yaml:"answered,omitempty"`
	Closed     Names `yaml:"closed,omitempty"`
	Updated    Names `yaml:"updated,omitempty"`
	Key        Names `yaml:"key,omitempty"`
	Customer   Names `yaml:"customer,omitempty"`
	Case       Names `yaml:"case,omitempty"`
	Respondent Names `yaml:"respondent,omitempty"`
	Names      Names `yaml:"names,omitempty"`
	Emails     Names `yaml:"emails,omitempty"`
	Phones     Names `yaml:"phones,omitempty"`
	Personal   Names `yaml:"personal,omitempty"`
	Product    Names `yaml:"product,omitempty"`
	Department Names `yaml:"department,omitempty"`
	Region     Names `yaml:"region,omitempty"`
	Location   Names `yaml:"location,omitempty"`
	Channel    Names `yaml:"channel,omitempty"`
	Outcome    Names `yaml:"outcome,omitempty"`
	Reopened   Names `yaml:"reopened,omitempty"`
	Consent    Names `yaml:"consent,omitempty"`
	Reply      Names `yaml:"reply,omitempty"`
	Staff      Names `yaml:"staff,omitempty"`
	Ignore     Names `yaml:"ignore,omitempty"`
}

// StatedScore is what the configuration says about one score column.
type StatedScore struct {
	Column string             `yaml:"column"`
	Kind   ingest.ScoreKind   `yaml:"kind"`
	Min    float64            `yaml:"min"`
	Max    float64            `yaml:"max"`
	Words  map[string]float64 `yaml:"words,omitempty"`
	High   string             `yaml:"high,omitempty" json:",omitempty"` // of a ces: easy or effort, what the high end of the scale says; found out if not stated
}

// What the high end of a CES says.
const (
	highEasy   = "easy"
	highEffort = "effort"
)

// Check says what is wrong with a stated score, without looking at a delivery.
func (s StatedScore) Check() error {
	switch {
	case strings.TrimSpace(s.Column) == "":
		return fmt.Errorf("scores: a score names no column: write “column: NAME”")
	case !slices.Contains(scoreKinds(), s.Kind):
		return fmt.Errorf("scores: column %q: kind %q is not one of nps, csat, ces, sterren, afhandeling", s.Column, s.Kind)
	case s.Min > s.Max || s.Min == s.Max && s.Min != 0:
		return fmt.Errorf("scores: column %q: min %g is not less than max %g", s.Column, s.Min, s.Max)
	case !slices.Contains([]string{"", highEasy, highEffort}, s.High):
		return fmt.Errorf("scores: column %q: high %q is not easy or effort", s.Column, s.High)
	case s.High != "" && s.Kind != ingest.CES:
		return fmt.Errorf("scores: column %q: high is for kind ces only; of every other kind high is good", s.Column)
	}
	return nil
}

// Kept says which other columns are kept as attributes: those in Keep, or all
// if Keep is empty, without those in Drop.
type Kept struct {
	Keep []string `yaml:"keep,omitempty"`
	Drop []string `yaml:"drop,omitempty"`
}

// one is a meaning with the columns stated for it.
type one struct {
	meaning Meaning
	names   *Names
}

// each lists the meanings that can be stated, in the order of the YAML.
func (s *Stated) each() []one {
	return []one{{Text, &s.Text}, {Subject, &s.Subject}, {Context, &s.Context}, {Date, &s.Date}, {Answered, &s.Answered},
		{Closed, &s.Closed}, {Updated, &s.Updated}, {Key, &s.Key}, {Customer, &s.Customer}, {Case, &s.Case},
		{Respondent, &s.Respondent}, {Name, &s.Names}, {Email, &s.Emails}, {Phone, &s.Phones}, {Personal, &s.Personal},
		{Product, &s.Product}, {Department, &s.Department}, {Region, &s.Region}, {Location, &s.Location},
		{Channel, &s.Channel}, {Outcome, &s.Outcome}, {Reopened, &s.Reopened}, {Consent, &s.Consent},
		{Reply, &s.Reply}, {Staff, &s.Staff}, {Ignore, &s.Ignore}}
}

// State puts what the configuration says over the proposal. A stated meaning
// takes the place of the proposed columns of that meaning, which become
// attributes. The error names a column that is not there and lists those that are.
func (m Mapping) State(stated Stated, scores []StatedScore, kept Kept) (Mapping, error) {
	m.Columns = slices.Clone(m.Columns)
	for _, s := range stated.each() {
		if err := m.state(s.meaning, *s.names); err != nil {
			return m, err
		}
	}
	for _, s := range scores {
		if err := m.score(s); err != nil {
			return m, err
		}
	}
	return m, m.keep(kept)
}

func (m *Mapping) state(meaning Meaning, names Names) error {
	if len(names) == 0 {
		return nil
	}
	for _, i := range m.With(meaning) {
		if !m.Columns[i].Stated {
			m.Columns[i].Meaning, m.Columns[i].Reason = Attribute, fmt.Sprintf("the configuration names another column for %s", meaning)
		}
	}
	for _, name := range names {
		i, err := m.column(name, "columns: "+string(meaning))
		if err != nil {
			return err
		}
		c := &m.Columns[i]
		c.Meaning, c.Reason, c.Stated = meaning, "the configuration says so", true
	}
	return nil
}

func (m *Mapping) score(s StatedScore) error {
	i, err := m.column(s.Column, "scores: column")
	if err != nil {
		return err
	}
	if !slices.Contains(scoreKinds(), s.Kind) {
		return fmt.Errorf("scores: kind %q is not one of nps, csat, ces, sterren, afhandeling", s.Kind)
	}
	c := &m.Columns[i]
	scale := Scale{Kind: s.Kind, Min: s.Min, Max: s.Max, Words: map[string]float64{}}
	if s.Min == s.Max {
		scale = c.scaleOf(s.Kind)
	}
	for word, v := range s.Words {
		scale.Words[plain(word)] = v
	}
	if s.Kind == ingest.CES {
		scale.Easy = s.High == highEasy || s.High == "" && scale.highIsEasy(c.Header)
	}
	c.Meaning, c.Scale, c.Reason, c.Stated = Score, scale, "the configuration says so", true
	return nil
}

// scaleOf is the scale of a column of which only the kind is stated: as its header
// and the sample say, else the usual one.
func (c *Column) scaleOf(kind ingest.ScoreKind) Scale {
	scale, _, ok := fit(kind, c.Header, profile{filled: cellsOf(c.answers), mark: c.Mark}, c.answers)
	if !ok {
		scale, _, _ = guessRange(Scale{Kind: kind}, 0, 0, 0)
	}
	words := map[string]float64{}
	maps.Copy(words, scale.Words)
	scale.Words = words
	return scale
}

// keep applies Keep and Drop to the attributes.
func (m *Mapping) keep(kept Kept) error {
	for _, name := range kept.Drop {
		i, err := m.column(name, "attributes: drop")
		if err != nil {
			return err
		}
		m.Columns[i].Meaning, m.Columns[i].Reason, m.Columns[i].Stated = Ignore, "the configuration drops it", true
	}
	if len(kept.Keep) == 0 {
		return nil
	}
	wanted := map[int]bool{}
	for _, name := range kept.Keep {
		i, err := m.column(name, "attributes: keep")
		if err != nil {
			return err
		}
		wanted[i] = true
	}
	for i := range m.Columns {
		if c := &m.Columns[i]; c.Meaning == Attribute && !wanted[i] {
			c.Meaning, c.Reason = Ignore, "not among the attributes that the configuration keeps"
		}
	}
	return nil
}

// column finds a column by its header, or else by “#3”, or else by its header
// without case, accents and signs.
func (m *Mapping) column(name, where string) (int, error) {
	for i, c := range m.Columns {
		if c.Header == name {
			return i, nil
		}
	}
	if number, ok := strings.CutPrefix(name, "#"); ok {
		if n, err := strconv.Atoi(number); err == nil && n >= 1 && n <= len(m.Columns) {
			return n - 1, nil
		}
	}
	for _, same := range []func(a, b string) bool{
		func(a, b string) bool { return a == b },
		func(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) },
		func(a, b string) bool { return plain(a) == plain(b) && plain(a) != "" },
	} {
		for i, c := range m.Columns {
			if same(c.Header, name) || c.ID != "" && same(c.ID, name) {
				return i, nil
			}
		}
	}
	return 0, fmt.Errorf("luister.yaml names column %q (%s), which this delivery does not have; its columns are: %s. "+
		"Correct the name, or leave the line out to have it proposed", name, where, list(headers(m.Columns)))
}

// Stated gives the mapping as configuration, to paste.
func (m Mapping) Stated() (Stated, []StatedScore) {
	var stated Stated
	for _, s := range stated.each() {
		for _, i := range m.With(s.meaning) {
			*s.names = append(*s.names, m.name(i))
		}
	}
	var scores []StatedScore
	for _, i := range m.With(Score) {
		scale := m.Columns[i].Scale
		scores = append(scores, StatedScore{m.name(i), scale.Kind, scale.Min, scale.Max, scale.Words, scale.High()})
	}
	return stated, scores
}

// name is how the configuration names a column: by position if its header is
// empty or not the only one of that name.
func (m Mapping) name(i int) string {
	header := m.Columns[i].Header
	for j, c := range m.Columns {
		if j != i && c.Header == header || strings.TrimSpace(header) == "" {
			return fmt.Sprintf("#%d", i+1)
		}
	}
	return header
}

// High says what the high end of a CES says, as the configuration does; "" for
// any other score, of which high is good.
func (s Scale) High() string {
	switch {
	case s.Kind != ingest.CES:
		return ""
	case s.Easy:
		return highEasy
	}
	return highEffort
}
