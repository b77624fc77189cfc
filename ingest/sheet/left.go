package sheet

import "strings"

// A Left is a visible sheet that holds texts and is not the data sheet.
type Left struct {
	Name string
	Rows int // below its header
}

const (
	sentenceWords = 4  // words from which a cell is a text
	leastTexts    = 2  // rows of a text and something else that make a table of texts
	leastAlone    = 10 // rows of a text alone: fewer are an explanation
)

// Left gives the sheets with texts that nobody reads.
func (w *Workbook) Left() (left []Left) {
	defer func() { _ = recover() }() // excelize on damaged parts: what was seen is told
	for _, name := range w.file.GetSheetList() {
		if visible, err := w.file.GetSheetVisible(name); err != nil || !visible || name == w.Data {
			continue
		}
		if rows := w.texts(name); rows > 0 {
			left = append(left, Left{name, rows})
		}
	}
	return left
}

// texts counts the rows below the header of a sheet; 0 if its first rows hold
// hardly any text.
func (w *Workbook) texts(name string) int {
	rows, err := w.file.Rows(name)
	if err != nil {
		return 0
	}
	defer rows.Close()
	filled, texts, alone := 0, 0, 0
	few := func() bool { return texts < leastTexts && alone < leastAlone }
	for i := 0; rows.Next() && !(i >= learned && few()); i++ {
		cells, err := rows.Columns()
		if err != nil {
			break
		}
		used, longest := 0, 0
		for _, cell := range cells {
			if n := len(strings.Fields(cell)); n > 0 {
				used, longest = used+1, max(longest, n)
			}
		}
		filled += min(used, 1)
		switch {
		case filled < 2 || longest < sentenceWords: // the header, or no text
		case used > 1:
			texts++
		default:
			alone++
		}
	}
	if few() {
		return 0
	}
	return filled - 1
}
