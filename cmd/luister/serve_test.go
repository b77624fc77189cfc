package main

import (
	"bufio"
	_ "embed"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
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
	t.Run("empty", func(t *testing.T) { browseEmpty(t, address) })
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
	t.Run("journey", func(t *testing.T) { journey(t, ws, address) })
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
		if m[1] == "data:," { // no icon
			continue
		}
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
