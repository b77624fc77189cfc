package page

import (
	"fmt"
	"html/template"
	"math"
	"strings"
	"time"

	"luister/export/report"
)

// A Week is how much there was in a week, with what was expected. Low and High
// are the ends of the band; Expected is NaN where nothing was.
type Week struct {
	Monday              time.Time
	Count               int
	Expected, Low, High float64
	Change              bool // the level became another one in this week
	Alarm               bool
}

// Course draws weeks as columns over the band of what was expected, with a mark
// where the level changed. It is as wide as the room it gets.
func Course(weeks []Week, label string) template.HTML {
	const height, top, bottom = 200, 14, 24
	most := 1.0
	for _, w := range weeks {
		most = max(most, float64(w.Count))
		if !math.IsNaN(w.Expected) {
			most = max(most, w.High)
		}
	}
	scale := axis(int(math.Ceil(most)))
	room := height - top - bottom
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="months course" width="100%%" height="%d" role="img" aria-label="%s">`, height, template.HTMLEscapeString(label))
	for _, at := range []int{0, scale / 2, scale} {
		y := float64(top) + float64(room)*(1-float64(at)/float64(scale))
		fmt.Fprintf(&b, `<line class="grid" x1="0" x2="100%%" y1="%.1f" y2="%.1f"/><text class="y" x="-8" y="%.1f">%s</text>`, y, y, y+4, report.Number(int64(at)))
	}
	fmt.Fprintf(&b, `<svg x="0" y="%d" width="100%%" height="%d" viewBox="0 0 %d %d" preserveAspectRatio="none">%s%s</svg>`,
		top, room, max(len(weeks), 1), scale, band(weeks, scale), columns(weeks, scale))
	step := 100 / float64(max(len(weeks), 1))
	names, months := namesOf(weeks)
	named := 0
	for i, w := range weeks {
		if names[i] {
			fmt.Fprintf(&b, `<text class="x%s" x="%.2f%%" y="%d">%s</text>`, every(named, months), (float64(i)+.5)*step, height-6, shortMonth(w.Monday.Format("2006-01")))
			named++
		}
		if w.Change {
			fmt.Fprintf(&b, `<line class="change" x1="%.2f%%" x2="%.2f%%" y1="%d" y2="%d"/>`, float64(i)*step, float64(i)*step, top, height-bottom)
		}
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// namesOf tells at which columns the axis names a month: the first of each.
func namesOf(weeks []Week) (names []bool, months int) {
	names = make([]bool, len(weeks))
	for i, w := range weeks {
		if names[i] = i > 0 && w.Monday.Month() != weeks[i-1].Monday.Month() || i == 0 && w.Monday.Day() <= 7; names[i] {
			months++
		}
	}
	return names, months
}

// band draws what was expected, in weeks and numbers.
func band(weeks []Week, scale int) string {
	var up, down []string
	var line strings.Builder
	for i, w := range weeks {
		if math.IsNaN(w.Expected) {
			continue
		}
		for _, x := range []int{i, i + 1} {
			up = append(up, fmt.Sprintf("%d %.2f", x, float64(scale)-w.High))
			down = append([]string{fmt.Sprintf("%d %.2f", x, float64(scale)-w.Low)}, down...)
			fmt.Fprintf(&line, "%d %.2f ", x, float64(scale)-w.Expected)
		}
	}
	if len(up) == 0 {
		return ""
	}
	return `<path class="band" d="M` + strings.Join(append(up, down...), " L") + ` Z"/><polyline class="expected" points="` + line.String() + `" vector-effect="non-scaling-stroke"/>`
}

func columns(weeks []Week, scale int) string {
	var b strings.Builder
	for i, w := range weeks {
		class := "count"
		if w.Alarm {
			class = "count alarmed"
		}
		fmt.Fprintf(&b, `<g><title>%s</title><rect class="%s" x="%.2f" y="%d" width=".7" height="%d"/></g>`,
			template.HTMLEscapeString(w.words()), class, float64(i)+.15, scale-w.Count, w.Count)
	}
	return b.String()
}

func (w Week) words() string {
	text := fmt.Sprintf("vanaf %s: %s", Day(w.Monday), report.Number(int64(w.Count)))
	if !math.IsNaN(w.Expected) {
		text += fmt.Sprintf(", verwacht %s (%s tot %s)", Decimal(w.Expected), Decimal(w.Low), Decimal(w.High))
	}
	return text
}
