package spss

import (
	"bytes"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"luister/ingest/charset"
)

// Print formats of numbers that are times; the numbers are those of SPSS.
const (
	formatDate     = 20
	formatTime     = 21
	formatDateTime = 22
	formatADate    = 23
	formatJDate    = 24
	formatDTime    = 25
	formatMonth    = 28 // MOYR
	formatQuarter  = 29 // QYR
	formatWeek     = 30 // WKYR
	formatEDate    = 38
	formatSDate    = 39
	formatYMDHMS   = 41
)

// missing says which values of a variable count as no answer.
type missing struct {
	low, high float64 // a range, if low <= high
	values    []string
}

// epoch is the day that SPSS counts seconds from: the first of the Gregorian calendar.
var epoch = time.Date(1582, time.October, 14, 0, 0, 0, 0, time.UTC)

// maxSeconds ends the year 9999.
const maxSeconds = 265_621_996_800

// cell writes a value of a case; no answer is an empty cell.
func (f *File) cell(v *variable, row []byte) string {
	if v.text {
		return f.textCell(v, row)
	}
	raw := row[8*v.slot : 8*v.slot+8]
	x := math.Float64frombits(f.order.Uint64(raw))
	if x == f.sysmis || math.IsNaN(x) || v.miss.low <= x && x <= v.miss.high || slices.Contains(v.miss.values, string(raw)) {
		return ""
	}
	if label, ok := v.labels[string(raw)]; ok && v.coded {
		return label
	}
	return number(x, v.format)
}

// textCell writes a string: its parts without the filling.
func (f *File) textCell(v *variable, row []byte) string {
	var b []byte
	for _, p := range v.parts {
		b = append(b, row[8*p.slot:8*p.slot+p.length]...)
	}
	b = bytes.TrimRight(b[:min(len(b), v.length)], " \x00")
	if slices.Contains(v.miss.values, string(b)) {
		return ""
	}
	if label, ok := v.labels[string(b)]; ok {
		return label
	}
	return f.decode(b)
}

// decode gives text of the file as UTF-8.
func (f *File) decode(b []byte) string {
	if f.encoding.Name == charset.UTF8 {
		b = whole(b)
		if utf8.Valid(b) {
			return string(b)
		}
	}
	text, err := io.ReadAll(charset.NewReader(bytes.NewReader(b), f.encoding))
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return string(text)
}

// whole leaves out a character at the end that did not fit in its string.
func whole(b []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

// number writes a number as its format shows it.
func number(x float64, format int) string {
	switch format {
	case formatDate, formatADate, formatJDate, formatEDate, formatSDate, formatMonth, formatQuarter, formatWeek:
		return moment(x, "2006-01-02")
	case formatDateTime, formatYMDHMS:
		return moment(x, "2006-01-02 15:04:05")
	case formatTime, formatDTime:
		return clock(x)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// moment writes seconds since the epoch.
func moment(x float64, layout string) string {
	if x < 0 || x > maxSeconds {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	days, seconds := int(x)/86400, int(x)%86400
	return epoch.AddDate(0, 0, days).Add(time.Duration(seconds) * time.Second).Format(layout)
}

// clock writes seconds as hours, minutes and seconds.
func clock(x float64) string {
	if x < 0 || x > maxSeconds {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	s := int(x)
	two := func(n int) string { return string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) }
	hours := strconv.Itoa(s / 3600)
	if s < 36000 {
		hours = "0" + hours
	}
	return hours + ":" + two(s/60%60) + ":" + two(s%60)
}

// names tells whether the labels of numbers name answers. Labels of only the
// ends (and perhaps the middle) of a scale say nothing of the numbers between.
func names(codes []float64) bool {
	slices.Sort(codes)
	if len(codes) < 2 {
		return false
	}
	span := codes[len(codes)-1] - codes[0]
	return len(codes) > 3 || span <= float64(len(codes))
}
