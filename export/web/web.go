// Package web is the page: what improvement teams look at in their browser.
//
// It reads the published snapshot of a workspace, the manifests of its runs and
// what people decided, and gives Dutch pages that are made on the server and
// need no script. A request resolves current.json once and stays on the snapshot
// it found; a new snapshot shows by itself. What people decide here goes to the
// log of decisions, which the next run obeys: it never changes a snapshot, never
// sends anything elsewhere, and never shows a text that was not masked.
package web

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"luister/export/pack"
	"luister/export/page"
	"luister/export/snapshot"
	"luister/nlp"
	"luister/nlp/code"
)

//go:embed templates/*.html style.css favicon.svg
var files embed.FS

// Options are what a Server works with.
type Options struct {
	Workspace    string
	Organisation string // shown at the top; may be empty
	AsOf         string // a run: the pages stay on its snapshot; empty: they follow the current one
	// Analyse reads a text as the texts of the index were read.
	Analyse func(text string) *nlp.Document
	Scheme  *code.Scheme // nil: the shipped one
	// Mask replaces personal data in what people write on these pages, before it
	// is written down; nil: as it is.
	Mask func(text string) string
	// User is who decides what is entered on these pages. Behind a proxy that
	// people sign in to, UserHeader is the header in which it names them.
	User       string
	UserHeader string
	Now        func() time.Time // nil: time.Now
}

// A Server answers requests about one workspace.
type Server struct {
	options   Options
	snapshots snapshots
	pages     map[string]*template.Template
	style     []byte
	icon      []byte
	version   string // of the style sheet, so that a new one is fetched
	labels    page.Labels
	guard     *guard
	decisions decisions

	explanations []explanationPart
}

// New makes a Server. It fails if its own templates or explanations do not hold; the workspace
// may be empty.
func New(o Options) (*Server, error) {
	if o.Scheme == nil {
		o.Scheme = code.DefaultScheme()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Mask == nil {
		o.Mask = func(text string) string { return text }
	}
	s := &Server{options: o, labels: page.NewLabels(o.Scheme), guard: newGuard(cmp.Or(o.User, "onbekend"), o.UserHeader), decisions: decisions{workspace: o.Workspace, mask: o.Mask}}
	s.snapshots = snapshots{workspace: o.Workspace, asOf: o.AsOf, analyse: o.Analyse, patience: patience}
	var err error
	if s.style, err = files.ReadFile("style.css"); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	s.style = append([]byte(page.Style), s.style...)
	if s.icon, err = files.ReadFile("favicon.svg"); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	if s.explanations, err = parseExplanations(explained); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(s.style)
	s.version = hex.EncodeToString(sum[:4])
	return s, s.parse()
}

// parse reads the templates: each page is one file, in the layout.
func (s *Server) parse() error {
	layout, err := template.New("layout.html").Funcs(page.Funcs(s.labels)).Funcs(template.FuncMap{"explanation": s.explanation}).
		ParseFS(files, "templates/layout.html", "templates/parts.html")
	if err == nil {
		layout, err = layout.Parse(pack.ReviewText)
	}
	if err != nil {
		return fmt.Errorf("web: %w", err)
	}
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		return fmt.Errorf("web: %w", err)
	}
	s.pages = map[string]*template.Template{}
	for _, name := range names {
		t, err := layout.Clone()
		if err == nil {
			t, err = t.ParseFS(files, name)
		}
		if err != nil {
			return fmt.Errorf("web: %w", err)
		}
		s.pages[strings.TrimSuffix(strings.TrimPrefix(name, "templates/"), ".html")] = t
	}
	return nil
}

// Prepare begins to open the current snapshot, so that who asks first waits less.
func (s *Server) Prepare() {
	if name, err := s.snapshots.name(); err == nil {
		s.snapshots.start(name)
	}
}

// Close lets go of the open snapshot. No request may be under way.
func (s *Server) Close() error { return s.snapshots.close() }

// Handler gives the pages.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /style.css", s.static("text/css; charset=utf-8", s.style))
	mux.HandleFunc("GET /favicon.svg", s.static("image/svg+xml", s.icon))
	for pattern, show := range map[string]func(*http.Request, *opened) (*view, error){
		"GET /{$}":           s.start,
		"GET /zoeken":        s.search,
		"GET /drivers":       s.drivers,
		"GET /drivers/{id}":  s.driver,
		"GET /feedback/{id}": s.feedback,
		"GET /bronnen":       s.sources,
		"GET /sessie":        s.session,
		"GET /besluiten":     s.decided,
		"GET /vergelijk":     s.compare,
		"GET /brieven":       s.letters,
		"GET /indeling":      s.scheme,
		"GET /maatregelen":   s.measures,
		"GET /suggesties":    s.suggestions,
		"GET /bereik":        s.reach,
		"GET /resultaat":     s.results,
		"GET /benchmark":     s.benchmark,
		"GET /coderen":       s.coding,
		"GET /kwartaal":      s.quarter,
	} {
		mux.HandleFunc(pattern, s.withSnapshot(show))
	}
	mux.HandleFunc("POST /besluiten", s.decide)
	mux.HandleFunc("POST /coderen", s.code)
	mux.HandleFunc("GET /sessie/{file}", s.packFile)
	mux.HandleFunc("GET /benchmark/wij.json", s.benchmarkFile)
	mux.HandleFunc("GET /uitleg", s.plain(s.explain))
	mux.HandleFunc("GET /runs", s.plain(s.runs))
	mux.HandleFunc("GET /runs/{id}", s.plain(s.run))
	mux.HandleFunc("GET /runs/{id}/verslag.html", s.reportFile)
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, errNotFound) })
	mux.HandleFunc("/", s.refuse)
	if s.options.UserHeader != "" {
		return s.guard.signedIn(secured(mux)) // the name of the host is the proxy's
	}
	return local(secured(mux))
}

