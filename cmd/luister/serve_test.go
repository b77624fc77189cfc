package main

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"luister/export/snapshot"
)

//go:embed testdata/page.js
var pageCheck string

// startServe runs serve in a process of its own and gives its address.
func startServe(t *testing.T, ws string) (address string, cmd *exec.Cmd) {
	t.Helper()
	cmd = luister("serve", "-w", ws, "--addr", "localhost:0")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	address = regexp.MustCompile(`http://[0-9.:\[\]]+`).FindString(line)
	if err != nil || address == "" {
		t.Fatalf("serve said %q, %v", line, err)
	}
	return address, cmd
}

func fetch(t *testing.T, address string) (int, string) {
	t.Helper()
	r, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

// TestServe follows every link of the pages of the sample, and goes through
// them as people do.
func TestServe(t *testing.T) {
	ws := sampleWorkspace(t)
	address, cmd := startServe(t, ws)
	if _, page := fetch(t, address); !strings.Contains(page, "nog niets gepubliceerd") {
		t.Error("before the first run the page does not say what to do")
	}
	mustRun(t, "run", "-w", ws)
	if _, page := fetch(t, address); !strings.Contains(page, "Wat klanten zeggen") {
		t.Fatal("the first snapshot does not appear by itself")
	}
	t.Run("links", func(t *testing.T) { crawl(t, address) })
	t.Run("packs", func(t *testing.T) {
		dir, err := snapshot.Current(ws)
		if err != nil {
			t.Fatal(err)
		}
		if files, _ := filepath.Glob(filepath.Join(dir, "packs", "*.html")); len(files) != 16 {
			t.Errorf("%d packs, want an agenda, ten drivers, everything, and four for others", len(files))
		}
	})
	t.Run("browser", func(t *testing.T) { browse(t, address) })
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	stopped := make(chan error, 1)
	go func() { stopped <- cmd.Wait() }()
	select {
	case err := <-stopped:
		if err != nil {
			t.Errorf("serve ended with %v after an interrupt", err)
		}
	case <-time.After(15 * time.Second):
		t.Error("serve does not stop after an interrupt")
	}
}

var href = regexp.MustCompile(`(?:href|action)="([^"]*)"`)

// most says how many pages of one kind crawl looks at; of other kinds it looks at all.
var most = map[string]int{"/feedback/": 25, "/zoeken?": 40}

// crawl follows links from the start page; every one must lead somewhere on
// this machine.
func crawl(t *testing.T, address string) {
	seen, todo, kinds := map[string]bool{"/": true}, []string{"/"}, map[string]int{}
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		status, page := fetch(t, address+path)
		if status != 200 || strings.Contains(page, "<script>") {
			t.Errorf("%s: status %d, or a customer's text became a script", path, status)
		}
		for _, to := range linksOf(t, path, page) {
			if kind := regexp.MustCompile(`^/\w*[/?]?`).FindString(to); !seen[to] {
				seen[to] = true
				if kinds[kind]++; most[kind] == 0 || kinds[kind] <= most[kind] {
					todo = append(todo, to)
				}
			}
		}
	}
	if len(seen) < 100 {
		t.Errorf("only %d links were found", len(seen))
	}
}

