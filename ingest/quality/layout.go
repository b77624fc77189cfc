package quality

import (
	"slices"
	"strings"
	"unicode"
)

// The kinds of change.
const (
	New     = "nieuw"
	Gone    = "weg"
	Renamed = "hernoemd"
)

// A Change is a column that is new, gone or has another name.
type Change struct {
	Kind   string
	Column string // as it is called now; as it was called if it is gone
	Was    string // of a renamed column
}

// Changes compares the columns of a delivery with those of the one before. Names
// that differ only in case, spaces and signs are the same. A column that is gone
// is taken to be renamed if a new one has nearly its name, or stands in its place
// between the same neighbours.
func Changes(before, after []string) []Change {
	old, now := plainAll(before), plainAll(after)
	var gone, fresh []int
	for i, name := range old {
		if !slices.Contains(now, name) {
			gone = append(gone, i)
		}
	}
	for i, name := range now {
		if !slices.Contains(old, name) {
			fresh = append(fresh, i)
		}
	}
	var changes []Change
	for _, i := range gone {
		at := slices.IndexFunc(fresh, func(j int) bool { return alike(old[i], now[j]) || samePlace(old, i, now, j) })
		if at < 0 {
			changes = append(changes, Change{Kind: Gone, Column: before[i]})
			continue
		}
		changes = append(changes, Change{Kind: Renamed, Column: after[fresh[at]], Was: before[i]})
		fresh = slices.Delete(fresh, at, at+1)
	}
	for _, j := range fresh {
		changes = append(changes, Change{Kind: New, Column: after[j]})
	}
	return changes
}

func plainAll(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, name)
	}
	return out
}

// alike says that one name is the other with something added, or nearly so.
func alike(a, b string) bool {
	if min(len(a), len(b)) < 4 {
		return false
	}
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a) || strings.HasSuffix(a, b) || strings.HasSuffix(b, a) ||
		distance(a, b)*4 <= max(len(a), len(b))
}

// samePlace says that two columns stand between the same neighbours, of which
// there must be two.
func samePlace(old []string, i int, now []string, j int) bool {
	return i > 0 && j > 0 && i+1 < len(old) && j+1 < len(now) && old[i-1] == now[j-1] && old[i+1] == now[j+1]
}

// distance is the number of bytes to insert, delete or change.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		left := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := left
			if a[i] != b[j] {
				cost++
			}
			left = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
