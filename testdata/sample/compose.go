package sample

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// complaint writes about one driver, sometimes two or three; long where people
// write letters, short where they fill in a box.
func (g *generator) complaint(m *message) {
	m.Form, m.score = "klacht", g.rand.IntN(5)
	drivers := []Driver{g.driver(m.at)}
	var repeat string
	if earlier := g.earlier(m.at); earlier != nil && g.chance(shareRepeat) {
		m.from, m.RepeatOf = earlier.from, "yes"
		drivers = []Driver{g.find(earlier.Drivers[0])}
		repeat = pick(g, g.fragments.Repeats)
	} else if g.chance(0.18) {
		drivers = g.more(drivers, m)
	}
	for _, d := range drivers {
		m.Drivers = append(m.Drivers, d.ID)
	}
	m.product, m.subject = drivers[0].Product, pick(g, drivers[0].Short)
	if m.Source == "enquete" {
		m.question = "reden"
		g.finish(m, g.answer(drivers, repeat))
		return
	}
	g.finish(m, g.letter(m, drivers, repeat))
}

func (g *generator) find(id string) Driver {
	for _, d := range g.drivers {
		if d.ID == id {
			return d
		}
	}
	return g.drivers[0]
}

// more adds one or two other drivers.
func (g *generator) more(drivers []Driver, m *message) []Driver {
	for range 1 + g.rand.IntN(2) {
		next := g.driver(m.at)
		known := false
		for _, d := range drivers {
			known = known || d.ID == next.ID
		}
		if !known {
			drivers = append(drivers, next)
		}
	}
	return drivers
}

// answer is what people type in the box of a survey.
func (g *generator) answer(drivers []Driver, repeat string) string {
	var parts []string
	for _, d := range drivers {
		switch {
		case g.chance(0.4):
			parts = append(parts, pick(g, d.Short))
		case g.chance(0.5):
			parts = append(parts, pick(g, d.What))
		default:
			parts = append(parts, pick(g, d.What), pick(g, d.Detail))
		}
	}
	if g.chance(0.15) {
		parts = append(parts, pick(g, drivers[0].Effect))
	}
	if repeat != "" && g.chance(0.6) {
		parts = append(parts, repeat)
	}
	for i, p := range parts[:len(parts)-1] {
		if r, _ := utf8.DecodeLastRuneInString(p); unicode.IsLetter(r) {
			parts[i] = p + "."
		}
	}
	return sentences(parts...)
}

// letter is a mail or a ticket: greeting, story, expectation, request, closing.
func (g *generator) letter(m *message, drivers []Driver, repeat string) string {
	f := g.fragments
	story := []string{pick(g, f.Intros)}
	for i, driver := range drivers {
		if i > 0 {
			story = append(story, "\n"+pick(g, f.Bridges))
		}
		story = append(story, pick(g, driver.What), pick(g, driver.Detail))
		if g.chance(0.35) {
			story = append(story, pick(g, driver.Detail))
		}
		if g.chance(0.5) {
			story = append(story, pick(g, driver.Effect))
		}
	}
	story = append(story, repeat)
	for _, extra := range []struct {
		p    float64
		from []string
	}{{0.3, f.Expectations}, {0.2, f.Causes}, {0.18, f.Threats}} {
		if g.chance(extra.p) {
			story = append(story, pick(g, extra.from))
		}
	}
	if g.chance(0.06) {
		m.Irony = true
		story = append([]string{pick(g, f.Ironies)}, story...)
	}
	return g.frame(m, unique(story), pick(g, f.Requests))
}

// unique drops a sentence that was drawn twice.
func unique(parts []string) []string {
	seen := map[string]bool{"": true}
	var out []string
	for _, p := range parts {
		if !seen[p] {
			out = append(out, p)
		}
		seen[p] = true
	}
	return out
}

// frame puts greeting, request and closing around a story where the channel has them.
func (g *generator) frame(m *message, story []string, request string) string {
	body := sentences(story...)
	body = strings.ReplaceAll(body, " \n", "\n\n")
	if m.Source == "klachten" && g.chance(0.55) {
		return sentences(body, request) // noted down by somebody, without greeting
	}
	return strings.Trim(pick(g, g.fragments.Openers)+"\n\n"+sentences(body, request)+"\n\n"+pick(g, g.fragments.Closings), "\n")
}

