// Package indicator owns the figures by which an organisation follows how well
// it listens: trust, compliments, repeats, lead time, satisfaction with the
// handling, and so on.
//
// It takes the columns of feedback and gives any indicator over any set of rows,
// with its interval and the number behind it, and the table of all indicators by
// month. Each indicator has one definition, here. It never shows what is below
// the minimum number: that is for who shows it.
package indicator

import (
	"math"
	"slices"

	"luister/cluster/infer"
	"luister/cluster/repeat"
	"luister/cluster/survive"
	"luister/cluster/voice"
)

// A Unit is what an indicator is counted in.
type Unit string

// The units.
const (
	Number Unit = "aantal"
	Part   Unit = "aandeel" // 0 to 1
	Days   Unit = "dagen"
	Score  Unit = "score"
)

// A Definition says what an indicator is.
type Definition struct {
	ID       string
	Label    string // Dutch
	Meaning  string // Dutch
	Unit     Unit
	Up       bool // more is better
	BySource bool // on the scale of the source: never taken together over sources

	of func(m *Maker, rows []int32) infer.Estimate
}

// Definitions lists all indicators, in the order in which they are shown.
func Definitions() []Definition {
	complaint := (*Maker).complaint
	all := func(*Maker, int) bool { return true }
	return []Definition{
		{ID: "feedback", Label: "Feedback", Meaning: "Feedback van klanten, zonder dubbele en lege.", Unit: Number, Up: true, of: count(all)},
		{ID: "klachten", Label: "Klachten", Meaning: "Klachten, bezwaren en meldingen.", Unit: Number, of: count(complaint)},
		{ID: "aandeel_complimenten", Label: "Aandeel complimenten", Meaning: "Complimenten op alle feedback.", Unit: Part, Up: true, of: share(all, form("compliment"))},
		{ID: "aandeel_proactief", Label: "Aandeel gevraagd", Meaning: "Feedback waar de organisatie zelf om vroeg, op alle feedback.", Unit: Part, Up: true, of: share(all, stance("proactief"))},
		{ID: "vertrouwen", Label: "Vertrouwen", Meaning: "Feedback met taal van vertrouwen, op alle feedback.", Unit: Part, Up: true, of: share(all, trust(1))},
		{ID: "wantrouwen", Label: "Wantrouwen", Meaning: "Feedback met taal van wantrouwen, op alle feedback.", Unit: Part, of: share(all, trust(-1))},
		{ID: "herhaling_30", Label: "Komt terug binnen 30 dagen", Meaning: "Van de eerste klachten van bekende klanten: zelfde klant over dezelfde driver opnieuw binnen 30 dagen (Kaplan-Meier).", Unit: Part, of: comesBack(30)},
		{ID: "herhaling_90", Label: "Komt terug binnen 90 dagen", Meaning: "Hetzelfde binnen 90 dagen.", Unit: Part, of: comesBack(90)},
		{ID: "heropend", Label: "Heropend", Meaning: "Klachten die na sluiten zijn heropend, op alle klachten.", Unit: Part, of: share(complaint, func(m *Maker, row int) bool { return voice.Yes(m.f.Reopened, row) })},
		{ID: "tweede_lijn", Label: "Tweede lijn", Meaning: "Klachten over iets wat na een eerdere klacht niet is opgelost, op alle klachten.", Unit: Part, of: share(complaint, func(m *Maker, row int) bool { return voice.Text(m.f.Line, row) == "tweede" })},
		{ID: "zegt_herhaling", Label: "Zegt dat het vaker gebeurt", Meaning: "Klachten met \"weer\", \"nog steeds\" en dergelijke, op alle klachten.", Unit: Part, of: share(complaint, flag("herhaling"))},
		{ID: "niet_afgesloten", Label: "Gesloten, niet voor de klant", Meaning: "Gesloten klachten waarvan de klant binnen 90 dagen terugkwam, die heropend zijn of waarover de klant ontevreden was, op alle klachten die langer dan 90 dagen gesloten zijn.", Unit: Part, of: share(closed, func(m *Maker, row int) bool { return m.unsettled[row] })},
		{ID: "reactietijd", Label: "Tijd tot antwoord", Meaning: "Mediaan van ontvangst tot antwoord; wat nog openstaat telt mee zolang het openstaat.", Unit: Days, of: takes(func(f *voice.Feedback) []int64 { return f.Answered }, func(d dates) bool { return d.answered })},
		{ID: "doorlooptijd", Label: "Doorlooptijd", Meaning: "Mediaan van ontvangst tot afhandeling; wat nog openstaat telt mee zolang het openstaat.", Unit: Days, of: takes(func(f *voice.Feedback) []int64 { return f.Closed }, func(d dates) bool { return d.closed })},
		{ID: "tevreden_afhandeling", Label: "Tevreden over afhandeling", Meaning: "Van de klanten aan wie het is gevraagd: boven het midden van de schaal.", Unit: Part, Up: true, of: share(func(m *Maker, row int) bool { return m.asked[row] }, func(m *Maker, row int) bool { return !m.dissatisfied[row] })},
		{ID: "nps", Label: "NPS", Meaning: "Aandeel 9-10 min aandeel 0-6, keer 100.", Unit: Score, Up: true, of: mean(func(f *voice.Feedback) []float64 { return f.NPS }, promoter)},
		{ID: "afhandeling", Label: "Cijfer afhandeling", Meaning: "Gemiddelde tevredenheid over de afhandeling, op de schaal van de bron.", Unit: Score, Up: true, BySource: true, of: mean(func(f *voice.Feedback) []float64 { return f.Handling }, itself)},
		{ID: "csat", Label: "Tevredenheid", Meaning: "Gemiddelde tevredenheid, op de schaal van de bron.", Unit: Score, Up: true, BySource: true, of: mean(func(f *voice.Feedback) []float64 { return f.CSAT }, itself)},
		{ID: "ces", Label: "Moeite", Meaning: "Gemiddelde moeite voor de klant, op de schaal van de bron.", Unit: Score, BySource: true, of: mean(func(f *voice.Feedback) []float64 { return f.CES }, itself)},
		{ID: "sterren", Label: "Sterren", Meaning: "Gemiddeld aantal sterren, op de schaal van de bron.", Unit: Score, Up: true, BySource: true, of: mean(func(f *voice.Feedback) []float64 { return f.Stars }, itself)},
		{ID: "ernst", Label: "Ernst", Meaning: "Gemiddelde ernst van klachten, 0 tot 4.", Unit: Score, of: severity},
		{ID: "opzegdreiging", Label: "Dreigt op te zeggen", Meaning: "Klachten waarin de klant zegt te vertrekken, op alle klachten.", Unit: Part, of: share(complaint, flag("opzegdreiging"))},
		{ID: "escalatie", Label: "Escalatie", Meaning: "Klachten met advocaat, ombudsman, pers of sociale media, op alle klachten.", Unit: Part, of: share(complaint, flag("escalatie"))},
		{ID: "kwetsbaar", Label: "Kwetsbaar", Meaning: "Feedback met ziekte, schulden, rouw of andere kwetsbaarheid, op alle feedback.", Unit: Part, of: share(all, flag("kwetsbaar"))},
		{ID: "agressie", Label: "Agressie", Meaning: "Feedback met een bedreiging of belediging van medewerkers, op alle feedback.", Unit: Part, of: share(all, flag("agressie"))},
	}
}

