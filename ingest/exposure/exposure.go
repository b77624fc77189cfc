// Package exposure reads how many customers or contacts there were: what counts
// of feedback are divided by.
//
// It owns the recognition of such a table by its header, and what its columns
// mean. It reads records of a delimited table and gives Counts; a record that
// cannot be used is an ingest.Row with the reason. It opens no files, and no
// reason holds the text of a cell.
package exposure

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"luister/ingest"
)

// The units.
const (
	Customers = "klanten"
	Contacts  = "contacten"
)

// A Layout is where the columns of an exposure table stand.
type Layout struct {
	month      int
	counts     map[int]string // unit by column
	dimensions map[int]string // name by column
	dim, value int            // columns that name a dimension and its value; -1 if there are none
}

// words are the headers, in lower case with letters only.
var words = map[string]string{
	"maand": "month", "month": "month", "periode": "month", "period": "month", "jaarmaand": "month", "yearmonth": "month",
	"klanten": Customers, "aantalklanten": Customers, "customers": Customers, "klantaantal": Customers, "leden": Customers, "verzekerden": Customers, "inwoners": Customers, "aansluitingen": Customers, "huishoudens": Customers,
	"contacten": Contacts, "aantalcontacten": Contacts, "contacts": Contacts, "gesprekken": Contacts, "bezoeken": Contacts, "bestellingen": Contacts, "transacties": Contacts,
	"product": "product", "producten": "product", "dienst": "product",
	"afdeling": "department", "department": "department", "team": "department",
	"regio": "region", "region": "region", "provincie": "region", "gemeente": "region",
	"locatie": "location", "location": "location", "vestiging": "location", "filiaal": "location",
	"kanaal": "channel", "channel": "channel",
	"dimensie": "dimension", "dimension": "dimension", "uitsplitsing": "dimension",
	"waarde": "value", "value": "value", "segment": "value",
}

func plain(header string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, header)
}

// Recognise finds the columns of an exposure table by its header: a month, a
// count of customers or contacts, and nothing that a table of feedback has
// beside them, which is at most four columns of segments.
func Recognise(header []string) (Layout, bool) {
	l := Layout{month: -1, dim: -1, value: -1, counts: map[int]string{}, dimensions: map[int]string{}}
	for i, name := range header {
		switch word := words[plain(name)]; word {
		case "month":
			l.month = i
		case Customers, Contacts:
			l.counts[i] = word
		case "dimension":
			l.dim = i
		case "value":
			l.value = i
		case "":
			if strings.TrimSpace(name) != "" {
				l.dimensions[i] = strings.TrimSpace(name)
			}
		default:
			l.dimensions[i] = word
		}
	}
	if (l.dim < 0) != (l.value < 0) {
		return Layout{}, false
	}
	return l, l.month >= 0 && len(l.counts) > 0 && len(l.dimensions) <= 4
}

// Column says what a column is, in one word and as a sentence: month, count,
// segment, or ignore.
func (l Layout) Column(i int) (meaning, why string) {
	switch {
	case i == l.month:
		return "month", "the header tells the month"
	case l.counts[i] != "":
		return "count", "the header tells how many " + l.counts[i]
	case i == l.dim:
		return "segment", "the header tells the kind of segment"
	case i == l.value:
		return "segment", "the header tells which segment"
	case l.dimensions[i] != "":
		return "segment", "counts are of its value: " + l.dimensions[i]
	}
	return "ignore", "a column without a name"
}

// Read gives the counts of one record. The reason says why it cannot be used.
//
// A record with one segment filled in is about that segment, one with none is
// about the whole. One with several is about their combination, and is counted
// under each of them by itself, which Sum adds up.
func (l Layout) Read(fields []string) (counts []ingest.Exposure, reason string) {
	month, ok := monthOf(field(fields, l.month))
	if !ok {
		return nil, "geen maand"
	}
	for _, column := range sortedKeys(l.counts) {
		text := field(fields, column)
		if text == "" {
			continue
		}
		n, ok := number(text)
		if !ok {
			return nil, "geen aantal"
		}
		for _, s := range l.segments(fields) {
			counts = append(counts, ingest.Exposure{Month: month, Dimension: s[0], Value: s[1], Count: n, Unit: l.counts[column]})
		}
	}
	if len(counts) == 0 {
		return nil, "geen aantal"
	}
	return counts, ""
}

