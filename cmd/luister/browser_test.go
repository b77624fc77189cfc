package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// A browser is a Chromium that a test drives through its debugging pipe.
type browser struct {
	t       *testing.T
	out     *os.File
	in      *bufio.Reader
	id      int
	session string
	wrong   []string // what the console and the network complained about
	on      string   // the screen
	ruling  bool     // whether axe-core looks too, which takes a second a page
}

// newBrowser starts Chromium with one page; the test is skipped without it.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed: 'make setup' installs it")
	}
	theirIn, out, err1 := os.Pipe()
	in, theirOut, err2 := os.Pipe()
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--lang=nl-NL", "--hide-scrollbars", "--remote-debugging-pipe", "--user-data-dir="+t.TempDir(), "about:blank")
	cmd.ExtraFiles = []*os.File{theirIn, theirOut}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirIn.Close()
	theirOut.Close()
	b := &browser{t: t, out: out, in: bufio.NewReader(in)}
	deadline := time.AfterFunc(6*time.Minute, func() { cmd.Process.Kill() })
	t.Cleanup(func() {
		deadline.Stop()
		b.call("Browser.close", nil, nil)
		out.Close()
		cmd.Wait()
		in.Close()
	})
	b.open()
	return b
}

// open makes the page and listens to it.
func (b *browser) open() {
	var made struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &made)
	var attached struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": made.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Log", "Runtime"} {
		b.call(domain+".enable", nil, nil)
	}
}

// call asks the browser something, and notes what it tells meanwhile.
func (b *browser) call(method string, params, answer any) {
	b.t.Helper()
	b.id++
	m := map[string]any{"id": b.id, "method": method}
	if params != nil {
		m["params"] = params
	}
	if b.session != "" && !strings.HasPrefix(method, "Browser.") {
		m["sessionId"] = b.session
	}
	line, err := json.Marshal(m)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.out.Write(append(line, 0)); err != nil {
		b.t.Fatalf("the browser is gone: %v", err)
	}
	for want := b.id; ; {
		got := b.next()
		if got.ID == want {
			if got.Error != nil {
				b.t.Fatalf("%s: %s", method, got.Error.Message)
			}
			if answer != nil {
				if err := json.Unmarshal(got.Result, answer); err != nil {
					b.t.Fatal(err)
				}
			}
			return
		}
	}
}

// told is a message of the browser.
type told struct {
	ID     int
	Method string
	Params json.RawMessage
	Result json.RawMessage
	Error  *struct{ Message string }
}

func (b *browser) next() told {
	b.t.Helper()
	line, err := b.in.ReadBytes(0)
	if err != nil {
		if b.session == "" || b.t.Failed() {
			return told{ID: b.id}
		}
		return told{ID: b.id, Error: nil}
	}
	var m told
	if err := json.Unmarshal(line[:len(line)-1], &m); err != nil {
		b.t.Fatal(err)
	}
	switch m.Method {
	case "Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Page.javascriptDialogOpening":
		b.wrong = append(b.wrong, fmt.Sprintf("%s %.300s", m.Method, m.Params))
	}
	return m
}

// screen sets how wide the screen is, and whether it is dark.
func (b *browser) screen(width, height int, scheme string) {
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}, nil)
	b.on = fmt.Sprintf("%d %s", width, scheme)
	b.call("Emulation.setEmulatedMedia", map[string]any{"features": []any{map[string]any{"name": "prefers-color-scheme", "value": scheme}, map[string]any{"name": "prefers-reduced-motion", "value": "reduce"}}}, nil)
}

// visit loads a page and waits until it is there.
func (b *browser) visit(url string) {
	b.t.Helper()
	b.call("Page.navigate", map[string]any{"url": url}, nil)
	b.loaded()
}

func (b *browser) loaded() {
	for b.next().Method != "Page.loadEventFired" {
	}
}

// eval gives what an expression is in the page, or will be, as text.
func (b *browser) eval(expression string) string {
	b.t.Helper()
	var answer struct {
		Result           struct{ Value any }
		ExceptionDetails *struct{ Text string }
	}
	b.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true}, &answer)
	if answer.ExceptionDetails != nil {
		b.t.Fatalf("%.60s: %s", expression, answer.ExceptionDetails.Text)
	}
	return fmt.Sprint(answer.Result.Value)
}

// follow clicks the first link that matches, and waits for its page.
func (b *browser) follow(selector string) {
	b.t.Helper()
	if b.eval(fmt.Sprintf("!!document.querySelector(%q)", selector)) != "true" {
		b.t.Fatalf("nothing matches %s at %s", selector, b.eval("location.href"))
	}
	b.eval(fmt.Sprintf("document.querySelector(%q).click()", selector))
	b.loaded()
}

// key presses a key that has a name.
func (b *browser) key(name string) {
	code, text := map[string]int{"Tab": 9, "Enter": 13}[name], map[string]string{"Enter": "\r"}[name]
	for _, kind := range []string{"keyDown", "keyUp"} {
		b.call("Input.dispatchKeyEvent", map[string]any{"type": kind, "key": name, "code": name, "windowsVirtualKeyCode": code, "text": text}, nil)
		text = ""
	}
}

// write types a text, key by key.
func (b *browser) write(text string) {
	for _, r := range text {
		for _, kind := range []string{"keyDown", "keyUp"} {
			params := map[string]any{"type": kind, "key": string(r)}
			if kind == "keyDown" {
				params["text"] = string(r)
			}
			b.call("Input.dispatchKeyEvent", params, nil)
		}
	}
}

// shoot writes a picture of the whole page.
func (b *browser) shoot(path string) {
	b.t.Helper()
	var shot struct{ Data string }
	b.call("Page.captureScreenshot", map[string]any{"captureBeyondViewport": false}, &shot)
	png, err := base64.StdEncoding.DecodeString(shot.Data)
	if err == nil {
		err = os.WriteFile(path, png, 0o644)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}
