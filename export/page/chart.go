package page

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"luister/export/facts"
	"luister/export/report"
)

// Months draws how many feedback there were each month, as columns of negative,
// other and positive feedback. It is as wide as the room it gets; what it is
// about stands in label, for those who cannot see it.
func Months(counts []facts.Count, label string) template.HTML {
	const height, top, bottom = 190, 14, 24
	most := 1
	for _, c := range counts {
		most = max(most, c.N)
	}
	scale := axis(most)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="months" width="100%%" height="%d" role="img" aria-label="%s">`, height, template.HTMLEscapeString(label))
	room := float64(height - top - bottom)
	for _, at := range []int{0, scale / 2, scale} {
		y := float64(top) + room*(1-float64(at)/float64(scale))
		fmt.Fprintf(&b, `<line class="grid" x1="0" x2="100%%" y1="%.1f" y2="%.1f"/><text class="y" x="-8" y="%.1f">%s</text>`, y, y, y+4, report.Number(int64(at)))
	}
	step := 100.0 / float64(max(len(counts), 1))
	for i, c := range counts {
		x, y := float64(i)*step, float64(height-bottom)
		fmt.Fprintf(&b, `<g><title>%s: %s</title>`, Month(c.Value), template.HTMLEscapeString(sides(c)))
		for _, part := range []struct {
			class string
			n     int
		}{{"neg", c.Negative}, {"rest", c.Rest()}, {"pos", c.Positive}} {
			h := room * float64(part.n) / float64(scale)
			y -= h
			if part.n > 0 {
				fmt.Fprintf(&b, `<rect class="%s" x="%.2f%%" y="%.1f" width="%.2f%%" height="%.1f"/>`, part.class, x+step*.14, y, step*.72, h)
			}
		}
		fmt.Fprintf(&b, `</g><text class="x%s" x="%.2f%%" y="%d">%s</text>`, every(i, len(counts)), x+step/2, height-6, shortMonth(c.Value))
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// every thins out the names on the axis: class "odd" is left out on a small
// screen, "rare" everywhere. Counting starts at the newest month.
func every(i, n int) string {
	back := n - 1 - i
	switch {
	case n > 18 && back%3 != 0:
		return " rare"
	case back%2 == 1 || n > 18 && back%6 != 0:
		return " odd"
	}
	return ""
}

// axis gives the round even number at which an axis ends.
func axis(most int) int {
	for size := 1; ; size *= 10 {
		for _, n := range []int{2, 4, 6, 8, 10} {
			if n*size >= most {
				return n * size
			}
		}
	}
}

func sides(c facts.Count) string {
	return fmt.Sprintf("%s, waarvan %s negatief of gemengd, %s neutraal en %s positief",
		report.Number(int64(c.N)), report.Number(int64(c.Negative)), report.Number(int64(c.Rest())), report.Number(int64(c.Positive)))
}

// Sides draws how a count divides into negative, other and positive, as one bar.
func Sides(c facts.Count) template.HTML {
	return SidesOf(c, c.N)
}

// SidesOf draws a count as a bar that is full at most.
func SidesOf(c facts.Count, most int) template.HTML {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="sides" width="100%%" height="12" role="img" aria-label="%s"><title>%s</title><rect class="ground" width="100%%" height="12" rx="2"/>`, sides(c), sides(c))
	x := 0.0
	for _, part := range []struct {
		class string
		n     int
	}{{"neg", c.Negative}, {"rest", c.Rest()}, {"pos", c.Positive}} {
		if part.n > 0 {
			width := 100 * float64(part.n) / float64(max(most, 1))
			fmt.Fprintf(&b, `<rect class="%s" x="%.2f%%" width="%.2f%%" height="12"/>`, part.class, x, width)
			x += width
		}
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// PraiseOf draws a count of which the positive part is praise, as a bar that is
// full at most. The numbers stand beside it.
func PraiseOf(c facts.Count, most int) template.HTML {
	part := func(n int) float64 { return 100 * float64(n) / float64(max(most, 1)) }
	return template.HTML(fmt.Sprintf(`<svg class="sides" width="100%%" height="12" aria-hidden="true"><rect class="ground" width="100%%" height="12" rx="2"/><rect class="pos" width="%.2f%%" height="12"/><rect class="rest" x="%.2f%%" width="%.2f%%" height="12"/></svg>`,
		part(c.Positive), part(c.Positive), part(c.N-c.Positive)))
}

// Spark draws the size of a driver over the months as a small line.
func Spark(counts []facts.Count) template.HTML {
	most, last := 1, 0
	var values []float64
	for _, c := range counts {
		most, last = max(most, c.N), c.N
		values = append(values, float64(c.N))
	}
	return spark(values, float64(most), fmt.Sprintf("verloop over %d maanden: hoogste %d, laatste maand %d", len(counts), most, last))
}

// Line draws numbers month by month, from nothing to the highest. Numbers below
// nothing, as an NPS may be, are drawn from the lowest.
func Line(values []float64) template.HTML {
	if len(values) < 2 {
		return ""
	}
	low, high := min(0, slices.Min(values)), slices.Max(values)
	shifted := make([]float64, len(values))
	for i, v := range values {
		shifted[i] = v - low
	}
	return spark(shifted, max(high-low, 1e-9), fmt.Sprintf("verloop over %d maanden", len(values)))
}

// spark draws a small line; most is the height of the picture.
func spark(values []float64, most float64, label string) template.HTML {
	const width, height = 108.0, 26.0
	var points []string
	step := (width - 8) / float64(max(len(values)-1, 1))
	x, y := 4.0, height-4
	for i, v := range values {
		x, y = 4+float64(i)*step, height-4-(height-8)*v/most
		points = append(points, fmt.Sprintf("%.1f,%.1f", x, y))
	}
	return template.HTML(fmt.Sprintf(`<svg class="spark" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" role="img" aria-label="%s"><title>%s</title><polyline points="%s"/><circle cx="%.1f" cy="%.1f" r="2.5"/></svg>`,
		width, height, width, height, label, label, strings.Join(points, " "), x, y))
}
