package delimited

import (
	"strings"
	"unicode/utf8"

	"luister/ingest/value"
)

// A shape is what a cell looks like, finer than value.Kind where the finer
// difference tells columns apart.
type shape uint8

const (
	shapeEmpty shape = iota
	shapeInteger
	shapeDecimal
	shapeMoney
	shapePercent
	shapeDate
	shapeClock
	shapeBoolean
	shapeEmail
	shapeURL
	shapeCode  // letters and figures in one word: A-12, NL01
	shapeWord  // one word of letters
	shapeWords // up to five words
	shapeText  // more
	shapes
)

func shapeOf(s string) shape {
	switch value.Of(s) {
	case value.Empty:
		return shapeEmpty
	case value.Number:
		if strings.ContainsAny(s, ".,eE") {
			return shapeDecimal
		}
		return shapeInteger
	case value.Money:
		return shapeMoney
	case value.Percent:
		return shapePercent
	case value.Date:
		return shapeDate
	case value.Clock:
		return shapeClock
	case value.Boolean:
		return shapeBoolean
	case value.Email:
		return shapeEmail
	case value.URL:
		return shapeURL
	}
	return textShape(s)
}

func textShape(s string) shape {
	s = strings.TrimSpace(s)
	blanks, digits := 0, 0
	for i := range min(len(s), 200) {
		switch c := s[i]; {
		case c == ' ' || c == '\n' || c == '\t':
			blanks++
		case c >= '0' && c <= '9':
			digits++
		}
	}
	switch {
	case blanks > 4 || len(s) > 80:
		return shapeText
	case blanks > 0:
		return shapeWords
	case digits > 0:
		return shapeCode
	}
	return shapeWord
}

// typed is true for shapes that are no free text: a header is none of these.
func (s shape) typed() bool { return s >= shapeInteger && s <= shapeURL }

// figure is true for shapes that start with figures.
func (s shape) figure() bool { return s >= shapeInteger && s <= shapeClock }

const maxValues = 24 // different values up to which a column counts as a choice

// A column is what the sample tells of one column.
type column struct {
	cells  int
	shapes [shapes]int
	values map[string]int // nil once there are more than maxValues
	length int            // of all cells together, in runes
	longer int            // the longest
}

func (c *column) add(cell string) {
	sh := shapeOf(cell)
	c.cells++
	c.shapes[sh]++
	n := utf8.RuneCountInString(cell)
	c.length += n
	c.longer = max(c.longer, n)
	switch {
	case c.cells == 1:
		c.values = map[string]int{cell: 1}
	case c.values != nil && sh != shapeEmpty:
		c.values[cell]++
		if len(c.values) > maxValues {
			c.values = nil
		}
	}
}

// filled is the number of cells that are not empty.
func (c *column) filled() int { return c.cells - c.shapes[shapeEmpty] }

// kind is the shape that nearly all filled cells have; shapeText if there is no
// such shape. Whole numbers among decimals are decimals.
func (c *column) kind() shape {
	n := c.filled()
	if n == 0 {
		return shapeEmpty
	}
	numbers := c.shapes[shapeInteger] + c.shapes[shapeDecimal] + c.shapes[shapeMoney]
	if numbers*10 >= n*8 {
		if c.shapes[shapeDecimal]+c.shapes[shapeMoney] > 0 {
			return shapeDecimal
		}
		return shapeInteger
	}
	for sh := shapePercent; sh < shapeCode; sh++ {
		if c.shapes[sh]*10 >= n*8 {
			return sh
		}
	}
	return shapeText
}

// misfit is how badly a cell suits the column: 0 for what is usual in it, up to
// 10 for what never occurs in it.
func (c *column) misfit(cell string, sh shape) int {
	if c.cells == 0 {
		return 1
	}
	seen := c.shapes[sh]
	cost := 0
	switch {
	case seen*2 >= c.cells:
	case seen*10 >= c.cells:
		cost = 1
	case seen > 0:
		cost = 3
	case sh == shapeEmpty:
		cost = 5
	case c.near(sh):
		cost = 2
	default:
		cost = 8
	}
	if sh == shapeEmpty {
		return cost
	}
	if c.values != nil && c.cells >= 8 && len(c.values)*3 <= c.cells {
		if c.values[cell] > 0 {
			return cost - min(cost, 1)
		}
		cost += 2
	}
	return min(cost, 10)
}

// near is true if the column holds shapes that are a variant of sh.
func (c *column) near(sh shape) bool {
	switch sh {
	case shapeInteger, shapeDecimal, shapeMoney:
		return c.shapes[shapeInteger]+c.shapes[shapeDecimal]+c.shapes[shapeMoney] > 0
	case shapeCode, shapeWord, shapeWords, shapeText, shapeBoolean:
		return c.shapes[shapeCode]+c.shapes[shapeWord]+c.shapes[shapeWords]+c.shapes[shapeText] > 0
	}
	return false
}

// profile describes the columns of rows of the given width.
func profile(rows []row, width int) []column {
	columns := make([]column, width)
	for i := range rows {
		if len(rows[i].fields) == width {
			for j, cell := range rows[i].fields {
				columns[j].add(cell)
			}
		}
	}
	return columns
}