// A view is what a page shows.
type view struct {
	Page   string // name of the template
	Title  string
	Data   any
	Notice string // what was just written down
}

// frame is what the layout is given: the view and what surrounds it.
type frame struct {
	view
	Organisation, Style, Query, Who string
	Menu                            []menuLink
	Sub                             []link
	Hidden                          template.HTML // the fields that every form has that changes something
}

var errNotFound = errors.New("not found")

// withSnapshot answers with what a page shows of the current snapshot.
func (s *Server) withSnapshot(show func(*http.Request, *opened) (*view, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		snap, err := s.snapshots.acquire()
		if err != nil {
			s.fail(w, r, err)
			return
		}
		defer s.snapshots.release(snap)
		v, err := show(r, snap)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if v.Notice, err = s.notice(r, snap); err != nil {
			s.fail(w, r, err)
			return
		}
		s.write(w, r, http.StatusOK, v)
	}
}

// plain answers with a page that needs no snapshot.
func (s *Server) plain(show func(*http.Request) (*view, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := show(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		s.write(w, r, http.StatusOK, v)
	}
}

// write sends a page: whole, or an error.
func (s *Server) write(w http.ResponseWriter, r *http.Request, status int, v *view) {
	section, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	var b bytes.Buffer
	who, _ := s.guard.who(r)
	all, sub := menu(section)
	f := frame{*v, s.options.Organisation, s.version, r.URL.Query().Get("q"), who, all, sub, s.hidden(w, r)}
	if err := s.pages[v.Page].ExecuteTemplate(&b, "layout.html", f); err != nil {
		slog.Error("a page could not be made", "page", v.Page, "error", err)
		http.Error(w, "Deze pagina kon niet worden gemaakt.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(b.Bytes()) // an error means that the reader went away
	}
}

// fail shows what went wrong, in Dutch.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, snapshot.ErrNone):
		s.write(w, r, http.StatusOK, &view{Page: "empty", Title: "Nog niets gepubliceerd", Data: s.options.Workspace})
	case errors.Is(err, errNotFound):
		s.write(w, r, http.StatusNotFound, &view{Page: "error", Title: "Niet gevonden",
			Data: "Deze pagina is er niet, of gaat over feedback of een driver die er niet meer is."})
	case errors.Is(err, errOpening):
		if r.Method == http.MethodGet { // a form is sent again by its sender
			w.Header().Set("Refresh", "2")
		}
		w.Header().Set("Retry-After", "2")
		s.write(w, r, http.StatusServiceUnavailable, &view{Page: "opening", Title: "De gegevens worden geopend"})
	case r.Context().Err() != nil:
	default:
		slog.Error("a page failed", "path", r.URL.Path, "error", err)
		s.write(w, r, http.StatusInternalServerError, &view{Page: "error", Title: "Er ging iets mis",
			Data: "De gegevens voor deze pagina konden niet worden gelezen. Wat er misging staat in het venster waarin luister draait."})
	}
}

// refuse answers requests that would change something where nothing can be changed.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Allow", "GET, HEAD")
	s.write(w, r, http.StatusMethodNotAllowed, &view{Page: "error", Title: "Dat kan hier niet", Data: "Op deze pagina is alleen te lezen; er kan niets worden gewijzigd."})
}

// hidden gives the fields of a form: its token, and the page to go back to.
func (s *Server) hidden(w http.ResponseWriter, r *http.Request) template.HTML {
	back := template.HTMLEscapeString(r.URL.Path)
	return template.HTML(`<input type="hidden" name="` + tokenField + `" value="` + s.guard.token(w, r) + `"><input type="hidden" name="terug" value="` + back + `">`)
}

func (s *Server) static(kind string, content []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "private, max-age=86400")
		if r.Method != http.MethodHead {
			w.Write(content)
		}
	}
}

const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secured sets the headers that keep a page to itself.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// local refuses requests that came by another name than this machine's own: a
// foreign page could otherwise make its name point here.
func local(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		if !IsLocal(host) {
			http.Error(w, "Deze pagina is alleen op deze computer te zien, als http://localhost.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// IsLocal says whether a host is this machine itself.
func IsLocal(host string) bool {
	host = strings.Trim(host, "[]")
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
