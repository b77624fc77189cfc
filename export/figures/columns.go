package figures

import (
	_ "embed"
	"math"
	"slices"
	"strconv"
	"strings"

	"luister/cluster/infer"
	"luister/cluster/segment"
	"luister/export/facts"
	"luister/export/table"
)

//go:embed values.txt
var valueWords string

// A work is the columns of all feedback that figures need, by row of the facts.
type work struct {
	*facts.Facts
	frame    *table.Frame
	sources  []table.Source
	drivers  []table.Driver    // all that ever were
	customer []int32           // number of the customer; a number of its own where it is unknown
	earlier  []bool            // the customer gave feedback before
	flags    map[string][]bool // by id of the flag
	extra    []segment.Column  // columns of the export with few different values
	worth    map[int32]float64 // value of customers, by number; nil without a value column
}

func loadWork(made *table.Tables) (*work, error) {
	f, err := facts.Load(made)
	if err != nil {
		return nil, err
	}
	k := &work{Facts: f}
	if k.frame, err = made.Columns("feedback", nil, "customer_id", "location", "stance", "received", "answered", "closed",
		"nps", "csat", "ces", "stars", "handling"); err != nil {
		return nil, err
	}
	if k.sources, err = table.All[table.Source](made); err != nil {
		return nil, err
	}
	if k.drivers, err = table.All[table.Driver](made); err != nil {
		return nil, err
	}
	flags, err := made.Columns("feedback_flag", nil, "feedback_id", "flag")
	if err != nil {
		return nil, err
	}
	k.flags = map[string][]bool{}
	for i, id := range flags.Strings("feedback_id") {
		row, ok := f.Row(id)
		if !ok {
			continue
		}
		flag := flags.Strings("flag")[i]
		if k.flags[flag] == nil {
			k.flags[flag] = make([]bool, len(f.IDs))
		}
		k.flags[flag][row] = true
	}
	k.customers()
	attributes, err := made.Columns("feedback", nil, "attributes.name", "attributes.type", "attributes.value") // not kept: they are large
	if err != nil {
		return nil, err
	}
	k.attributes(attributes)
	return k, nil
}

// customers numbers customers, and says which feedback is not their first.
func (k *work) customers() {
	ids, received := k.frame.Strings("customer_id"), k.frame.Ints("received")
	k.customer, k.earlier = make([]int32, len(ids)), make([]bool, len(ids))
	number, first := map[string]int32{}, map[string]int64{}
	for row, id := range ids {
		at, known := number[id]
		if !known || id == "" {
			at = int32(row)
		}
		number[id], k.customer[row] = at, at
		if was, ok := first[id]; !ok || received[row] < was {
			first[id] = received[row]
		}
	}
	for row, id := range ids {
		k.earlier[row] = id != "" && received[row] > first[id]
	}
}

const mostValues = 30 // a column of the export with more different values is no segment: it could name people

// attributes reads what an export says beside the columns of the table: those
// with few different texts are segments, and one may be what a customer is worth.
func (k *work) attributes(frame *table.Frame) {
	names, types, values := frame.Lists("attributes.name"), frame.Lists("attributes.type"), frame.Lists("attributes.value")
	words := strings.Fields(valueWords[strings.Index(valueWords, "\n")+1:])
	number := map[string]int{}
	var columns []map[string]int32
	for row := range names {
		for i, name := range names[row] {
			switch {
			case types[row][i] == "number" && slices.Contains(words, strings.ToLower(strings.TrimSpace(name))):
				k.addWorth(int32(row), values[row][i])
			case types[row][i] == "text" || types[row][i] == "bool":
				at, ok := number[name]
				if !ok {
					at = len(columns)
					number[name] = at
					columns = append(columns, map[string]int32{"": 0})
					k.extra = append(k.extra, segment.Column{Dimension: strings.Clone(name), Values: []string{""}, Of: make([]int32, len(names))})
				}
				k.extra[at].Of[row] = valueOf(&k.extra[at], columns[at], values[row][i])
			}
		}
	}
	k.extra = slices.DeleteFunc(k.extra, func(c segment.Column) bool { return len(c.Values) > mostValues })
}

