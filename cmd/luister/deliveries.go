package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"luister/export/report"
	"luister/export/table"
	"luister/ingest"
	"luister/ingest/quality"
	"luister/ingest/source"
)

// A delivery is a new file of this night.
type delivery struct {
	*source.Delivery
	source   string // name of the source
	config   source.Source
	file     int // index in run.Files
	modified time.Time
	settings string // fingerprint of config

	only func(ingest.Row) bool // the rows that are read; nil for all
}

// Rows gives the rows that are read.
func (d *delivery) Rows() iter.Seq2[ingest.Row, error] {
	if d.only == nil {
		return d.Delivery.Rows()
	}
	return func(yield func(ingest.Row, error) bool) {
		for row, err := range d.Delivery.Rows() {
			if (err != nil || d.only(row)) && !yield(row, err) {
				return
			}
		}
	}
}

// deliveredFiles knows the files of earlier runs: by their bytes and by what the
// configuration said about their source.
type deliveredFiles struct {
	read   map[string]string    // settings by hash
	since  map[string]time.Time // when it was read first, by hash
	states map[fileState]string // hash
	dirty  map[string]bool      // hashes of files with rejected rows

	source   map[string]string  // name of the source by hash
	again    map[string]bool    // sources of which all files are read again
	troubles map[trouble]string // files that could not be read, and the run that found it; nil before it is asked
}

// A fileState tells that a file is unchanged without reading it.
type fileState struct {
	name     string
	size     int64
	modified int64 // microseconds
}

func stateOf(name string, info os.FileInfo) fileState {
	return fileState{name, info.Size(), info.ModTime().UnixMicro()}
}

func newDeliveredFiles(files []table.File) deliveredFiles {
	known := deliveredFiles{read: map[string]string{}, since: map[string]time.Time{}, states: map[fileState]string{}, dirty: map[string]bool{}, source: map[string]string{}}
	for _, f := range files { // by hash, then by run: the newest reading counts
		if _, before := known.since[f.FileID]; !before {
			known.since[f.FileID] = momentOf(f.RunID)
		}
		if f.Problem == "" {
			known.read[f.FileID] = f.Settings
			known.source[f.FileID] = f.Source
			known.states[fileState{f.Name, f.Size, f.Modified.UnixMicro()}] = f.FileID
			known.dirty[f.FileID] = f.RowsRejected > 0
		}
	}
	return known
}

// toRead says whether a known file is to be read again.
func (k *deliveredFiles) toRead(hash string) bool { return k.again[k.source[hash]] }

// readAgain has all files of the named sources read again.
func (n *night) readAgain(sources []string) error {
	for _, name := range sources {
		if !slices.ContainsFunc(n.sources, func(s table.Source) bool { return s.Source == name }) {
			return usageError("--again: there is no source %q; 'luister cat source' lists what there is", name)
		}
		if n.known.again == nil {
			n.known.again = map[string]bool{}
		}
		n.known.again[name] = true
	}
	return nil
}

// find looks which files are there and opens the new ones. A file that cannot
// be read is an alarm in the first run that finds it, and the others go on.
func (n *night) find() error {
	if n.known.read == nil {
		n.known = newDeliveredFiles(nil)
	}
	if err := n.readAgain(n.onceMore); err != nil {
		return err
	}
	paths, err := n.list()
	if err != nil {
		return err
	}
	n.progress.total(int64(len(paths)))
	for _, path := range paths {
		n.look(path)
		n.progress.step(1)
	}
	n.missing()
	return n.judgeDeliveries()
}

