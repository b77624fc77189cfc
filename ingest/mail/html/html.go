// Package html turns the HTML of a mail into text as a reader sees it.
//
// It owns which elements make a line, a list item, a quote or nothing at all
// (blocks.txt). It reads HTML however broken and gives text: blocks on their
// own lines, list items with "- ", a link as its words with the address behind
// them where that says more, quoted mail with "> " before each line. Styles,
// scripts, comments and tracking pictures leave nothing. Its time is linear in
// the input; it never loads anything.
package html

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/net/html"
)

//go:embed blocks.txt
var blocksFile string

// kinds says of each element what it does to text.
var kinds = sync.OnceValue(func() map[string]string {
	table := map[string]string{}
	for line := range strings.Lines(blocksFile) {
		fields := strings.Fields(line)
		if len(fields) < 2 || strings.HasPrefix(line, "#") {
			continue
		}
		for _, element := range fields[1:] {
			table[element] = fields[0]
		}
	}
	return table
})

const maxQuote = 50 // deeper quotes look alike

// Text gives the readable text of doc. It ends in one line end, unless empty.
func Text(doc string) string {
	w := writer{kinds: kinds()}
	z := html.NewTokenizer(strings.NewReader(doc))
	z.SetMaxBuf(0)
	for {
		switch z.Next() {
		case html.ErrorToken:
			return w.finish()
		case html.TextToken:
			w.text(string(z.Text()))
		case html.StartTagToken:
			name, more := z.TagName()
			w.open(string(name), attributes(z, more))
		case html.SelfClosingTagToken:
			name, more := z.TagName()
			w.open(string(name), attributes(z, more))
			if !void(string(name)) && w.kinds[string(name)] != "skip" {
				continue // HTML does not know self-closing; browsers leave it open
			}
			w.close(string(name))
		case html.EndTagToken:
			name, _ := z.TagName()
			w.close(string(name))
		}
	}
}

func void(name string) bool {
	switch name {
	case "br", "hr", "img", "input", "meta", "link", "wbr":
		return true
	}
	return false
}

// attributes keeps those that mean something for the text.
func attributes(z *html.Tokenizer, more bool) map[string]string {
	var out map[string]string
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch k := string(key); k {
		case "href", "alt", "style", "class", "id", "type", "start", "hidden", "name":
			if out == nil {
				out = map[string]string{}
			}
			if _, dup := out[k]; !dup {
				out[k] = string(value)
			}
		}
	}
	return out
}

// A writer lays text out in lines.
type writer struct {
	kinds map[string]string
	out   strings.Builder
	line  strings.Builder // the line being written
	blank int             // line ends owed before the next text
	space bool            // a blank is owed
	begun bool

	quote int // depth of quoting now, and of the last line written
	last  int
	pre   int
	skip  string // element whose content leaves nothing
	depth int    // how often skip is open
	lists []int  // open lists: next number, or 0 for bullets
	cells int    // cells seen in the table row
	link  link
}

// A link is an open <a>.
type link struct {
	href string
	from int // where its words start in the line
	on   bool
}

// text writes running text; white space is one blank, except in pre.
func (w *writer) text(s string) {
	if w.skip != "" {
		return
	}
	if w.pre > 0 {
		for i, line := range strings.Split(strings.ReplaceAll(s, "\r", ""), "\n") {
			if i > 0 {
				w.breakLine()
			}
			w.write(line)
		}
		return
	}
	for len(s) > 0 {
		end := strings.IndexAny(s, " \t\r\n\f")
		if end != 0 {
			word := s
			if end > 0 {
				word = s[:end]
			}
			w.word(word)
			s = s[len(word):]
			continue
		}
		w.space = true
		s = s[1:]
	}
}

// word writes one word with the blank that is owed before it.
func (w *writer) word(s string) {
	if s = strings.Map(visible, s); s == "" {
		return
	}
	if w.space && w.line.Len() > 0 {
		w.line.WriteByte(' ')
	}
	w.space = false
	w.write(s)
}

// visible drops characters of no width and makes a hard blank a blank.
func visible(r rune) rune {
	switch r {
	case '\u00a0':
		return ' '
	case '\u200b', '\u200c', '\u00ad', '\ufeff', '\u034f':
		return -1
	}
	return r
}

func (w *writer) write(s string) { w.line.WriteString(s) }

// open handles a start tag.
func (w *writer) open(name string, attr map[string]string) {
	if w.skip != "" {
		if name == w.skip && !void(name) {
			w.depth++
		}
		return
	}
	if (hidden(attr) && !void(name)) || w.kinds[name] == "skip" {
		if !void(name) {
			w.skip, w.depth = name, 1
		}
		return
	}
	switch w.kinds[name] {
	case "break":
		w.breakLine()
	case "block":
		w.endLine(1)
	case "paragraph":
		w.endLine(2)
	case "quote":
		w.endLine(1)
		w.quote++
	case "pre":
		w.endLine(2)
		w.pre++
	case "list":
		w.openList(name, attr)
	case "item":
		w.openItem()
	case "row":
		w.endLine(1)
		w.cells = 0
	case "cell":
		if w.cells++; w.cells > 1 && w.line.Len() > 0 {
			w.write("\t")
			w.space = false
		}
	case "link":
		w.link = link{href: attr["href"], from: w.line.Len(), on: true}
	case "picture":
		if alt := strings.TrimSpace(attr["alt"]); alt != "" {
			w.text(" [" + alt + "] ")
		}
	}
	w.mark(attr)
}