// segments gives dimension and value of a record; the whole if there is none.
func (l Layout) segments(fields []string) (all [][2]string) {
	if l.dim >= 0 {
		name, value := field(fields, l.dim), field(fields, l.value)
		if known, ok := words[plain(name)]; ok {
			name = known
		}
		if whole(value) || whole(name) {
			name, value = "", ""
		}
		return [][2]string{{name, value}}
	}
	for _, column := range sortedKeys(l.dimensions) {
		if value := field(fields, column); !whole(value) {
			all = append(all, [2]string{l.dimensions[column], value})
		}
	}
	if all == nil {
		all = [][2]string{{"", ""}}
	}
	return all
}

// whole says that a cell stands for all segments together.
func whole(value string) bool {
	return slices.Contains([]string{"", "alle", "alles", "totaal", "total", "all", "*", "-"}, strings.ToLower(value))
}

// Sum adds up counts of the same month, segment and unit, and gives the whole of
// a month where the file does not: the sum over the dimension that has the most,
// because a file may leave segments out.
func Sum(counts []ingest.Exposure) []ingest.Exposure {
	type key struct{ month, dimension, value, unit string }
	total := map[key]int64{}
	for _, c := range counts {
		total[key{c.Month, c.Dimension, c.Value, c.Unit}] += c.Count
	}
	sums := map[key]int64{} // by month, dimension and unit
	for k, n := range total {
		sums[key{k.month, k.dimension, "", k.unit}] += n
	}
	for k, n := range sums {
		whole := key{k.month, "", "", k.unit}
		if _, given := sums[whole]; k.dimension != "" && !given {
			total[whole] = max(total[whole], n)
		}
	}
	var out []ingest.Exposure
	for k, n := range total {
		out = append(out, ingest.Exposure{Month: k.month, Dimension: k.dimension, Value: k.value, Count: n, Unit: k.unit})
	}
	slices.SortFunc(out, func(a, b ingest.Exposure) int {
		return strings.Compare(a.Month+"\x00"+a.Dimension+"\x00"+a.Value+"\x00"+a.Unit, b.Month+"\x00"+b.Dimension+"\x00"+b.Value+"\x00"+b.Unit)
	})
	return out
}

func field(fields []string, i int) string {
	if i < 0 || i >= len(fields) {
		return ""
	}
	return strings.TrimSpace(fields[i])
}

var months = []string{"jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"}

var (
	yearFirst = regexp.MustCompile(`^(\d{4})[-/. ]?(\d{1,2})(?:[-/.]\d{1,2})?$`)
	yearLast  = regexp.MustCompile(`^(?:\d{1,2}[-/.])?(\d{1,2})[-/.](\d{4})$`)
	named     = regexp.MustCompile(`^([a-z]{3})[a-z]*\.?[- ]+(\d{4})$`)
)

// monthOf reads 2026-01, 202601, 1-2026, 31-01-2026, 2026-01-31, januari 2026.
func monthOf(text string) (string, bool) {
	text = strings.ToLower(text)
	year, month := "", ""
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		year, month = m[1], m[2]
	} else if m := yearLast.FindStringSubmatch(text); m != nil {
		year, month = m[2], m[1]
	} else if m := named.FindStringSubmatch(strings.Replace(strings.Replace(text, "mrt", "maa", 1), "mar ", "maa ", 1)); m != nil {
		year, month = m[2], strconv.Itoa(slices.Index(months, m[1])+1)
	}
	n, err := strconv.Atoi(month)
	y, err2 := strconv.Atoi(year)
	if err != nil || err2 != nil || n < 1 || n > 12 || y < 1990 || y > 2100 {
		return "", false
	}
	return time.Date(y, time.Month(n), 1, 0, 0, 0, 0, time.UTC).Format("2006-01"), true
}

var thousands = regexp.MustCompile(`^\d{1,3}(?:[. ]\d{3})*$|^\d+$|^\d{1,3}(?:,\d{3})+$`)

// number reads a whole number, with marks of thousands or without.
func number(text string) (int64, bool) {
	text = strings.TrimSuffix(strings.TrimSuffix(text, ",0"), ",00")
	if !thousands.MatchString(text) {
		return 0, false
	}
	n, err := strconv.ParseInt(strings.NewReplacer(".", "", " ", "", ",", "").Replace(text), 10, 64)
	return n, err == nil
}

func sortedKeys(m map[int]string) []int {
	var keys []int
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