func (g *generator) driverPraise(m *message) {
	driver := g.driver(m.at)
	m.Form, m.score, m.praise, m.Drivers = "compliment", 8+g.rand.IntN(3), true, []string{driver.ID}
	m.product, m.subject = driver.Product, "Compliment"
	text := sentences(pick(g, driver.Praise), pick(g, g.fragments.PraiseClosers))
	if m.Source != "enquete" {
		text = g.frame(m, []string{text}, "")
	}
	m.question = "reden"
	g.finish(m, text)
}

// simple fills a message that is about no driver.
func (g *generator) simple(m *message, form, subject, text string, score int) {
	m.Form, m.subject, m.score, m.question = form, subject, score, "verbeteren"
	if m.Source != "enquete" && form != "leeg" {
		text = g.frame(m, []string{text}, "")
	}
	g.finish(m, text)
}

func (g *generator) generalPraise(m *message) {
	m.praise = true
	g.simple(m, "compliment", "Bedankt", sentences(pick(g, g.fragments.GeneralPraise), pick(g, g.fragments.PraiseClosers)), 9)
}

func (g *generator) mixed(m *message) {
	g.simple(m, "opmerking", "Mijn ervaring", pick(g, g.fragments.Mixed), 6)
}

func (g *generator) question(m *message) {
	g.simple(m, "vraag", "Vraag", pick(g, g.fragments.Questions), 7)
}

func (g *generator) suggestion(m *message) {
	g.simple(m, "suggestie", "Idee", pick(g, g.fragments.Suggestions), 7)
}

func (g *generator) objection(m *message) {
	text := sentences(pick(g, g.fragments.Objections), pick(g, g.fragments.ObjectionDetails))
	g.simple(m, "bezwaar", "Bezwaar", text, 2)
}

func (g *generator) report(m *message) {
	g.simple(m, "melding", "Melding", pick(g, g.fragments.Reports), 7)
}

func (g *generator) remark(m *message) {
	g.simple(m, "opmerking", "Opmerking", pick(g, g.fragments.Remarks), 7)
}

func (g *generator) empty(m *message) {
	m.Source = g.source()
	if m.Source == "mail" {
		m.Source = "enquete"
		if g.opts.CSVOnly {
			m.Source = "klachten"
		}
	}
	g.simple(m, "leeg", "", pick(g, g.fragments.Empties), 7)
}

func (g *generator) english(m *message) {
	g.simple(m, "klacht", "Complaint", pick(g, g.fragments.English), 3)
	m.Lang = "en"
	if strings.HasPrefix(m.Text, "Thank") || strings.Contains(m.Text, "friendly") {
		m.Form = "compliment"
	}
}

func (g *generator) otherLanguage(m *message) {
	text := pick(g, g.fragments.OtherLanguages)
	g.simple(m, "klacht", "", text, 3)
	m.Lang = "de"
	if strings.HasPrefix(text, "Bonjour") {
		m.Lang = "fr"
	}
}

func (g *generator) injection(m *message) {
	g.simple(m, "klacht", "Test", pick(g, g.fragments.Injection), 4)
}

// finish fills in the personal data and roughens the text as people type.
func (g *generator) finish(m *message, text string) {
	text = g.fill(m, text)
	if m.Form == "klacht" || m.Form == "compliment" {
		text = g.roughen(m, text)
	}
	m.Text = strings.TrimSpace(text)
	m.subject = strings.TrimSpace(g.fill(m, m.subject))
}

// fill replaces {slots} by invented personal data and notes what was planted.
func (g *generator) fill(m *message, text string) string {
	p := m.from
	for _, slot := range []struct{ name, value string }{
		{"{naam}", p.first + " " + p.last}, {"{voornaam}", p.first}, {"{achternaam}", p.last}, {"{adres}", p.address},
		{"{postcode}", p.postcode}, {"{plaats}", p.place}, {"{telefoon}", p.phone}, {"{email}", p.email}, {"{iban}", p.iban},
		{"{bsn}", p.bsn}, {"{kenteken}", p.plate}, {"{klantnummer}", p.number}, {"{geboortedatum}", p.born},
	} {
		if strings.Contains(text, slot.name) {
			text = strings.ReplaceAll(text, slot.name, slot.value)
			m.Personal = append(m.Personal, slot.value)
		}
	}
	return strings.ReplaceAll(text, "{datum}", fmt.Sprintf("%d %s", m.at.Day(), months[m.at.Month()-1]))
}

var months = []string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}