// linksOf gives where the links and forms of a page lead.
func linksOf(t *testing.T, path, page string) (links []string) {
	t.Helper()
	base, err := url.Parse(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range href.FindAllStringSubmatch(page, -1) {
		to, err := base.Parse(strings.ReplaceAll(m[1], "&amp;", "&"))
		if err != nil || to.Host != "" {
			t.Errorf("%s links to %q", path, m[1])
			continue
		}
		to.Fragment = ""
		links = append(links, to.String())
	}
	return links
}

// browse goes from the start page to a feedback in a real browser, on screens
// of several sizes, and looks at what people would see.
func browse(t *testing.T, address string) {
	b := newBrowser(t)
	for _, screen := range []struct {
		width  int
		scheme string
	}{{390, "light"}, {390, "dark"}, {768, "light"}, {1440, "dark"}} {
		b.screen(screen.width, 1000, screen.scheme)
		look := func(what string) {
			var wrong []string
			if err := json.Unmarshal([]byte(b.eval(pageCheck)), &wrong); err != nil {
				t.Fatal(err)
			}
			for _, w := range append(wrong, b.wrong...) {
				t.Errorf("%s at %d, %s: %s", what, screen.width, screen.scheme, w)
			}
			b.wrong = nil
			if dir := os.Getenv("LUISTER_SHOTS"); dir != "" {
				b.shoot(filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", what, screen.width, screen.scheme)))
			}
		}
		b.visit(address)
		look("start")
		b.eval(`document.querySelector('#q').value = 'factuur klopt niet'`)
		b.follow("form.search button")
		if !strings.Contains(b.eval("document.body.innerText"), "gevonden") || b.eval("document.querySelectorAll('mark').length") == "0" {
			t.Error("the search found nothing")
		}
		look("search")
		b.follow(".hit .in a")
		look("driver")
		b.follow(".quote figcaption a")
		look("feedback")
		b.visit(address + "/zoeken?q=script+alert")
		if !strings.Contains(b.eval("document.querySelector('main').innerText"), "<script>") {
			t.Error("the planted script is not shown as text")
		}
		look("hostile")
		for _, path := range []string{"/drivers", "/sessie", "/sessie/index.html", "/sessie/sessie.html", "/bronnen", "/runs", "/zoeken?q=xyzzyxyzzy", "/nergens"} {
			b.visit(address + path)
			b.wrong = nil // the browser reports that a page is not found
			look(strings.Trim(regexp.MustCompile(`\W+`).ReplaceAllString(path, "-"), "-"))
		}
		b.visit(address + "/sessie")
		b.follow("td a")
		look("pack")
		b.visit(address + "/runs")
		b.follow("tbody a")
		look("run")
	}
	keyboard(t, b, address)
}

// keyboard holds that the first thing to reach is the way past the menu, and
// that what has the focus can be seen.
func keyboard(t *testing.T, b *browser, address string) {
	b.visit(address)
	tab := func() {
		for _, kind := range []string{"keyDown", "keyUp"} {
			b.call("Input.dispatchKeyEvent", map[string]any{"type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}, nil)
		}
	}
	menuLinks, err := strconv.Atoi(fmt.Sprint(b.eval("document.querySelectorAll('.top a').length")))
	if err != nil {
		t.Fatal(err)
	}
	tab()
	if got := b.eval("document.activeElement.className"); got != "skip" {
		t.Errorf("the first key goes to %q, not past the menu", got)
	}
	for range 1 + menuLinks {
		tab()
		if b.eval("getComputedStyle(document.activeElement).outlineStyle") == "none" {
			t.Errorf("the focus cannot be seen on %s", b.eval("document.activeElement.outerHTML"))
		}
	}
	if got := b.eval("document.activeElement.id"); got != "q" {
		t.Errorf("after the menu the focus is on %q, not on the search box", got)
	}
}

func TestServeRefuses(t *testing.T) {
	ws := sampleWorkspace(t)
	for _, tt := range []struct {
		args []string
		code int
		say  string
	}{
		{[]string{"serve", "-w", ws, "--addr", "0.0.0.0:8080"}, exitUsage, "use localhost"},
		{[]string{"serve", "-w", ws, "--addr", ":8080"}, exitUsage, "use localhost"},
		{[]string{"serve", "-w", ws, "--addr", "192.168.1.10:8080"}, exitUsage, "use localhost"},
		{[]string{"serve", "-w", ws, "--addr", "8080"}, exitUsage, "not a host and a port"},
		{[]string{"serve", "-w", t.TempDir()}, exitFailed, "not a workspace"},
		{[]string{"serve", "-w", ws, "extra"}, exitUsage, ""},
	} {
		cmd := luister(tt.args...)
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != tt.code || !strings.Contains(string(out), tt.say) {
			t.Errorf("%v: %v\n%s", tt.args, err, out)
		}
	}
}
