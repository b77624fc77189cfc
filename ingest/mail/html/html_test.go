package html

import (
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"words", "Goede <b>morgen</b>", "Goede morgen\n"},
		{"blocks", "<p>Een</p><p>Twee<br>drie</p>", "Een\n\nTwee\ndrie\n"},
		{"outlook", "<div>Een</div><div><br></div><div>Twee</div>", "Een\n\nTwee\n"},
		{"style", "<style>p{color:red}</style><p>Zichtbaar</p><script>x()</script>", "Zichtbaar\n"},
		{"comment", "a<!-- b -->c", "ac\n"},
		{"entities", "caf&eacute;&nbsp;&euro;&#8364; &lt;x&gt;", "café €€ <x>\n"},
		{"list", "<ul><li>Een</li><li>Twee</li></ul><ol><li>A</li><li>B</li></ol>", "- Een\n- Twee\n1. A\n2. B\n"},
		{"link", `<a href="https://voorbeeld.nl/klacht">uw klacht</a> en <a href="https://voorbeeld.nl/">voorbeeld.nl</a>`, "uw klacht <https://voorbeeld.nl/klacht> en voorbeeld.nl\n"},
		{"table", "<table><tr><td>Naam</td><td>Jansen</td></tr><tr><td>Plaats</td><td>Ede</td></tr></table>", "Naam\tJansen\nPlaats\tEde\n"},
		{"quote", "<p>Mijn antwoord</p><blockquote><p>Uw vraag</p><blockquote>eerder</blockquote></blockquote>", "Mijn antwoord\n\n> Uw vraag\n>\n>> eerder\n"},
		{"hidden", `<div style="display: none">voorvertoning</div>tekst`, "tekst\n"},
		{"signature", `Groet<div class="gmail_signature">Jan<br>Voorbeeld BV</div>`, "Groet\n-- \nJan\nVoorbeeld BV\n"},
		{"pre", "<pre>a  b\n  c</pre>", "a  b\n  c\n"},
		{"broken", "<p>een<div>twee</p></i><b>drie", "een\ntwee\n\ndrie\n"},
		{"white space", "  een \n\t twee  ", "een twee\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Text(tt.in); got != tt.want {
				t.Errorf("Text(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestTextIsLinear(t *testing.T) {
	for _, piece := range []string{"<div>", "<blockquote>", "<a href=x>", "<a href=https://voorbeeld.nl>x</a>", "<b>a ", "<!--", "<ul><li>", "&amp;", "<td>", "<", "</p>"} {
		if ratio := slower(func(n int) { Text(strings.Repeat(piece, n)) }); ratio > slowLimit {
			t.Errorf("%q: 32 times the text took %.0f times as long", piece, ratio)
		}
	}
}

// slower tells how many times longer f takes for 32 times the input: the best of
// three runs each and nothing under two milliseconds, so that a busy machine does
// not decide. 32 is linear, 1024 quadratic. It measures only when LUISTER_EVAL is
// set; otherwise f runs once, which shows that it ends.
func slower(f func(n int)) float64 {
	if os.Getenv("LUISTER_EVAL") == "" {
		f(slowUnit)
		return 0
	}
	best := func(n int) time.Duration {
		least := time.Hour
		for range 3 {
			start := time.Now()
			f(n)
			least = min(least, time.Since(start))
		}
		return least
	}
	return float64(best(32*slowUnit)) / float64(max(best(slowUnit), 2*time.Millisecond))
}

const (
	slowUnit  = 500 // repetitions
	slowLimit = 250
)

func FuzzText(f *testing.F) {
	f.Add("<p>Een <a href='https://voorbeeld.nl'>link</a><blockquote>x</blockquote><ul><li>a</ul><pre> x</pre>")
	f.Add("<div style='display:none'><style><!--</style>")
	f.Fuzz(func(t *testing.T, in string) {
		out := Text(in)
		if utf8.ValidString(in) && !utf8.ValidString(out) {
			t.Error("valid text became invalid")
		}
		if strings.Contains(out, "\r\r") {
			t.Error("bare line ends")
		}
	})
}

func BenchmarkText(b *testing.B) {
	doc := strings.Repeat("<div><p>Ik wacht al <b>drie weken</b> op <a href=\"https://voorbeeld.nl/x\">antwoord</a>.</p></div>", 100)
	b.SetBytes(int64(len(doc)))
	for b.Loop() {
		Text(doc)
	}
}