// list gives the files in the inbox and those elsewhere that sources name,
// sorted by name. Of two deliveries of one night the later name counts as the
// later delivery.
func (n *night) list() ([]string, error) {
	inbox := filepath.Join(n.ws, "inbox")
	paths, err := source.Files(inbox)
	if err != nil && paths != nil {
		n.paths = append(n.paths, inbox)
		n.cannotRead(report.File{Name: "inbox"}, inbox, err)
	} else if err != nil {
		return nil, fmt.Errorf("looking for deliveries: %w; make the folder inbox, or run 'luister init'", err)
	}
	for _, s := range n.cfg.Sources {
		for _, pattern := range s.Paths {
			root := fixedPart(n.ws, pattern)
			if root == inbox || strings.HasPrefix(root, inbox+string(filepath.Separator)) {
				continue
			}
			more, err := source.Files(root)
			if err != nil {
				n.paths = append(n.paths, root)
				n.cannotRead(report.File{Name: pattern, Source: s.Name}, root, err)
				continue
			}
			paths = append(paths, slices.DeleteFunc(more, func(path string) bool { return !s.Matches(path) })...)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths), nil
}

// fixedPart is the folder that a pattern starts from, before its first wildcard;
// patterns without a folder are looked for in the inbox.
func fixedPart(ws, pattern string) string {
	folder := pattern
	if i := strings.IndexAny(pattern, "*?["); i >= 0 {
		folder = pattern[:i]
	}
	folder = filepath.Dir(folder + "x")
	switch {
	case folder == ".":
		return filepath.Join(ws, "inbox")
	case filepath.IsAbs(folder):
		return folder
	}
	return filepath.Join(ws, folder)
}

// missing notes the sources of which no file was ever seen: mostly a mistake in
// their path.
func (n *night) missing() {
	for _, s := range n.cfg.Sources {
		seen := slices.ContainsFunc(n.sources, func(known table.Source) bool { return known.Source == s.Name }) ||
			slices.ContainsFunc(n.paths, s.Matches)
		if !seen {
			n.run.Notices = append(n.run.Notices, fmt.Sprintf("bron %s: geen bestand gevonden voor %s", s.Name, strings.Join(s.Paths, ", ")))
		}
	}
}

// look opens one file, if it is new, and notes it in the run. Names of files may
// hold names of people, so what is kept of them is masked.
func (n *night) look(path string) { n.lookAs(path, n.configFor(path)) }

// lookAs is look for a file of a source.
func (n *night) lookAs(path string, cfg source.Source) {
	f := report.File{Name: n.masker.Title(n.relative(path)), Source: cfg.Name}
	n.paths = append(n.paths, path)
	info, err := os.Stat(path)
	if err != nil {
		n.cannotRead(f, path, err)
		return
	}
	f.Size = info.Size()
	settings := settingsOf(cfg)
	state := stateOf(f.Name, info)
	n.seen[path] = state
	if hash, ok := n.known.states[state]; ok && n.known.read[hash] == settings && !n.known.toRead(hash) {
		f.Hash, f.Known = hash, true
		n.run.Files = append(n.run.Files, f)
		return
	}
	d, err := n.openDelivery(path, cfg)
	if err != nil {
		n.cannotRead(f, path, err)
		return
	}
	f.Hash, f.Kind, f.Assumed = d.Hash, string(d.Kind), d.Account()
	for i, said := range f.Assumed {
		f.Assumed[i] = n.withoutPeople(said)
	}
	before, read := n.known.read[d.Hash]
	f.Known = read && before == settings && !n.known.toRead(d.Hash)
	if !f.Known {
		f.Again = read
		n.known.read[d.Hash] = settings
		delete(n.known.source, d.Hash) // it is read now
		f.Source = n.sourceOf(d, cfg)
		n.tellLeft(&f, d)
		if d.Empty() {
			n.run.Notices = append(n.run.Notices, f.Name+": een levering van 0 rijen, er staat alleen een kopregel in")
		}
		n.deliveries = append(n.deliveries, &delivery{Delivery: d, source: f.Source, config: cfg, file: len(n.run.Files), modified: info.ModTime(), settings: settings})
	}
	n.run.Files = append(n.run.Files, f)
	slog.Info("file", "name", f.Name, "source", f.Source, "kind", f.Kind, "bytes", f.Size, "known", f.Known)
}

// tellLeft tells, in the account of the file and to everybody, which sheets of a
// workbook hold texts that are not read.
func (n *night) tellLeft(f *report.File, d *source.Delivery) {
	for _, left := range d.Left() {
		said := fmt.Sprintf("blad “%s” met %s rijen is NIET gelezen, en er staan teksten in: bewaar dat blad als eigen bestand en lever het ook",
			n.shown(left.Name), report.Number(int64(left.Rows)))
		f.Assumed = append(f.Assumed, "LET OP: "+said+".")
		n.run.Notices = append(n.run.Notices, f.Name+": "+said)
	}
}

// openDelivery opens a file in the way of its source: by what feedback is known
// was settled by the first delivery, and a later one does not change it.
func (n *night) openDelivery(path string, cfg source.Source) (*source.Delivery, error) {
	cfg.Now = n.now
	d, err := source.Open(path, cfg)
	if err != nil {
		return nil, err
	}
	if since := n.known.since[d.Hash]; !since.IsZero() {
		d.ReadAt(since)
		cfg.Now = since
	}
	name := cfg.Name
	if name == "" {
		name = n.similar(d)
	}
	i := slices.IndexFunc(n.sources, func(s table.Source) bool { return s.Source == name })
	if i < 0 || n.sources[i].Key == "" || n.sources[i].Key == d.Key {
		return d, nil
	}
	cfg.KnownKey = n.sources[i].Key
	return source.Open(path, cfg)
}

// settingsOf is a fingerprint of what the configuration says about a source; ""
// if it says nothing.
func settingsOf(cfg source.Source) string {
	if cfg.Name == "" {
		return ""
	}
	cfg.After, cfg.Owner, cfg.LegalBasis, cfg.Retention, cfg.Expected, cfg.Consumers = "", "", "", "", quality.Expected{}, nil
	sum := sha256.Sum256([]byte(encodeLayout(cfg)))
	return hex.EncodeToString(sum[:8])
}

func (n *night) cannotRead(f report.File, path string, err error) {
	f.Problem = n.withoutPeople(strings.ReplaceAll(strings.TrimPrefix(err.Error(), path+": "), path, f.Name))
	if info, err := os.Stat(path); err == nil && info.IsDir() { // what it holds is not known: every night an alarm
		n.run.Alarms = append(n.run.Alarms, "niet te lezen: "+f.Name)
	} else {
		n.trouble(&f, "niet te lezen: "+f.Name)
	}
	n.run.Files = append(n.run.Files, f)
	slog.Warn("file cannot be read", "name", f.Name, "error", f.Problem)
}

// withoutPeople masks what stands between quotation marks in a sentence: headers of
// columns and names of sheets, which people write.
func (n *night) withoutPeople(said string) string {
	return between.ReplaceAllStringFunc(said, func(name string) string {
		return strings.ReplaceAll(n.shown(name), "\n", " ")
	})
}

var pseudonyms = regexp.MustCompile(`\[[A-Z]+-[A-Z2-7]{10}\]`)

var between = regexp.MustCompile(`“[^”]*”|"[^"]*"`)

func (n *night) relative(path string) string {
	if rel, err := filepath.Rel(n.ws, path); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return path
}

// configFor gives the source of the configuration that claims a file; the zero
// Source if none does.
func (n *night) configFor(path string) source.Source {
	for _, s := range n.cfg.Sources {
		if s.Matches(path) {
			return s
		}
	}
	return source.Source{}
}

// sourceOf names the source of a delivery: the one that claims it, else the
// known one with the most similar layout, else a new one named after the file.
func (n *night) sourceOf(d *source.Delivery, cfg source.Source) string {
	name := cfg.Name
	if name == "" {
		name = n.similar(d)
	}
	if name == "" {
		name = n.freshName(d)
	}
	if d.Empty() && slices.ContainsFunc(n.sources, func(s table.Source) bool { return s.Source == name }) {
		return name // no rows tell nothing of the source
	}
	n.layoutChanged(name, d)
	n.remember(name, d)
	return name
}

// similar names the known source with the most similar layout; "" if there is none.
func (n *night) similar(d *source.Delivery) string {
	best, most, layout := "", 0.0, n.layoutOf(d)
	for _, s := range n.sources {
		var known source.Layout
		if json.Unmarshal([]byte(s.Layout), &known) != nil || n.configured(s.Source) {
			continue
		}
		if similarity := source.Similarity(known, layout); similarity > most {
			best, most = s.Source, similarity
		}
	}
	if most < source.Same {
		return ""
	}
	return best
}

// configured says that luister.yaml has this source: it claims its own files.
func (n *night) configured(name string) bool {
	return slices.ContainsFunc(n.cfg.Sources, func(s source.Source) bool { return s.Name == name })
}

// remember keeps the layout of a source as it was delivered last.
func (n *night) remember(name string, d *source.Delivery) {
	i := slices.IndexFunc(n.sources, func(s table.Source) bool { return s.Source == name })
	if i < 0 {
		n.sources = append(n.sources, table.Source{Source: name, Label: name})
		i = len(n.sources) - 1
	}
	n.sources[i].Kind, n.sources[i].Layout, n.sources[i].Key = string(d.Kind), encodeLayout(n.layoutOf(d)), d.Key
	n.sources[i].Scales = n.scalesOf(d.Mapping)
}

// layoutOf is the layout of a delivery as it is kept: without people in the headers.
func (n *night) layoutOf(d *source.Delivery) source.Layout {
	layout := d.Layout
	layout.Columns = make([]string, len(d.Layout.Columns))
	for i, header := range d.Layout.Columns {
		layout.Columns[i] = n.shown(header)
	}
	return layout
}

// shown is a header, or the name of a sheet, without people in it.
func (n *night) shown(header string) string { return n.masker.Title(header) }

// freshName names a source after its first file, without dates and numbers.
func (n *night) freshName(d *source.Delivery) string {
	name := "e-mail"
	if d.Kind != source.Mail {
		stem, _, _ := strings.Cut(pseudonyms.ReplaceAllString(n.shown(filepath.Base(d.Path)), ""), ".")
		name = strings.Trim(strings.Map(letters, strings.ToLower(stem)), "-_ ")
	}
	if name == "" {
		name = string(d.Kind)
	}
	for i, base := 2, name; slices.ContainsFunc(n.sources, func(s table.Source) bool { return s.Source == name }); i++ {
		name = fmt.Sprintf("%s-%d", base, i)
	}
	return name
}

func letters(r rune) rune {
	switch {
	case unicode.IsLetter(r), r == '-', r == '_':
		return r
	case r == ' ':
		return '-'
	}
	return -1
}