// mark writes the line that plain text would have where a mail program says
// only by an attribute that a signature or another message starts.
func (w *writer) mark(attr map[string]string) {
	if attr == nil || w.quote > 0 {
		return
	}
	for _, name := range []string{"." + attr["class"], "#" + attr["id"], "#" + attr["name"]} {
		switch w.kinds[strings.ToLower(name)] {
		case "signature":
			w.own("-- ")
			return
		case "message":
			w.own("-----Oorspronkelijk bericht-----")
			return
		}
	}
}

// own writes s as a line of its own.
func (w *writer) own(s string) {
	w.endLine(1)
	w.write(s)
	w.endLine(1)
}

// close handles an end tag.
func (w *writer) close(name string) {
	if w.skip != "" {
		if name == w.skip {
			if w.depth--; w.depth == 0 {
				w.skip = ""
			}
		}
		return
	}
	switch w.kinds[name] {
	case "block", "row", "item":
		w.endLine(1)
	case "paragraph":
		w.endLine(2)
	case "quote":
		w.endLine(1)
		w.quote = max(0, w.quote-1)
	case "pre":
		w.endLine(2)
		w.pre = max(0, w.pre-1)
	case "list":
		w.endLine(1)
		if n := len(w.lists); n > 0 {
			w.lists = w.lists[:n-1]
		}
	case "link":
		w.closeLink()
	}
}

func (w *writer) openList(name string, attr map[string]string) {
	w.endLine(1)
	next := 0
	if name == "ol" {
		next = 1
		if n, err := strconv.Atoi(attr["start"]); err == nil && n > 0 && n < 1e6 {
			next = n
		}
	}
	if len(w.lists) < maxQuote {
		w.lists = append(w.lists, next)
	}
}

func (w *writer) openItem() {
	w.endLine(1)
	bullet := "- "
	if n := len(w.lists); n > 0 {
		if w.lists[n-1] > 0 {
			bullet = strconv.Itoa(w.lists[n-1]) + ". "
			w.lists[n-1]++
		}
		bullet = strings.Repeat("  ", n-1) + bullet
	}
	w.write(bullet)
	w.space = false
}

// closeLink writes the address behind the words of a link, where it says more.
func (w *writer) closeLink() {
	if !w.link.on {
		return
	}
	words := ""
	if line := w.line.String(); w.link.from <= len(line) {
		words = line[w.link.from:]
	}
	href := strings.TrimSpace(w.link.href)
	w.link = link{}
	bare := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(href, "mailto:"), "https://"), "http://")
	bare = strings.TrimSuffix(bare, "/")
	lower := strings.ToLower(href)
	web := strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
	if strings.HasPrefix(lower, "mailto:") {
		web, href = true, href[len("mailto:"):]
	}
	if !web || len(href) > 200 || strings.TrimSpace(words) == "" || strings.Contains(words, bare) {
		return
	}
	w.write(" <" + href + ">")
}

// breakLine ends the line, also if it is empty.
func (w *writer) breakLine() {
	w.flush()
	w.blank++
	w.space = false
}

// endLine ends the line if it holds anything, and asks for n line ends.
func (w *writer) endLine(n int) {
	w.space = false
	if w.line.Len() > 0 {
		w.flush()
		w.blank = max(w.blank, n)
		return
	}
	if w.blank > 0 {
		w.blank = max(w.blank, n)
	}
}

// flush writes the current line.
func (w *writer) flush() {
	line := w.line.String()
	w.line.Reset()
	w.link.from = 0
	if line != "-- " {
		line = strings.TrimRight(line, " \t")
	}
	if line == "" {
		return
	}
	if w.begun {
		w.newlines(min(w.blank, 3))
	}
	w.begun, w.blank, w.last = true, 0, w.quote
	w.out.WriteString(prefix(w.quote))
	w.out.WriteString(line)
}

// newlines writes n line ends; blank lines of a quote are quoted.
func (w *writer) newlines(n int) {
	for i := range max(n, 1) {
		if i > 0 {
			w.out.WriteString(strings.TrimRight(prefix(min(w.last, w.quote)), " "))
		}
		w.out.WriteByte('\n')
	}
}

func prefix(depth int) string {
	if depth == 0 {
		return ""
	}
	return strings.Repeat(">", min(depth, maxQuote)) + " "
}

func (w *writer) finish() string {
	w.flush()
	if w.out.Len() == 0 {
		return ""
	}
	w.out.WriteByte('\n')
	return w.out.String()
}

// hidden tells whether an element is not shown: preview texts and tracking.
func hidden(attr map[string]string) bool {
	if attr == nil {
		return false
	}
	if _, ok := attr["hidden"]; ok {
		return true
	}
	style := strings.ToLower(strings.ReplaceAll(attr["style"], " ", ""))
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") || strings.Contains(style, "mso-hide:all")
}
