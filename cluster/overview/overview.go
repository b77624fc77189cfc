// Package overview counts a year of feedback for the public: how much was
// received, in which form, by which part of the organisation, how much of it was
// closed, in what way and how fast.
//
// It takes one Item a feedback and gives Rows of four levels, each the sum of the
// rows below it. No count below five is shown, nor one that could be computed
// from the counts that are (see protect), and a name that fewer than five
// feedback have is not shown either. It never sees a person or a text.
package overview

import (
	"cmp"
	"math"
	"slices"
)

// Least is the smallest count that is shown; LeastMedian is how many waits a
// median needs, because it is nearly the wait of one of them.
const (
	Least       = 5
	LeastMedian = 10
)

// Rest stands for the departments, or ways of closing, that fewer than Least
// feedback of a year have.
const Rest = "overig"

// An Item is one feedback.
type Item struct {
	Year                      int
	Form, Department, Outcome string
	Closed                    bool
	Days                      float64 // from receipt to closing; NaN if not known
}

// Levels of rows: all of a year; by form; by department within a form; by way of
// closing within a department.
const (
	Year       = "jaar"
	Form       = "vorm"
	Department = "afdeling"
	Outcome    = "wijze"
)

var levels = [...]string{Year, Form, Department, Outcome}

// A Row is one line of the overview. What is nil is not shown.
type Row struct {
	Year             int
	Level            string
	Path             [3]string // form, department, way of closing; "" below the level, and where it is not known
	Received, Closed *int64
	Median           *float64 // days from receipt to closing
}

// Of counts items. Years are in order; a row comes before the rows below it.
func Of(items []Item) []Row {
	years := map[int]*node{}
	named := names(items)
	for _, item := range items {
		root := years[item.Year]
		if root == nil {
			root = &node{}
			years[item.Year] = root
		}
		root.add(item, [3]string{item.Form, named.of(item.Year, 1, item.Department), named.of(item.Year, 2, item.Outcome)}, 0)
	}
	var rows []Row
	for year, root := range years {
		root.sort()
		root.protect()
		rows = root.rows(rows, Row{Year: year})
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(a.Year, b.Year) })
	return rows
}

// counted is how many feedback of a year have a name.
type counted map[name]int

type name struct {
	year, part int
	name       string
}

func names(items []Item) counted {
	c := counted{}
	for _, item := range items {
		c[name{item.Year, 1, item.Department}]++
		c[name{item.Year, 2, item.Outcome}]++
	}
	return c
}

func (c counted) of(year, part int, s string) string {
	if s != "" && c[name{year, part, s}] < Least {
		return Rest
	}
	return s
}

// A node is a row before it is shown, with the rows below it.
type node struct {
	name             string
	received, closed int
	days             []float64
	below            []*node
	find             map[string]*node

	hidden [2]bool // received, closed
}

func (n *node) add(item Item, path [3]string, depth int) {
	n.received++
	if item.Closed {
		n.closed++
		if !math.IsNaN(item.Days) {
			n.days = append(n.days, item.Days)
		}
	}
	if depth == len(path) {
		return
	}
	if n.find == nil {
		n.find = map[string]*node{}
	}
	next := n.find[path[depth]]
	if next == nil {
		next = &node{name: path[depth]}
		n.find[path[depth]] = next
		n.below = append(n.below, next)
	}
	next.add(item, path, depth+1)
}

func (n *node) sort() {
	slices.SortFunc(n.below, func(a, b *node) int { return cmp.Compare(a.name, b.name) })
	for _, b := range n.below {
		b.sort()
	}
}

// rows appends the row of a node and those below it. at says where it is.
func (n *node) rows(rows []Row, at Row) []Row {
	depth := slices.Index(levels[:], at.Level) + 1 // 0 for the year itself
	at.Level = levels[depth]
	if depth > 0 {
		at.Path[depth-1] = n.name
	}
	row := at
	row.Received, row.Closed, row.Median = n.shown(0), n.shown(1), n.median()
	rows = append(rows, row)
	for _, b := range n.below {
		rows = b.rows(rows, at)
	}
	return rows
}

func (n *node) shown(measure int) *int64 {
	if n.hidden[measure] {
		return nil
	}
	count := int64([]int{n.received, n.closed}[measure])
	return &count
}

// median is in days, to a tenth.
func (n *node) median() *float64 {
	if n.hidden[1] || len(n.days) < LeastMedian {
		return nil
	}
	slices.Sort(n.days)
	m := (n.days[(len(n.days)-1)/2] + n.days[len(n.days)/2]) / 2
	m = math.Round(m*10) / 10
	return &m
}
