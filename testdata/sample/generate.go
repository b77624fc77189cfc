package sample

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"
	"time"
)

// A message is one feedback before it is written in the layout of its source.
type message struct {
	Truth
	at       time.Time
	from     person
	subject  string
	product  string
	praise   bool
	score    int    // 0..10 as the customer would rate
	question string // survey: which open question
}

type generator struct {
	material
	opts     Options
	rand     *rand.Rand
	persons  []person
	messages []message
}

// The mix of messages. Complaints on drivers are the rest.
const (
	sharePraise     = 0.12 // on a driver
	shareGeneral    = 0.04 // praise on nothing in particular
	shareMixed      = 0.02
	shareQuestion   = 0.07
	shareSuggestion = 0.05
	shareObjection  = 0.035
	shareReport     = 0.04
	shareRemark     = 0.01
	shareEmpty      = 0.02
	shareEnglish    = 0.02
	shareOther      = 0.006
	shareInjection  = 0.005
	shareRepeat     = 0.12 // of the complaints: the same customer, the same driver, again
	shareDuplicate  = 0.02 // delivered once more through another channel
)

func (g *generator) set() Set {
	customers := max(40, g.opts.Feedback*3/5)
	for i := range customers {
		g.persons = append(g.persons, g.person(i))
	}
	for len(g.messages) < g.opts.Feedback {
		g.messages = append(g.messages, g.message())
		if g.chance(shareDuplicate) {
			g.messages = append(g.messages, g.duplicate(g.messages[len(g.messages)-1]))
		}
	}
	sort.SliceStable(g.messages, func(i, j int) bool { return g.messages[i].at.Before(g.messages[j].at) })
	g.assignKeys()
	return g.write()
}

func (g *generator) chance(p float64) bool { return g.rand.Float64() < p }

func pick[T any](g *generator, list []T) T { return list[g.rand.IntN(len(list))] }

// message draws one feedback of any form.
func (g *generator) message() message {
	m := message{at: g.day(), from: pick(g, g.persons)}
	m.Lang, m.Source = "nl", g.source()
	kinds := []struct {
		share float64
		make  func(*message)
	}{
		{sharePraise, g.driverPraise}, {shareGeneral, g.generalPraise}, {shareMixed, g.mixed},
		{shareQuestion, g.question}, {shareSuggestion, g.suggestion}, {shareObjection, g.objection},
		{shareReport, g.report}, {shareRemark, g.remark}, {shareEmpty, g.empty},
		{shareEnglish, g.english}, {shareOther, g.otherLanguage}, {shareInjection, g.injection},
	}
	draw := g.rand.Float64()
	for _, kind := range kinds {
		if draw < kind.share {
			kind.make(&m)
			return m
		}
		draw -= kind.share
	}
	g.complaint(&m)
	return m
}

// source spreads the feedback over the channels.
func (g *generator) source() string {
	switch draw := g.rand.Float64(); {
	case g.opts.CSVOnly || draw < 0.45:
		return "klachten"
	case draw < 0.70:
		return "mail"
	default:
		return "enquete"
	}
}

// day draws a moment in the period, on working hours mostly.
func (g *generator) day() time.Time {
	end := g.opts.Start.AddDate(0, g.opts.Months, 0)
	days := int(end.Sub(g.opts.Start).Hours() / 24)
	at := g.opts.Start.AddDate(0, 0, g.rand.IntN(days))
	return at.Add(time.Duration(7*60+g.rand.IntN(15*60)) * time.Minute)
}

func (g *generator) month(at time.Time) int {
	return (at.Year()-g.opts.Start.Year())*12 + int(at.Month()) - int(g.opts.Start.Month())
}

// weight is a driver's share of the complaints at a moment: the planted trends.
func (g *generator) weight(d Driver, at time.Time) float64 {
	progress := float64(g.month(at)) / float64(g.opts.Months)
	switch d.Trend {
	case "up":
		return d.Share * (0.6 + progress)
	case "down":
		return d.Share * (1.5 - progress)
	case "new":
		return d.Share * 1.6 * step(progress >= 0.64)
	case "gone":
		return d.Share * (0.08 + 1.3*step(progress < 0.55))
	case "break":
		return d.Share * (0.6 + 1.2*step(progress >= 0.78))
	default:
		return d.Share
	}
}

func step(on bool) float64 {
	if on {
		return 1
	}
	return 0
}

// driver draws a planted driver by its weight at a moment.
func (g *generator) driver(at time.Time) Driver {
	total := 0.0
	for _, d := range g.drivers {
		total += g.weight(d, at)
	}
	draw := g.rand.Float64() * total
	for _, d := range g.drivers {
		if draw -= g.weight(d, at); draw < 0 {
			return d
		}
	}
	return g.drivers[0]
}

// earlier finds a complaint of 7 to 80 days before at to repeat; nil if there is none.
func (g *generator) earlier(at time.Time) *message {
	for range 30 {
		if len(g.messages) == 0 {
			return nil
		}
		m := &g.messages[g.rand.IntN(len(g.messages))]
		days := at.Sub(m.at).Hours() / 24
		if m.Form == "klacht" && len(m.Drivers) == 1 && days > 7 && days < 80 {
			return m
		}
	}
	return nil
}

// duplicate is the same text, or one that is nearly the same, from the same
// customer a day later, elsewhere.
func (g *generator) duplicate(m message) message {
	d := m
	d.at = m.at.Add(time.Duration(1+g.rand.IntN(30)) * time.Hour)
	d.Source = map[string]string{"klachten": "mail", "mail": "klachten", "enquete": "enquete"}[m.Source]
	if g.opts.CSVOnly {
		d.Source = "klachten"
	}
	d.Duplicate = m.Text // becomes the key of the original when keys are given
	if g.opts.Retyped {
		d.Text = g.retype(&d, m.Text)
	}
	return d
}

// assignKeys numbers the messages of each source in the order of time and turns
// references between messages into keys.
func (g *generator) assignKeys() {
	count := map[string]int{}
	byText := map[string]string{}
	byCustomer := map[string]string{}
	for i := range g.messages {
		m := &g.messages[i]
		count[m.Source]++
		m.Key = key(m, count[m.Source])
		m.Customer = m.from.number
		if m.Duplicate != "" {
			m.Duplicate = byText[m.Customer+m.Duplicate]
		}
		byText[m.Customer+m.Text] = m.Key
		for _, d := range m.Drivers {
			if m.RepeatOf != "" {
				m.RepeatOf = byCustomer[m.Customer+d]
			}
			byCustomer[m.Customer+d] = m.Key
		}
	}
}

func key(m *message, n int) string {
	switch m.Source {
	case "mail":
		return fmt.Sprintf("<%06d.%s@post.voorbeeld.nl>", n, m.at.Format("20060102"))
	case "enquete":
		return fmt.Sprintf("R_%07d", n)
	default:
		return fmt.Sprintf("Z-%d-%06d", m.at.Year(), n)
	}
}

// TruthLines gives the truth as JSON Lines.
func (s Set) TruthLines() []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	for _, t := range s.Truth {
		if err := enc.Encode(t); err != nil {
			panic(err) // strings and lists of strings
		}
	}
	return out.Bytes()
}

// sentences joins what is not empty with blanks.
func sentences(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " ")
}
