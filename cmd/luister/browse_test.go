package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"luister/cluster/decision"
)

// axe is where npm puts axe-core, which knows the rules of WCAG.
var axe = filepath.Join("..", "..", "node_modules", "axe-core", "axe.min.js")

// axeCheck gives what axe-core finds against WCAG 2.2 AA, as a list of sentences.
const axeCheck = `axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
  .then(found => JSON.stringify(found.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 120)))))`

// ruled holds the page that is shown against axe-core, where that is installed.
func (b *browser) ruled() []string {
	b.t.Helper()
	rules, err := os.ReadFile(axe)
	if err != nil {
		b.t.Log("axe-core is not installed: 'make setup' installs it; only our own checks ran")
		return nil
	}
	b.eval(string(rules) + "; 0")
	var wrong []string
	if err := json.Unmarshal([]byte(b.eval(axeCheck)), &wrong); err != nil {
		b.t.Fatal(err)
	}
	return wrong
}

// look holds the checks of page.js against the page that is shown, and on the
// screens where all pages are looked at also those of axe-core.
func (b *browser) look(what string) {
	b.t.Helper()
	var wrong []string
	if err := json.Unmarshal([]byte(b.eval(pageCheck)), &wrong); err != nil {
		b.t.Fatal(err)
	}
	if b.ruling {
		wrong = append(wrong, b.ruled()...)
	}
	for _, w := range append(wrong, b.wrong...) {
		b.t.Errorf("%s at %s: %s", what, b.on, w)
	}
	b.wrong = nil
	if dir := os.Getenv("LUISTER_SHOTS"); dir != "" {
		b.shoot(filepath.Join(dir, strings.ReplaceAll(what+"-"+b.on, " ", "-")+".png"))
	}
}

// otherPages are looked at on a telephone and on a desk.
var otherPages = []string{"/drivers", "/sessie", "/maatregelen", "/suggesties", "/brieven", "/besluiten", "/resultaat", "/kwartaal", "/vergelijk", "/bereik", "/benchmark", "/uitleg",
	"/bronnen", "/bronnen?bron=klachten", "/coderen", "/indeling", "/runs", "/zoeken?q=xyzzyxyzzy", "/nergens",
	"/sessie/index.html", "/sessie/sessie.html", "/sessie/management.html", "/sessie/kwartaal.html", "/sessie/complimenten.html", "/sessie/oefenen.html"}

// browse goes from the start page to a feedback in a real browser, on screens
// of several sizes, and looks at what people would see.
func browse(t *testing.T, address string) {
	b := newBrowser(t)
	for _, screen := range []struct {
		width  int
		scheme string
		others bool
	}{{390, "light", true}, {390, "dark", false}, {768, "light", false}, {1440, "dark", true}} {
		b.screen(screen.width, 1000, screen.scheme)
		b.ruling = screen.others
		b.visit(address)
		b.look("start")
		b.eval(`document.querySelector('#q').value = 'factuur klopt niet'`)
		b.follow("form.search button")
		if !strings.Contains(b.eval("document.body.innerText"), "gevonden") || b.eval("document.querySelectorAll('mark').length") == "0" {
			t.Error("the search found nothing")
		}
		b.look("search")
		b.follow(".hit .in a")
		b.look("driver")
		b.follow(".quote figcaption a")
		b.look("feedback")
		b.visit(address + "/zoeken?q=script+alert")
		if !strings.Contains(b.eval("document.querySelector('main').innerText"), "<script>") {
			t.Error("the planted script is not shown as text")
		}
		b.look("hostile")
		if !screen.others {
			continue
		}
		for _, path := range otherPages {
			b.visit(address + path)
			if path == "/nergens" {
				b.wrong = nil // the browser reports that a page is not found
			}
			b.look(strings.Trim(regexp.MustCompile(`\W+`).ReplaceAllString(path, "-"), "-"))
		}
		b.visit(address + "/sessie")
		b.follow("td a")
		b.look("pack")
		b.visit(address + "/runs")
		b.follow("tbody a")
		b.look("run")
	}
	keyboard(t, b, address)
}

// browseEmpty looks at pages before the first run.
func browseEmpty(t *testing.T, address string) {
	b := newBrowser(t)
	b.ruling = true
	b.screen(390, 1000, "light")
	for _, path := range []string{"/", "/runs", "/coderen"} {
		b.visit(address + path)
		b.look("empty" + path)
	}
}

// keyboard holds that the first thing to reach is the way past the menu, that
// what has the focus can be seen, and that keys alone go through every page in
// the order in which it is read.
func keyboard(t *testing.T, b *browser, address string) {
	b.screen(1440, 1000, "light")
	b.visit(address)
	menuLinks, err := strconv.Atoi(b.eval("document.querySelectorAll('.top a').length"))
	if err != nil {
		t.Fatal(err)
	}
	b.key("Tab")
	if got := b.eval("document.activeElement.className"); got != "skip" {
		t.Errorf("the first key goes to %q, not past the menu", got)
	}
	b.key("Enter")
	if got := b.eval("document.activeElement.id"); got != "inhoud" {
		t.Errorf("the way past the menu leads to %q", got)
	}
	b.visit(address)
	for range 2 + menuLinks {
		b.key("Tab")
	}
	if got := b.eval("document.activeElement.id"); got != "q" {
		t.Errorf("after the menu the focus is on %q, not on the search box", got)
	}
	for _, path := range []string{"/", "/zoeken?q=factuur", "/drivers/D0001", "/sessie", "/maatregelen", "/coderen", "/bronnen?bron=klachten", "/vergelijk"} {
		b.visit(address + path)
		b.walk(path)
	}
}

