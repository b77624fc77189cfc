package learning

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"luister/cluster/benchmark"
	"luister/cluster/indicator"
	"luister/cluster/voice"
	"luister/export/table"
	"luister/ingest/value"
	"luister/nlp/code"
)

// benchmarkMonths is how many whole months a benchmark is of, without a word of the user.
const benchmarkMonths = 12

// Period is some whole months: 2026-01 to 2026-12. Empty ends are the last
// twelve whole months of the feedback.
type Period struct{ From, Until string }

const monthLayout = "2006-01"

// Benchmark counts what a benchmark file is made of.
func Benchmark(tables *table.Tables, p Period, now time.Time) (benchmark.Counts, error) {
	f, err := columns(tables, now)
	if err != nil {
		return benchmark.Counts{}, fmt.Errorf("learning: %w", err)
	}
	if p, err = p.fill(f.Until); err != nil {
		return benchmark.Counts{}, err
	}
	c := benchmark.Counts{From: p.From, Until: p.Until, Months: p.months(), Forms: map[string]benchmark.Count{}, Topics: map[string]benchmark.Count{}, Shares: map[string][2]int{}}
	var rows []int32
	for _, row := range f.All() {
		if !f.Counts(int(row)) {
			continue
		}
		if month := time.UnixMicro(f.Received[row]).In(value.Amsterdam()).Format(monthLayout); month >= p.From && month <= p.Until {
			rows = append(rows, row)
			add(c.Forms, f.Form[row], f.Sentiment[row])
			add(c.Topics, f.Topic[row], f.Sentiment[row])
		}
	}
	c.Feedback = len(rows)
	maker := indicator.NewMaker(f)
	for _, d := range indicator.Definitions() {
		if e := maker.Of(d, rows, ""); d.Unit == indicator.Part && e.N > 0 && !math.IsNaN(e.Value) {
			c.Shares[d.ID] = [2]int{int(math.Round(e.Value * float64(e.N))), e.N}
		}
	}
	c.Customers, err = customers(tables, p)
	return c, err
}

// BenchmarkFile makes the benchmark file of tables: only codes of the shipped
// scheme, which others know too.
func BenchmarkFile(tables *table.Tables, p Period, label string, now time.Time) (*benchmark.File, error) {
	counts, err := Benchmark(tables, p, now)
	if err != nil {
		return nil, err
	}
	counts.Label = label
	scheme := code.DefaultScheme()
	return benchmark.Make(counts, func(id string) bool {
		has := func(c code.Class) bool { return c.ID == id }
		return slices.ContainsFunc(scheme.Topics, has) || slices.ContainsFunc(scheme.Forms, has)
	})
}

func add(counts map[string]benchmark.Count, id, sentiment string) {
	if id == "" {
		return
	}
	c := counts[id]
	c.N++
	if sentiment == "negatief" {
		c.Negative++
	}
	counts[id] = c
}

// fill gives the period its ends.
func (p Period) fill(until int64) (Period, error) {
	if until == voice.None {
		return p, fmt.Errorf("there is no feedback with a date")
	}
	newest := time.UnixMicro(until).In(value.Amsterdam())
	first := time.Date(newest.Year(), newest.Month(), 1, 0, 0, 0, 0, time.UTC)
	if p.Until == "" {
		p.Until = first.AddDate(0, -1, 0).Format(monthLayout)
	}
	last, err := monthOf(&p.Until)
	if err != nil {
		return p, err
	}
	if p.From == "" {
		p.From = last.AddDate(0, 1-benchmarkMonths, 0).Format(monthLayout)
	}
	if _, err := monthOf(&p.From); err != nil {
		return p, err
	}
	if p.From > p.Until {
		return p, fmt.Errorf("%s is after %s", p.From, p.Until)
	}
	return p, nil
}

// monthOf reads a month as people give it, 2026-01 or 202601, and writes it as the
// first.
func monthOf(text *string) (time.Time, error) {
	month, err := time.Parse("200601", strings.Replace(*text, "-", "", 1))
	if err != nil {
		return month, fmt.Errorf("%q is not a month such as 2026-01", *text)
	}
	*text = month.Format(monthLayout)
	return month, nil
}

func (p Period) months() int {
	from, _ := time.Parse(monthLayout, p.From)
	until, _ := time.Parse(monthLayout, p.Until)
	return (until.Year()-from.Year())*12 + int(until.Month()) - int(from.Month()) + 1
}

// customers is the mean number of customers over the months of a period that are known; 0 if none is.
func customers(tables *table.Tables, p Period) (float64, error) {
	rows, err := table.All[table.Exposure](tables)
	sum, n := 0.0, 0.0
	for _, r := range rows {
		if r.Dimension == "" && r.Unit == "klanten" && r.Month >= p.From && r.Month <= p.Until {
			sum, n = sum+float64(r.Count), n+1
		}
	}
	return sum / max(n, 1), err
}
