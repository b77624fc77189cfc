package page

import (
	"fmt"
	"html/template"
	"strings"

	"luister/cluster/infer"
)

// Beside draws two shares with their intervals above each other, on a line that
// ends at most. The numbers stand beside it: the drawing is no news to those who
// cannot see it.
func Beside(ours, theirs infer.Estimate, most float64) template.HTML {
	var b strings.Builder
	b.WriteString(`<svg class="beside" width="100%" height="24" aria-hidden="true"><line class="base" x1="0" x2="100%" y1="11" y2="11"/>`)
	for i, e := range []infer.Estimate{ours, theirs} {
		at := func(f float64) float64 { return 2 + 96*min(max(f, 0), most)/max(most, 1e-9) }
		y, class := 6+i*10, [...]string{"ours", "rest"}[i]
		fmt.Fprintf(&b, `<line class="%s" x1="%.1f%%" x2="%.1f%%" y1="%d" y2="%d"/><circle class="%s" cx="%.1f%%" cy="%d" r="4"/>`, class, at(e.Low), at(e.High), y, y, class, at(e.Value), y)
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}
