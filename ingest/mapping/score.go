package mapping

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"luister/ingest"
	"luister/ingest/value"
)

// A Scale says how the cells of a column become scores.
type Scale struct {
	Kind     ingest.ScoreKind
	Min, Max float64
	Words    map[string]float64 // answers in words, in plain lower case; they win over numbers
	Easy     bool               // of a CES: the high end is easy, so its scores are turned round: in a Score high is much effort
}

// String says the scale in words.
func (s Scale) String() string {
	text := fmt.Sprintf("%s %g-%g", s.Kind, s.Min, s.Max)
	switch {
	case s.Kind != ingest.CES:
		return text
	case s.Easy:
		return text + ", high is easy (turned round)"
	}
	return text + ", high is much effort"
}

var (
	statedRange  = regexp.MustCompile(`(?:^|[^0-9])([01])\s*(?:-|–|t/m|tot en met|tot|to|bis|à)\s*(5|7|10|100)(?:[^0-9]|$)`)
	leadingScore = regexp.MustCompile(`^'?([0-9]+(?:[.,][0-9]+)?)(?:\s*/\s*[0-9]+|\s*(?:ster(?:ren)?|stars?|sterne?|étoiles?)|\s*[-–:=(].*)?$`)
)

// scoreOf proposes what a column with this header scores; false if it does not.
// The header must tell the kind, and the sampled cells must fit a scale.
func scoreOf(header string, p profile, answers map[string]int) (Scale, string, bool) {
	key := plain(header)
	for _, kind := range scoreKinds() {
		m, ok := find(string(kind), key)
		if !ok || !m.exact && (p.prose() || p.filled == 0 && !statedRange.MatchString(header)) {
			continue
		}
		if kind == ingest.CSAT && aboutHandling(key) {
			kind = ingest.Handling
		}
		scale, why, ok := fit(kind, header, p, answers)
		if ok {
			if scale.Kind == ingest.CES {
				scale.Easy = scale.highIsEasy(header)
			}
			return scale, fmt.Sprintf("the header tells %s (“%s”), %s", kind, m.words, why), true
		}
	}
	return Scale{}, "", false
}

// highIsEasy guesses the direction of a CES: from the question; else from the
// words of its answers; else a scale to 7 is that of the statement “made it easy”
// (CES 2.0), and any other that of the question how much effort it took.
func (s Scale) highIsEasy(header string) bool {
	if _, easy := find("ces easy", plain(header)); easy {
		return true
	}
	if _, effort := find("ces effort", plain(header)); effort {
		return false
	}
	for word, v := range s.Words {
		if _, easy := find("ces easy", word); easy && v == s.Max {
			return true
		}
	}
	return s.Max == 7
}

// aboutHandling says whether a header about satisfaction is about how the
// feedback was handled.
func aboutHandling(header string) bool {
	for _, word := range []string{"afhandeling", "afgehandeld", "klachtafhandeling", "klachtbehandeling", "handling of", "handled"} {
		if within(header, word) {
			return true
		}
	}
	return false
}

// fit finds the scale of the answers; answers holds the distinct cells seen.
func fit(kind ingest.ScoreKind, header string, p profile, answers map[string]int) (Scale, string, bool) {
	scale := Scale{Kind: kind}
	if words, ok := scaleOfWords(answers); ok {
		scale.Min, scale.Max, scale.Words = 1, float64(len(words)), words
		return scale, "and the answers are a scale in words", true
	}
	low, high, n := rangeOf(answers, p.mark)
	if p.filled > 0 && float64(n) < .8*float64(len(answers)) {
		return scale, "", false
	}
	if m := statedRange.FindStringSubmatch(header); m != nil {
		scale.Min, _ = strconv.ParseFloat(m[1], 64)
		scale.Max, _ = strconv.ParseFloat(m[2], 64)
		if n == 0 || low >= scale.Min && high <= scale.Max {
			return scale, fmt.Sprintf("which states %g-%g", scale.Min, scale.Max), true
		}
	}
	if _, ok := find("1-10", plain(header)); ok && (n == 0 || shareOn(answers, p.mark, 10) >= .9) {
		scale.Min, scale.Max = 1, 10
		return scale, "which in Dutch is 1-10", true
	}
	if on := onTen(answers, p.mark); n > 0 && (low < 0 || high > 10) && cellsOf(on)*10 >= cellsOf(answers)*9 {
		low, high, n = rangeOf(on, p.mark)
	}
	return guessRange(scale, low, high, n)
}

// onTen leaves out the few numbers that are on no scale up to ten: each gets a note
// when its row is read.
func onTen(answers map[string]int, mark byte) map[string]int {
	on := map[string]int{}
	for answer, cells := range answers {
		if v, ok := scoreNumber(answer, mark); ok && v >= 0 && v <= 10 {
			on[answer] = cells
		}
	}
	return on
}

