package pack

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"luister/export/facts"
	"luister/export/page"
)

//go:embed questions.tsv
var questionFile string

// A question belongs to something that feedback is coded with.
type question struct {
	kind, code string // "topic", "contact.terugkoppeling"; a code that ends in a full stop is a group
	discipline string
	text       string
}

var questions = sync.OnceValue(func() []question {
	all, err := parseQuestions(questionFile)
	if err != nil {
		panic("the shipped questions cannot be read: " + err.Error())
	}
	return all
})

func parseQuestions(file string) ([]question, error) {
	var all []question
	for line := range strings.Lines(file) {
		if line = strings.TrimRight(line, "\r\n"); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		kind, code, ok := strings.Cut(fields[0], ":")
		if !ok || len(fields) != 3 {
			return nil, fmt.Errorf("%q is not what is coded, a discipline and a question", line)
		}
		all = append(all, question{kind, code, fields[1], fields[2]})
	}
	return all, nil
}

// Asked is a question with what in the feedback gives cause for it.
type Asked struct {
	Discipline, Question, Because string
	n                             int
}

const (
	leastShare  = 0.1 // of a driver's feedback that must give cause for a question
	leastCount  = 3
	perGroup    = 2 // questions for one discipline
	mostAsked   = 6
	describedBy = "%d van %d feedback: %s"
)

// ask gives the questions that the feedback of a driver gives cause for, those
// with the most cause first.
func ask(f *facts.Facts, d *facts.Driver, l page.Labels) []Asked {
	var all []Asked
	told := tellingOf(f, d)
	for _, q := range questions() {
		n, what := told.cause(q, l)
		if n >= leastCount && float64(n) >= leastShare*float64(len(d.Rows)) {
			all = append(all, Asked{q.discipline, q.text, fmt.Sprintf(describedBy, n, len(d.Rows), what), n})
		}
	}
	slices.SortStableFunc(all, func(a, b Asked) int { return cmp.Compare(b.n, a.n) })
	asked := map[string]int{}
	all = slices.DeleteFunc(all, func(q Asked) bool {
		asked[q.Discipline]++
		return asked[q.Discipline] > perGroup
	})
	return all[:min(mostAsked, len(all))]
}

// A telling is what the feedback of a driver tells, counted.
type telling struct {
	facts                           *facts.Facts
	rows                            []int32
	topics, experience, forms, line []facts.Count
}

func tellingOf(f *facts.Facts, d *facts.Driver) telling {
	return telling{f, d.Rows, f.TallyCodes(d.Rows, &f.Topics), f.TallyCodes(d.Rows, &f.Experience), f.Tally(d.Rows, &f.Form), f.Tally(d.Rows, &f.Line)}
}

// cause counts the feedback that gives cause for a question.
func (t *telling) cause(q question, l page.Labels) (int, string) {
	switch q.kind {
	case "topic":
		return t.topic(q.code, l)
	case "experience":
		return countOf(t.experience, q.code), "beleving " + strings.ToLower(l.Of(q.code))
	case "form":
		return countOf(t.forms, q.code), strings.ToLower(l.Of(q.code))
	}
	return countOf(t.line, q.code), "al eerder over geklaagd"
}

// topic counts the feedback on a topic, or on those of a group (a code that ends
// in a dot), and names the most frequent of them. A feedback has several topics
// of a group at times.
func (t *telling) topic(code string, l page.Labels) (n int, most string) {
	asks := func(topic string) bool {
		return topic == code || strings.HasSuffix(code, ".") && strings.HasPrefix(topic, code)
	}
	i := slices.IndexFunc(t.topics, func(c facts.Count) bool { return asks(c.Value) })
	if i < 0 {
		return 0, ""
	}
	return t.facts.Topics.HaveAny(t.rows, asks), l.Topic(t.topics[i].Value)
}

func countOf(counts []facts.Count, value string) int {
	for _, c := range counts {
		if c.Value == value {
			return c.N
		}
	}
	return 0
}