// Named gives the definition of an indicator, false if there is none of that id.
func Named(id string) (Definition, bool) {
	all := Definitions()
	i := slices.IndexFunc(all, func(d Definition) bool { return d.ID == id })
	if i < 0 {
		return Definition{}, false
	}
	return all[i], true
}

// A Maker makes indicators of one set of feedback. It does not change.
type Maker struct {
	f                   *voice.Feedback
	dissatisfied, asked []bool
	closed, unsettled   []bool
	flags               map[string][]bool
	episodes            []repeat.Episode // in order of row
	first               []int32          // of each row: where in episodes its own begin; one more than rows
	driver              string           // of which episodes count; empty for all
	dates               map[string]dates // by source
}

// dates says which dates a source gives at all.
type dates struct{ answered, closed bool }

// NewMaker reads what all indicators share.
func NewMaker(f *voice.Feedback) *Maker {
	m := &Maker{f: f, flags: map[string][]bool{}, dates: map[string]dates{}}
	m.dissatisfied, m.asked = f.Dissatisfied()
	m.closed, m.unsettled = repeat.Unsettled(f)
	for id := range f.Flags {
		m.flags[id] = f.Flagged(id)
	}
	m.keep(repeat.Episodes(f))
	for row := range f.ID {
		source := voice.Text(f.Source, row)
		d := m.dates[source]
		d.answered = d.answered || voice.Time(f.Answered, row) != voice.None
		d.closed = d.closed || voice.Time(f.Closed, row) != voice.None
		m.dates[source] = d
	}
	return m
}

// keep puts episodes in order of row; those of one row stay in their order.
func (m *Maker) keep(episodes []repeat.Episode) {
	m.first = make([]int32, m.f.Len()+1)
	for i := range episodes {
		m.first[episodes[i].Row+1]++
	}
	for row := range m.f.Len() {
		m.first[row+1] += m.first[row]
	}
	next := slices.Clone(m.first)
	m.episodes = make([]repeat.Episode, len(episodes))
	for _, e := range episodes {
		m.episodes[next[e.Row]] = e
		next[e.Row]++
	}
}