// valueOf gives the number of a value. A column with too many values is not
// followed further.
func valueOf(c *segment.Column, known map[string]int32, value string) int32 {
	of, ok := known[value]
	if !ok && len(c.Values) <= mostValues {
		of = int32(len(c.Values))
		known[value] = of
		c.Values = append(c.Values, strings.Clone(value))
	}
	return of
}

// addWorth notes what a customer is worth: the last amount that is given.
func (k *work) addWorth(row int32, amount string) {
	if i := strings.LastIndex(amount, ","); i >= 0 && i >= strings.LastIndex(amount, ".") {
		amount = strings.ReplaceAll(amount[:i], ".", "") + "." + amount[i+1:]
	}
	if v, err := strconv.ParseFloat(strings.TrimSpace(amount), 64); err == nil && v >= 0 && !math.IsInf(v, 0) {
		if k.worth == nil {
			k.worth = map[int32]float64{}
		}
		k.worth[k.customer[row]] = v
	}
}

// segments gives the columns in which drivers may be over-represented.
func (k *work) segments() []segment.Column {
	columns := []segment.Column{
		plain("product", &k.Product), plain("department", &k.Department), plain("region", &k.Region), plain("channel", &k.Channel), plain("source", &k.Source),
		coded("location", k.frame.Strings("location")), coded("stance", k.frame.Strings("stance")), k.seen(),
	}
	return append(columns, k.extra...)
}

func plain(dimension string, c *facts.Column) segment.Column {
	of := make([]int32, c.Len())
	for row := range of {
		of[row] = c.Number(int32(row))
	}
	return segment.Column{Dimension: dimension, Values: c.Values, Of: of}
}

func coded(dimension string, values []string) segment.Column {
	c := segment.Column{Dimension: dimension, Of: make([]int32, len(values))}
	number := map[string]int32{}
	for row, v := range values {
		of, ok := number[v]
		if !ok {
			of = int32(len(c.Values))
			number[v] = of
			c.Values = append(c.Values, strings.Clone(v))
		}
		c.Of[row] = of
	}
	return c
}

// seen tells new customers from those who gave feedback before.
func (k *work) seen() segment.Column {
	c := segment.Column{Dimension: "customer", Values: []string{"", "eerste keer", "eerder gezien"}, Of: make([]int32, len(k.IDs))}
	for row, id := range k.frame.Strings("customer_id") {
		switch {
		case id == "":
		case k.earlier[row]:
			c.Of[row] = 2
		default:
			c.Of[row] = 1
		}
	}
	return c
}

// putSegments puts the values by which feedback is split, and where drivers are
// over-represented.
func (k *work) putSegments(w *table.Writer) error {
	columns := k.segments()
	if err := putValues(w, columns); err != nil {
		return err
	}
	var drivers []segment.Driver
	for _, d := range k.Drivers {
		drivers = append(drivers, segment.Driver{ID: d.ID, Rows: d.Rows})
	}
	for _, s := range segment.Find(drivers, columns) {
		row := table.DriverSegment{DriverID: s.Driver, Dimension: s.Dimension, Value: s.Value, Feedback: int64(s.N),
			Share: s.Share.Value, ShareLow: s.Share.Low, ShareHigh: s.Share.High, Rest: s.Rest.Value,
			Ratio: finite(s.Ratio.Value), RatioLow: s.Ratio.Low, RatioHigh: finite(s.Ratio.High), Q: s.Q}
		if err := table.Put(w, "", row); err != nil {
			return err
		}
	}
	return nil
}

// finite is a ratio that a table can hold: a value that is nowhere else is at
// least so many times as frequent.
func finite(ratio float64) float64 { return min(ratio, 9999) }

// shown is an estimate as a table holds it.
func shown(id, figure string, e infer.Estimate) table.DriverFigure {
	row := table.DriverFigure{DriverID: id, Figure: figure, N: int64(e.N)}
	row.Value, row.Low, row.High = ends(e)
	if row.Low != nil && math.IsInf(*row.Low, 0) {
		row.Low = nil
	}
	if row.High != nil && math.IsInf(*row.High, 0) {
		row.High = nil
	}
	return row
}
