package main

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"luister/cluster/decision"
	"luister/cluster/effect"
	"luister/nlp/mask"
	"luister/testdata/sample"
)

// The registers of a new workspace: comment that shows how to write them.
var (
	//go:embed measures.yaml
	measuresTemplate []byte
	//go:embed targets.yaml
	targetsTemplate []byte
	//go:embed drivers.yaml
	driversTemplate []byte
)

func newInitCmd() *cobra.Command {
	var ws string
	var withSample bool
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Make a workspace: configuration, inbox and secret key",
		Long: `Init makes a workspace in DIR: a commented luister.yaml, an empty inbox/ for
the files that are delivered, and secret.key, with which personal data and keys
are replaced by pseudonyms. Keep that key: whoever loses it cannot link new
feedback to old, and whoever has it can recompute pseudonyms. Nothing that exists is overwritten.`,
		Example: `  luister init klantenstem
  luister init --sample proef     # with the shipped sample data in the inbox`,
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				if cmd.Flags().Changed("workspace") {
					return usageError("the folder is given twice: as DIR and with -w")
				}
				ws = args[0]
			}
			return initWorkspace(cmd, ws, withSample)
		},
	}
	workspaceFlag(cmd, &ws)
	cmd.Flags().BoolVar(&withSample, "sample", false, "also put the shipped sample data in the inbox (an invented energy supplier)")
	return cmd
}

func initWorkspace(cmd *cobra.Command, ws string, withSample bool) error {
	if _, err := os.Stat(filepath.Join(ws, configFile)); err == nil {
		return fmt.Errorf("%s is a workspace already; nothing was changed", ws)
	}
	if err := os.MkdirAll(filepath.Join(ws, "inbox"), 0o755); err != nil {
		return wrap("making the workspace", err)
	}
	key := filepath.Join(ws, keyFile)
	if _, err := os.Stat(key); err != nil {
		if err := mask.WriteKey(key, mask.NewKey()); err != nil {
			return wrap("making the secret key", err)
		}
	}
	if withSample {
		if err := copySample(filepath.Join(ws, "inbox")); err != nil {
			return wrap("copying the sample", err)
		}
	}
	for name, content := range map[string][]byte{effect.MeasuresFile: measuresTemplate, effect.TargetsFile: targetsTemplate, decision.DeclaredFile: driversTemplate} {
		if err := writeNew(filepath.Join(ws, name), content); err != nil && !errors.Is(err, fs.ErrExist) {
			return wrap("making the workspace", err)
		}
	}
	// The configuration comes last: a folder with it is a whole workspace.
	if err := os.WriteFile(filepath.Join(ws, configFile), configTemplate, 0o644); err != nil {
		return wrap("making the workspace", err)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "Made a workspace in %s.\n", ws)
	if !withSample {
		fmt.Fprintf(cmd.OutOrStdout(), "Put exports (CSV, e-mail, surveys) in %s and run: luister run -w %s\n", filepath.Join(ws, "inbox"), quoted(ws))
	}
	return nil
}

// quoted is an argument as it can be pasted in a shell.
func quoted(arg string) string {
	if strings.ContainsAny(arg, " '\"\\$&;()*?") {
		return "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
	}
	return arg
}

// copySample writes the shipped sample files below inbox.
func copySample(inbox string) error {
	from := sample.Inbox()
	return fs.WalkDir(from, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(inbox, filepath.FromSlash(path))
		if e.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		content, err := fs.ReadFile(from, path)
		if err != nil {
			return err
		}
		return writeNew(to, content)
	})
}

// writeNew writes a file that is not there yet, or is there with this content.
func writeNew(path string, content []byte) error {
	if there, err := os.ReadFile(path); err == nil && bytes.Equal(there, content) {
		return nil
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}
