package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// A progress shows how far a run is: a bar on a terminal, log lines elsewhere.
type progress struct {
	w    io.Writer
	tty  bool
	bar  *progressbar.ProgressBar
	name string
}

func newProgress(w io.Writer) *progress {
	f, ok := w.(*os.File)
	p := &progress{w: w, tty: ok && term.IsTerminal(int(f.Fd()))}
	if p.tty {
		slog.SetDefault(slog.New(slog.DiscardHandler)) // the bar says it
	} else {
		slog.SetDefault(slog.New(slog.NewTextHandler(w, nil)))
	}
	return p
}

// stage begins the next stage.
func (p *progress) stage(name string) {
	p.end()
	p.name = name
	if !p.tty {
		slog.Info("stage", "stage", name)
	}
}

// total says how much work the stage is, in steps.
func (p *progress) total(steps int64) {
	if p.tty {
		p.bar = progressbar.NewOptions64(steps, progressbar.OptionSetWriter(p.w), progressbar.OptionSetDescription(fmt.Sprintf("%-11s", p.name)),
			progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100e6))
	}
}

// step says that some of the work is done.
func (p *progress) step(steps int) {
	if p.bar != nil {
		p.bar.Add(steps)
	}
}

func (p *progress) end() {
	if p.bar != nil {
		p.bar.Finish()
		p.bar = nil
	}
}

// openPage shows a file in the browser if somebody is there to see it. It does
// not wait and it never fails the command.
func openPage(path string) {
	opener := map[string]string{"linux": "xdg-open", "darwin": "open"}[runtime.GOOS]
	display := runtime.GOOS == "darwin" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
	if opener == "" || !display || !term.IsTerminal(int(os.Stdout.Fd())) || os.Getenv("CI") != "" {
		return
	}
	if err := exec.Command(opener, path).Start(); err != nil {
		slog.Warn("the browser could not be opened", "error", err)
	}
}
