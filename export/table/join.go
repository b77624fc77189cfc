package table

import "slices"

// joinFrames makes one frame of those of the parts of each month: month by month,
// ordered by id within a month.
func joinFrames(months [][]*Frame, columns []string) *Frame {
	if len(months) == 1 && len(months[0]) == 1 {
		return months[0][0]
	}
	all := newFrame(0)
	for _, parts := range months {
		all.Rows += rowsOf(parts)
	}
	first := 0
	for _, parts := range months {
		next := first + rowsOf(parts)
		for i, places := range inOrder(parts) {
			if !slices.Contains(columns, "feedback_id") {
				delete(parts[i].strings, "feedback_id")
			}
			all.take(parts[i], first, places)
			parts[i] = nil // two of everything is much
		}
		first = next
	}
	return all
}

func rowsOf(parts []*Frame) (rows int) {
	for _, part := range parts {
		rows += part.Rows
	}
	return rows
}

// inOrder says for every row of the parts of a month at which place it comes, by
// id; nil for a part that is alone. No two parts have rows about one feedback.
func inOrder(parts []*Frame) [][]int32 {
	places := make([][]int32, len(parts))
	if len(parts) == 1 {
		return places
	}
	ids := make([][]string, len(parts))
	for i, part := range parts {
		ids[i], places[i] = part.strings["feedback_id"], make([]int32, 0, part.Rows)
	}
	for at := range rowsOf(parts) {
		first := -1
		for i := range ids {
			if len(ids[i]) > 0 && (first < 0 || ids[i][0] < ids[first][0]) {
				first = i
			}
		}
		places[first], ids[first] = append(places[first], int32(at)), ids[first][1:]
	}
	return places
}

// take takes over the rows of a part: to their places, counted from first.
func (f *Frame) take(part *Frame, first int, places []int32) {
	to := target{f.Rows, first, places}
	takeEach(to, f.strings, part.strings)
	takeEach(to, f.ints, part.ints)
	takeEach(to, f.floats, part.floats)
	takeEach(to, f.bools, part.bools)
	takeEach(to, f.bytes, part.bytes)
	takeEach(to, f.lists, part.lists)
}

// A target is where rows go in a frame of so many rows.
type target struct {
	rows, first int
	places      []int32 // nil: one after the other
}

func takeEach[V any](t target, to, from map[string][]V) {
	for name, values := range from {
		if to[name] == nil {
			to[name] = make([]V, t.rows)
		}
		column := to[name][t.first:]
		if t.places == nil {
			copy(column, values)
			continue
		}
		for i, place := range t.places {
			column[place] = values[i]
		}
	}
}