// mostSteps is how far walk goes on a page.
const mostSteps = 45

// focused tells of what has the focus: its place among what can have it, and
// what is wrong with it.
const focused = `(() => {
  const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')].filter(x => x.checkVisibility({visibilityProperty: true}) || x === e);
  let wrong = '';
  if (s.outlineStyle === 'none') wrong = 'the focus cannot be seen on ';
  else if (r.bottom <= 0 || r.top >= innerHeight) wrong = 'the focus is off the screen on ';
  return all.indexOf(e) + ' ' + (wrong && wrong + e.outerHTML.slice(0, 80));
})()`

// walk goes through a page with the Tab key alone.
func (b *browser) walk(path string) {
	b.t.Helper()
	last := -1
	for range mostSteps {
		b.key("Tab")
		if b.eval("document.activeElement === document.body") == "true" {
			return
		}
		place, wrong, _ := strings.Cut(b.eval(focused), " ")
		at, err := strconv.Atoi(place)
		if err != nil || wrong != "" {
			b.t.Errorf("%s: %s %v", path, wrong, err)
			return
		}
		if at != last+1 && at != last { // a date has stops of its own
			b.t.Errorf("%s: the focus jumps from %d to %d, %s", path, last, at, b.eval("document.activeElement.outerHTML.slice(0, 80)"))
			return
		}
		last = at
	}
}

// journey goes from a search to a corrected code and back, and holds that what is
// typed on the way is written down masked.
func journey(t *testing.T, ws, address string) {
	b := newBrowser(t)
	b.ruling = true
	b.screen(768, 1000, "light")
	b.visit(address)
	b.eval("document.querySelector('#q').focus()")
	b.write("monteur niet gekomen")
	b.key("Enter")
	b.loaded()
	b.follow(".hit .about a")
	from := b.eval("location.pathname")
	b.eval("document.querySelector('.change summary').focus()")
	b.key("Enter") // opens the form
	b.eval(`document.querySelector('#van').selectedIndex = 1; document.querySelector('#naar').value = 'form:vraag'; document.querySelector('#waarom').focus()`)
	b.write("mevrouw De Vries belde op 06-12345678, dit is een vraag")
	b.key("Enter")
	b.loaded()
	if said := b.eval("document.querySelector('[role=status]')?.innerText"); !strings.Contains(said, "moet zijn: Vraag") {
		t.Fatalf("after the correction the page says %q", said)
	}
	if got := b.eval("location.pathname"); got != from {
		t.Errorf("the form leads back to %s, not %s", got, from)
	}
	b.look("corrected")
	b.visit(address + "/besluiten")
	if page := b.eval("document.querySelector('main').innerText"); !strings.Contains(page, "moet zijn: Vraag") || strings.Contains(page, "De Vries") {
		t.Errorf("the log of decisions shows\n%s", page)
	}
	b.look("decided")
	b.follow("td button")
	if b.eval("document.querySelectorAll('tr.undone').length") != "1" {
		t.Error("the correction is not undone")
	}
	b.look("undone")
	log, err := os.ReadFile(filepath.Join(ws, decision.LogFile))
	if err != nil || strings.Count(string(log), "\n") != 2 || strings.Contains(string(log), "De Vries") || strings.Contains(string(log), "12345678") {
		t.Errorf("the log holds\n%s%v", log, err)
	}
	codeByKey(t, b, ws, address)
	b.visit(address + from)
	b.eval(`document.querySelector('.change input[name=bewijs]').value = 'x'; document.querySelector('#van').selectedIndex = 1`)
	b.follow(".change form button")
	if !strings.Contains(b.eval("document.body.innerText"), "verlopen") {
		t.Error("a form without its token is taken")
	}
	b.wrong = nil // the browser reports that it was refused
	b.look("refused")
}

// codeByKey codes a feedback of the batch with keys alone.
func codeByKey(t *testing.T, b *browser, ws, address string) {
	b.visit(address + "/coderen")
	b.eval("document.querySelector('#v-form').focus()")
	b.write("kl") // the first option that begins so
	b.key("Tab")
	b.write("neg")
	b.eval("document.querySelector('#v-waarom').focus()")
	b.key("Enter")
	b.loaded()
	if said := b.eval("document.querySelector('[role=status]')?.innerText"); !strings.Contains(said, "Gecodeerd: vorm, sentiment") {
		t.Errorf("after coding the page says %q", said)
	}
	if got := b.eval("document.activeElement.id"); got != "v-form" {
		t.Errorf("after coding the focus is on %q", got)
	}
	b.look("coded")
	log, err := decision.Read(ws, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if coded := decision.Judgements(log.Events); len(coded) != 1 || fmt.Sprint(coded[0].Codes["form"], coded[0].Codes["sentiment"]) != "[klacht] [negatief]" {
		t.Errorf("coded %+v", coded)
	}
}
