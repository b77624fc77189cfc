// Luister reads what customers say and finds the drivers behind it.
//
// This package is the only place that knows the whole: one file per
// sub-command, the ordered list of stages of a run (run.go), flags, logging and
// exit codes. It holds no logic of its own.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

// Exit codes.
const (
	exitDone    = 0
	exitFailed  = 1 // something went wrong; the message says what
	exitUsage   = 2 // wrong command line
	exitRejects = 3 // done, with more rejected rows than the configured limit
	exitAlarm   = 4 // done, with an alarm
)

// An exitError carries the exit code of an outcome that is not a failure.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// usageError marks a mistake on the command line.
func usageError(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

func main() { os.Exit(run(os.Args[1:])) }

// run executes one command line and gives its exit code.
func run(args []string) int {
	root := newRootCmd()
	root.SetArgs(args)
	err := root.Execute()
	if err == nil {
		return exitDone
	}
	code := exitFailed
	if exit, ok := errors.AsType[*exitError](err); ok {
		code = exit.code
	}
	fmt.Fprintln(os.Stderr, "luister:", err)
	if code == exitUsage {
		fmt.Fprintln(os.Stderr, "Run 'luister --help', or 'luister COMMAND --help', for how to call it.")
	}
	return code
}

func newRootCmd() *cobra.Command {
	root := &cobra.Command{
		Use:           "luister",
		Short:         "Listen to customers: from exports of Dutch feedback to the drivers behind it",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError("unknown command %q", args[0])
			}
			return cmd.Help()
		},
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &exitError{exitUsage, err} })
	root.AddCommand(commands()...)
	return root
}

// exactArgs, and the like, make a wrong number of arguments a usage error.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError("%w: %s", err, cmd.UseLine())
		}
		return nil
	}
}