func cellsOf(answers map[string]int) int {
	n := 0
	for _, cells := range answers {
		n += cells
	}
	return n
}

// guessRange picks the usual scale that holds every number seen.
func guessRange(scale Scale, low, high float64, n int) (Scale, string, bool) {
	switch {
	case scale.Kind == ingest.NPS:
		scale.Min, scale.Max = 0, 10
	case n == 0:
		scale.Min, scale.Max = 1, 5
	case high <= 5:
		scale.Min, scale.Max = 1, 5
	case high <= 7:
		scale.Min, scale.Max = 1, 7
	case high <= 10:
		scale.Min, scale.Max = 1, 10
	default:
		scale.Min, scale.Max = 0, 100
	}
	if n > 0 && low == 0 {
		scale.Min = 0
	}
	if n > 0 && (low < scale.Min || high > scale.Max) {
		return scale, "", false
	}
	if n == 0 {
		return scale, fmt.Sprintf("usual scale %g-%g (no values in the sample)", scale.Min, scale.Max), true
	}
	return scale, fmt.Sprintf("values fit %g-%g", scale.Min, scale.Max), true
}

// scaleOfWords finds the scale on which most distinct answers stand.
func scaleOfWords(answers map[string]int) (map[string]float64, bool) {
	if len(answers) < 2 {
		return nil, false
	}
	for _, scale := range scales() {
		known := 0
		for answer := range answers {
			if slices.Contains(scale, answer) {
				known++
			}
		}
		if known >= 2 && known*5 >= len(answers)*4 {
			words := map[string]float64{}
			for i, answer := range scale {
				words[answer] = float64(i + 1)
			}
			return words, true
		}
	}
	return nil, false
}

// rangeOf gives the lowest and highest number among the answers, and how many
// answers are numbers.
func rangeOf(answers map[string]int, mark byte) (low, high float64, n int) {
	for answer := range answers {
		v, ok := scoreNumber(answer, mark)
		if !ok {
			continue
		}
		if n == 0 || v < low {
			low = v
		}
		if n == 0 || v > high {
			high = v
		}
		n++
	}
	return low, high, n
}

// shareOn gives the share of the numeric cells that lie on a scale from 1; a few
// mistyped ones do not make another scale.
func shareOn(answers map[string]int, mark byte, high float64) float64 {
	on, all := 0, 0
	for answer, cells := range answers {
		if v, ok := scoreNumber(answer, mark); ok {
			all += cells
			if v >= 1 && v <= high {
				on += cells
			}
		}
	}
	return float64(on) / float64(max(1, all))
}

// scoreNumber reads "8", "7,5", "4/5", "5 sterren", "10 - zeer waarschijnlijk"
// and stars. mark is the decimal mark of the column, 0 if unknown.
func scoreNumber(cell string, mark byte) (float64, bool) {
	cell = strings.ToLower(strings.TrimSpace(cell))
	if cell != "" && strings.Trim(cell, "0123456789.,") == "" {
		return value.ParseNumber(cell, mark)
	}
	if stars := strings.Count(cell, "★"); stars > 0 {
		return float64(stars), true
	}
	m := leadingScore.FindStringSubmatch(cell)
	if m == nil {
		return 0, false
	}
	return value.ParseNumber(m[1], mark)
}

// value gives the score of a cell; false if it is empty or not on the scale.
func (s Scale) value(cell string, mark byte) (ingest.Score, bool) {
	v, ok := scoreNumber(cell, mark)
	if len(s.Words) > 0 {
		if word, known := s.Words[plain(cell)]; known {
			v, ok = word, true
		}
	}
	if !ok || v < s.Min || v > s.Max {
		return ingest.Score{}, false
	}
	if s.Easy {
		v = s.Min + s.Max - v
	}
	return ingest.Score{Kind: s.Kind, Value: v, Min: s.Min, Max: s.Max}, true
}

// answersOf gives the distinct filled cells of a column, at most 200.
func answersOf(sample [][]string, column int) map[string]int {
	answers := map[string]int{}
	for _, row := range sample {
		if column >= len(row) || len(answers) == 200 {
			continue
		}
		cell := strings.ToLower(strings.TrimSpace(row[column]))
		if cell == "" || cell == "-99" || cell == "n/a" || cell == "nvt" || cell == "n.v.t." {
			continue
		}
		if _, ok := scoreNumber(cell, 0); !ok {
			cell = plain(cell)
		}
		answers[cell]++
	}
	return answers
}

// groupAgrees says whether an NPS and its group (1, 2, 3 or in words) agree; an
// empty or unknown group does.
func (c Column) groupAgrees(score, group string) bool {
	v, ok := scoreNumber(score, c.Mark)
	if !ok {
		return true
	}
	switch plain(group) {
	case "1", "detractor", "criticaster":
		return v <= 6
	case "2", "passive", "passief":
		return v == 7 || v == 8
	case "3", "promoter":
		return v >= 9
	}
	return true
}
