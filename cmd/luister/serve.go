package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"os/user"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"luister/export/snapshot"
	"luister/export/web"
)

func newServeCmd() *cobra.Command {
	var from reading
	var addr, proxy string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show the page: search, drivers, feedback, runs, for the browser on this machine",
		Long: `Serve shows the published snapshot of a workspace in the browser of this machine:
overview, search, drivers, feedback, session packs and run reports, in Dutch. It
works during a run; a new snapshot appears without a restart. What people decide
on it (a name, an owner, a correction) is added to decisions.jsonl under the name
of who started serve, and obeyed by the next run.

It answers only on this machine itself: there are no users and no TLS, so any
other address is refused. Behind a reverse proxy with its own sign-in, name with
--behind-proxy the header in which the proxy says who is signed in: then other
addresses are allowed, that name goes into the log, and whoever comes without it
is refused. The proxy must take that header away from what comes in from outside,
and nobody but the proxy may reach the address. It runs until it is interrupted.`,
		Example: `  luister serve -w klantenstem
  luister serve -w klantenstem --addr localhost:9000
  luister serve -w klantenstem --behind-proxy X-Forwarded-User`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return serve(ctx, from.ws, listening{addr, proxy, from.asOf}, func(where string) {
				fmt.Fprintf(cmd.OutOrStdout(), "De pagina staat op http://%s (stoppen met Ctrl-C)\n", where)
			})
		},
	}
	from.flags(cmd)
	cmd.Flags().StringVar(&addr, "addr", "localhost:8080", "where to listen: a name of this machine itself and a port; port 0 takes a free one")
	cmd.Flags().StringVar(&proxy, "behind-proxy", "", "header in which a reverse proxy names who is signed in, such as X-Forwarded-User")
	return cmd
}

// listening is where serve answers, and to whom.
type listening struct {
	addr  string
	proxy string // header that names who is signed in; empty: only this machine
	asOf  string // run of which the snapshot is shown; empty: the current one
}

func (l listening) check() error {
	host, _, err := net.SplitHostPort(l.addr)
	if err != nil {
		return usageError("--addr %q is not a host and a port, such as localhost:8080", l.addr)
	}
	if l.proxy == "" && !web.IsLocal(host) {
		return usageError("--addr %q can be reached by others, and the page has no users and no TLS; use localhost, or --behind-proxy", l.addr)
	}
	return nil
}

// servingGC collects garbage half as often as is usual: a server holds columns of
// all feedback, and marking those for the little that a question leaves behind
// makes whoever asks just then wait.
const servingGC = 200

// serve answers requests until ctx ends. It says where it listens.
func serve(ctx context.Context, ws string, at listening, ready func(addr string)) error {
	if err := at.check(); err != nil {
		return err
	}
	collectAt(servingGC)
	options, err := pageOptions(ws)
	if err != nil {
		return err
	}
	options.UserHeader, options.AsOf = at.proxy, at.asOf
	if at.asOf != "" {
		if _, err := snapshot.AsOf(ws, at.asOf); err != nil {
			return err
		}
	}
	pages, err := web.New(options)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", at.addr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s (%w); another port can be named with --addr", at.addr, err)
	}
	pages.Prepare()
	ready(listener.Addr().String())
	return errors.Join(answerUntil(ctx, listener, pages.Handler()), pages.Close())
}

// pageOptions gives the pages what the workspace says.
func pageOptions(ws string) (web.Options, error) {
	cfg, err := loadConfig(ws)
	if err != nil {
		return web.Options{}, err
	}
	scheme, err := loadScheme(cfg.scheme(ws))
	if err != nil {
		return web.Options{}, err
	}
	mask, err := workspaceMasker(ws)
	if err != nil {
		return web.Options{}, err
	}
	read, err := newSearchReader()
	if err != nil {
		return web.Options{}, err
	}
	options := web.Options{Workspace: ws, Organisation: cfg.Organisation, Scheme: scheme, Mask: mask, Analyse: read}
	if me, err := user.Current(); err == nil {
		options.User = me.Username
	}
	return options, nil
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
