package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"luister/cluster/decision"
	"luister/export/pack"
	"luister/export/table"
)

func newSessionCmd() *cobra.Command {
	var from reading
	var s sessionFile
	cmd := &cobra.Command{
		Use:   "session",
		Short: "Make one file for a learning session, about the agenda or about some drivers",
		Long: `Session makes one HTML file that needs nothing beside it: the agenda, and for each
driver a spread to read, discuss and write on. Beside it comes a .yaml file of the
same name, to fill in what the session came to: 'luister session record' adds that
to decisions.jsonl, and the next run obeys it. With --pdf the file is printed to
PDF by the Chromium of this machine.

Every run leaves the packs of the agenda in its snapshot too, for the page.`,
		Example: `  luister session --agenda -o sessie.html
  luister session --driver D0003,D0007 -o installatie.html --pdf
  luister session record sessie.yaml --who ana`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if s.agenda == (len(s.drivers) > 0) {
				return usageError("say what the session is about: --agenda, or --driver with ids such as D0003")
			}
			return s.make(cmd, from)
		},
	}
	from.flags(cmd)
	cmd.Flags().StringSliceVar(&s.drivers, "driver", nil, "ids of drivers, with commas between them")
	cmd.Flags().BoolVar(&s.agenda, "agenda", false, "about the drivers that are due")
	cmd.Flags().StringVarP(&s.out, "out", "o", "sessie.html", "the file to make")
	cmd.Flags().BoolVar(&s.pdf, "pdf", false, "print it to PDF too; needs Chromium")
	cmd.AddCommand(newSessionRecordCmd())
	return cmd
}

// sessionFile is the file that session makes.
type sessionFile struct {
	drivers []string
	agenda  bool
	out     string
	pdf     bool
}

func (s *sessionFile) make(cmd *cobra.Command, from reading) error {
	cfg, err := loadConfig(from.ws)
	if err != nil {
		return err
	}
	about, err := packsOf(from.ws, &cfg)
	if err != nil {
		return err
	}
	dir, err := from.dir()
	if err != nil {
		return err
	}
	tables, err := table.Open(filepath.Join(dir, "tables"))
	if err != nil {
		return err
	}
	maker, err := pack.New(tables, about)
	if err != nil {
		return errors.Join(err, tables.Close())
	}
	err = s.write(cmd.OutOrStdout(), maker)
	return errors.Join(err, tables.Close())
}

// write writes the file, and what goes beside it.
func (s *sessionFile) write(say io.Writer, maker *pack.Maker) error {
	var html, record bytes.Buffer
	if err := maker.Session(&html, s.drivers); err != nil {
		return err
	}
	if err := maker.Record(&record, s.drivers); err != nil {
		return err
	}
	if err := os.WriteFile(s.out, html.Bytes(), 0o600); err != nil {
		return wrap("writing the session", err)
	}
	fmt.Fprintln(say, s.out)
	notes := strings.TrimSuffix(s.out, filepath.Ext(s.out)) + ".yaml"
	if err := writeNew(notes, record.Bytes()); errors.Is(err, os.ErrExist) {
		fmt.Fprintf(say, "%s stays as it is: somebody may have written in it\n", notes)
	} else if err != nil {
		return wrap("writing the form for the record", err)
	} else {
		fmt.Fprintln(say, notes)
	}
	if !s.pdf {
		return nil
	}
	return s.print(say)
}

// printLimit is how long Chromium may take.
const printLimit = 2 * time.Minute

// print makes a PDF of the file.
func (s *sessionFile) print(say io.Writer) error {
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
			break
		}
	}
	if browser == "" {
		return errors.New("there is no Chromium on this machine: open the file in a browser and print it from there")
	}
	in, err := filepath.Abs(s.out)
	if err != nil {
		return err
	}
	profile, err := os.MkdirTemp("", "luister-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(profile)
	pdf := strings.TrimSuffix(s.out, filepath.Ext(s.out)) + ".pdf"
	print := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--user-data-dir="+profile, "--no-pdf-header-footer", "--print-to-pdf="+pdf, "file://"+filepath.ToSlash(in))
	stop := time.AfterFunc(printLimit, func() { print.Process.Kill() })
	defer stop.Stop()
	if out, err := print.CombinedOutput(); err != nil {
		return fmt.Errorf("printing with %s: %w: %s", browser, err, bytes.TrimSpace(out[max(0, len(out)-300):]))
	}
	fmt.Fprintln(say, pdf)
	return os.Chmod(pdf, 0o600)
}

func newSessionRecordCmd() *cobra.Command {
	var ws, who string
	cmd := &cobra.Command{
		Use:     "record FILE",
		Short:   "Add what a session came to, from the .yaml file beside its pack, to the decisions",
		Example: `  luister session record sessie.yaml --who ana`,
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return recordSession(cmd.OutOrStdout(), ws, who, args[0])
		},
	}
	workspaceFlag(cmd, &ws)
	cmd.Flags().StringVar(&who, "who", "", "who writes it down (default: the user of this machine)")
	return cmd
}

// recordSession adds what was filled in after a session to the decisions.
func recordSession(say io.Writer, ws, who, path string) error {
	masker, err := workspaceMasker(ws)
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	held, err := pack.ReadRecord(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	by, err := (&deciding{who: who}).person()
	if err != nil {
		return err
	}
	events := held.Events(by, time.Now())
	for i := range events {
		events[i].Mask(masker)
	}
	added, err := decision.Append(ws, events...)
	if err != nil {
		return err
	}
	fmt.Fprintf(say, "sessie %s vastgelegd met %d besluiten; zij gelden vanaf de volgende run\n", added[0].Field, len(added)-1)
	return nil
}
