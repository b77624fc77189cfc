package repeat

import (
	"maps"
	"slices"

	"luister/cluster/infer"
	"luister/cluster/voice"
)

// A Closing says of complaints that the organisation closed whether they were
// closed for the customer.
type Closing struct {
	Driver string // "" for all feedback
	Closed int    // complaints that were closed, long enough ago to tell

	Reopened     int // opened again
	CameBack     int // the same person complained about the same driver within 90 days after the closing
	Dissatisfied int // gave the handling less than the middle of the scale

	Unsettled infer.Estimate // share of Closed of which any of these holds
}

// Closings gives, for all feedback and then for every driver by id, how often a
// closed complaint was not closed for the customer. Complaints that were closed
// in the last 90 days are left out: no sign of life is no consent before that
// time is over.
func Closings(f *voice.Feedback) []Closing {
	dissatisfied, _ := f.Dissatisfied()
	people, byDriver := f.People(), f.ByDriver()
	closing := func(driver string, rows []int32, back func(i int) bool) Closing {
		c := Closing{Driver: driver}
		unsettled := 0
		for i, row := range rows {
			if !closed(f, int(row)) {
				continue
			}
			c.Closed++
			reopened, unhappy := voice.Yes(f.Reopened, int(row)), dissatisfied[row]
			c.Reopened, c.CameBack, c.Dissatisfied = c.Reopened+one(reopened), c.CameBack+one(back(i)), c.Dissatisfied+one(unhappy)
			unsettled += one(reopened || back(i) || unhappy)
		}
		c.Unsettled = infer.Share(unsettled, c.Closed)
		return c
	}
	var out []Closing
	backAtAll := make([]bool, f.Len())
	for _, driver := range slices.Sorted(maps.Keys(byDriver)) {
		rows := complaints(f, byDriver[driver])
		back := cameBack(f, people, rows)
		for i, row := range rows {
			backAtAll[row] = backAtAll[row] || back[i]
		}
		out = append(out, closing(driver, rows, func(i int) bool { return back[i] }))
	}
	rows := complaints(f, f.All())
	return slices.Insert(out, 0, closing("", rows, func(i int) bool { return backAtAll[rows[i]] }))
}

// Unsettled says of every row whether it is a complaint that was closed long
// enough ago to tell, and whether it was not closed for the customer.
func Unsettled(f *voice.Feedback) (isClosed, unsettled []bool) {
	isClosed, unsettled = make([]bool, f.Len()), make([]bool, f.Len())
	dissatisfied, _ := f.Dissatisfied()
	people := f.People()
	for _, rows := range f.ByDriver() {
		rows = complaints(f, rows)
		for i, back := range cameBack(f, people, rows) {
			unsettled[rows[i]] = unsettled[rows[i]] || back
		}
	}
	for _, row := range complaints(f, f.All()) {
		isClosed[row] = closed(f, int(row))
		unsettled[row] = isClosed[row] && (unsettled[row] || dissatisfied[row] || voice.Yes(f.Reopened, int(row)))
	}
	return isClosed, unsettled
}

// closed says whether a complaint was closed at least the longest window
// before the end of the data.
func closed(f *voice.Feedback, row int) bool {
	at := voice.Time(f.Closed, row)
	return at != voice.None && at >= f.Received[row] && at <= f.Until-pause
}

// cameBack says of each row whether its person complained again after it was
// closed, on a later day and within the longest window.
func cameBack(f *voice.Feedback, people []string, rows []int32) []bool {
	order := byPerson(f, rows)
	back := make([]bool, len(rows))
	for k, i := range order {
		at := voice.Time(f.Closed, int(rows[i]))
		if at == voice.None {
			continue
		}
		for _, j := range order[k+1:] {
			next := f.Received[rows[j]]
			if people[rows[j]] != people[rows[i]] || next > at+pause {
				break
			}
			if next > at && next-f.Received[rows[i]] >= voice.Day {
				back[i] = true
				break
			}
		}
	}
	return back
}
