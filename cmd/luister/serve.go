package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"luister/export/web"
	"luister/nlp"
)

func newServeCmd() *cobra.Command {
	var ws, addr string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show the page: search, drivers, feedback, runs, for the browser on this machine",
		Long: `Serve shows the published snapshot of a workspace in the browser of this machine:
overview, search, drivers, feedback, session packs and run reports, in Dutch. It
works during a run; a new snapshot appears without a restart. It changes nothing,
and answers only on this machine itself: there are no users and no TLS, so any
other address is refused. It runs until it is interrupted.`,
		Example: `  luister serve -w klantenstem
  luister serve -w klantenstem --addr localhost:9000`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return serve(ctx, ws, addr, func(where string) {
				fmt.Fprintf(cmd.OutOrStdout(), "De pagina staat op http://%s (stoppen met Ctrl-C)\n", where)
			})
		},
	}
	workspaceFlag(cmd, &ws)
	cmd.Flags().StringVar(&addr, "addr", "localhost:8080", "where to listen: a name of this machine itself and a port; port 0 takes a free one")
	return cmd
}

// serve answers requests until ctx ends. It says where it listens.
func serve(ctx context.Context, ws, addr string, ready func(addr string)) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return usageError("--addr %q is not a host and a port, such as localhost:8080", addr)
	}
	if !web.IsLocal(host) {
		return usageError("--addr %q can be reached by others, and the page has no users and no TLS; use localhost", addr)
	}
	cfg, err := loadConfig(ws)
	if err != nil {
		return err
	}
	annotator, err := newAnnotator("")
	if err != nil {
		return err
	}
	pages, err := web.New(web.Options{Workspace: ws, Organisation: cfg.Organisation, Analyse: func(text string) *nlp.Document {
		doc := &nlp.Document{Text: text}
		annotator.Annotate(doc)
		return doc
	}})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s (%w); another port can be named with --addr", addr, err)
	}
	ready(listener.Addr().String())
	return errors.Join(answerUntil(ctx, listener, pages.Handler()), pages.Close())
}

// answerUntil answers until ctx ends, and then lets requests under way finish.
func answerUntil(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return server.Shutdown(patience)
}