// Of gives an indicator over rows; only rows that count are counted. Repeats are
// those about the driver, or about any if driver is empty.
func (m *Maker) Of(d Definition, rows []int32, driver string) infer.Estimate {
	one := *m
	one.driver = driver
	return d.of(&one, m.counting(rows))
}

// counting gives those of rows that count.
func (m *Maker) counting(rows []int32) []int32 {
	return slices.DeleteFunc(slices.Clone(rows), func(row int32) bool { return !m.f.Counts(int(row)) })
}

// Flagged says whether a row has a flag.
func (m *Maker) Flagged(id string, row int32) bool { return m.flags[id] != nil && m.flags[id][row] }

func (m *Maker) complaint(row int) bool { return m.f.Complaint(row) }

func closed(m *Maker, row int) bool { return m.closed[row] }

type test = func(m *Maker, row int) bool

func form(id string) test {
	return func(m *Maker, row int) bool { return m.f.Form[row] == id }
}

func stance(id string) test {
	return func(m *Maker, row int) bool { return voice.Text(m.f.Stance, row) == id }
}

func trust(sign int64) test {
	return func(m *Maker, row int) bool { return m.f.Trust != nil && m.f.Trust[row] == sign }
}

func flag(id string) test {
	return func(m *Maker, row int) bool { return m.Flagged(id, int32(row)) }
}

// count is the number of rows of which is holds, with the interval of a Poisson count.
func count(is test) func(*Maker, []int32) infer.Estimate {
	return func(m *Maker, rows []int32) infer.Estimate {
		n := 0
		for _, row := range rows {
			if is(m, int(row)) {
				n++
			}
		}
		return infer.Rate(n, 1)
	}
}

// share is the share of the rows among of which is holds.
func share(among, is test) func(*Maker, []int32) infer.Estimate {
	return func(m *Maker, rows []int32) infer.Estimate {
		k, n := 0, 0
		for _, row := range rows {
			if among(m, int(row)) {
				n++
				if is(m, int(row)) {
					k++
				}
			}
		}
		return infer.Share(k, n)
	}
}

// comesBack is the Kaplan-Meier share of episodes that begin in rows.
func comesBack(days float64) func(*Maker, []int32) infer.Estimate {
	return func(m *Maker, rows []int32) infer.Estimate {
		var waits []survive.Wait
		for _, row := range rows {
			for _, e := range m.episodes[m.first[row]:m.first[row+1]] {
				if m.driver == "" || m.driver == e.Driver {
					waits = append(waits, e.Wait)
				}
			}
		}
		e := survive.New(waits).Ended(days)
		if len(waits) < infer.MinN {
			e.N = len(waits)
		}
		return e
	}
}

// takes is the median time from receipt, of sources that give such a date at
// all. What has none yet has lasted until the end of the data.
func takes(column func(*voice.Feedback) []int64, given func(dates) bool) func(*Maker, []int32) infer.Estimate {
	return func(m *Maker, rows []int32) infer.Estimate {
		ends := column(m.f)
		var waits []survive.Wait
		for _, row := range rows {
			end, received := voice.Time(ends, int(row)), m.f.Received[row]
			switch {
			case !given(m.dates[voice.Text(m.f.Source, int(row))]):
			case end == voice.None || end > m.f.Until:
				waits = append(waits, survive.Wait{Time: float64(m.f.Until-received) / float64(voice.Day)})
			case end >= received:
				waits = append(waits, survive.Wait{Time: float64(end-received) / float64(voice.Day), Ended: true})
			}
		}
		return survive.New(waits).Quantile(.5)
	}
}

func itself(v float64) float64 { return v }

// promoter is what one answer adds to the NPS, times the number of answers.
func promoter(v float64) float64 {
	switch {
	case v >= 9:
		return 100
	case v <= 6:
		return -100
	}
	return 0
}

func mean(column func(*voice.Feedback) []float64, value func(float64) float64) func(*Maker, []int32) infer.Estimate {
	return func(m *Maker, rows []int32) infer.Estimate {
		var values []float64
		for _, row := range rows {
			if v := voice.Score(column(m.f), int(row)); !math.IsNaN(v) {
				values = append(values, value(v))
			}
		}
		return infer.Mean(values)
	}
}

func severity(m *Maker, rows []int32) infer.Estimate {
	var values []float64
	for _, row := range rows {
		if m.f.Complaint(int(row)) && m.f.Severity != nil {
			values = append(values, float64(m.f.Severity[row]))
		}
	}
	return infer.Mean(values)
}
