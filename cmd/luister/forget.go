package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"luister/export/erase"
	"luister/export/page"
	"luister/export/snapshot"
	"luister/export/table"
)

func newForgetCmd() *cobra.Command {
	f := &forgetting{}
	var ws string
	cmd := &cobra.Command{
		Use:   "forget",
		Short: "Erase a customer or a feedback from everything that was published",
		Long: `Forget erases all feedback of a customer, or single feedback, from every published
snapshot: tables, search index, state of the drivers, session packs, decisions. It
publishes a new snapshot without them, rewrites the older ones, and says which
delivered files still hold the person, by line. Those files are yours to change;
whatever they hold is never read again, because a tombstone (a keyed hash) stays
behind in erasures.jsonl. The counts of earlier runs stay as they were.

A customer may be known by a number in one source and by an e-mail address in another.
What is tied to the customer only by the other one is not erased, because people share
addresses; forget names it, with the command that goes on.

A customer is named by the key as it was delivered (a customer number, an e-mail
address) or by its customer_id in the tables; a feedback by its feedback_id. With
- they are read from standard input, one a line, so that they do not end up in
the history of the shell. Without either, an erasure that was killed is finished;
so does the next run.`,
		Example: `  luister forget -w klantenstem --customer KL1234567
  luister forget -w klantenstem --customer - < verzoek.txt
  luister forget -w klantenstem --feedback 3fk2mbqcnyw7a5d1 --dry-run`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.read(cmd.InOrStdin()); err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return forget(ctx, cmd, ws, f)
		},
	}
	workspaceFlag(cmd, &ws)
	cmd.Flags().StringArrayVar(&f.customers, "customer", nil, "key of a customer, as delivered or as in the tables; - reads keys from standard input")
	cmd.Flags().StringArrayVar(&f.feedback, "feedback", nil, "id of a feedback; - reads ids from standard input")
	cmd.Flags().BoolVar(&f.dry, "dry-run", false, "only say what would be erased")
	return cmd
}

// forgetting is what a run is to erase, and what it found.
type forgetting struct {
	customers, feedback []string
	dry                 bool

	held  []holding        // per snapshot, oldest first
	tied  []tie            // other names of who is erased, by which feedback is known that stays
	lines []deliveredLines // of delivered files
	gone  []table.File     // files that hold it and are not where they were delivered
	kept  []string         // files of people in the workspace that name it
	coded []string         // batches to code that name it: their rows go
}

// holding is what one snapshot holds of what is erased.
type holding struct {
	snapshot string
	months   map[string][]string
	rows     map[string]int // by table
}

// read reads the keys and ids that are given on standard input.
func (f *forgetting) read(in io.Reader) error {
	for _, list := range []*[]string{&f.customers, &f.feedback} {
		if !slices.Contains(*list, "-") {
			continue
		}
		*list = slices.DeleteFunc(*list, func(s string) bool { return s == "-" })
		lines := bufio.NewScanner(in)
		for lines.Scan() {
			if line := strings.TrimSpace(lines.Text()); line != "" {
				*list = append(*list, line)
			}
		}
		if err := lines.Err(); err != nil { // half a list is no list
			return wrap("reading what to erase", err)
		}
	}
	if slices.Contains(f.customers, "") || slices.Contains(f.feedback, "") {
		return usageError("a key or id that is empty names nobody")
	}
	if f.dry && len(f.customers)+len(f.feedback) == 0 {
		return usageError("--dry-run needs --customer or --feedback")
	}
	return nil
}

// forgetStages is the erasure, in order: from when the request is on disk, any
// later run finishes what a kill left. It publishes as a nightly run does.
var forgetStages = slices.Concat([]stage{
	{"open", (*night).open, false},
	{"deliveries", (*night).lookForPeople, false}, // which delivered files hold what is erased
	{"erase", (*night).erase, false},              // what must go; the request is noted
}, stagesFrom("read", "purge"))

// stagesFrom gives the stages of the nightly job from one to another.
func stagesFrom(first, last string) []stage {
	at := func(name string) int {
		return slices.IndexFunc(nightly, func(s stage) bool { return s.name == name })
	}
	return nightly[at(first) : at(last)+1]
}

func forget(ctx context.Context, cmd *cobra.Command, ws string, f *forgetting) error {
	n := newNight(ctx, ws, time.Now().UTC(), newProgress(cmd.ErrOrStderr()))
	n.forgetting = f
	run, err := runStages(n, forgetStages)
	if errors.Is(err, errDry) {
		err = nil
	}
	if run == nil || err != nil {
		return err
	}
	return f.tell(cmd.OutOrStdout(), n)
}

// errDry ends a run that only says what it would do.
var errDry = errors.New("nothing was changed")

// erase finds what is to be erased and notes the request.
func (n *night) erase() error {
	f := n.forgetting
	n.erased = map[string]bool{}
	if f.dry {
		return errDry
	}
	if len(f.customers) > 0 {
		if err := n.tombstones.Request(n.now, n.run.ID, erase.Customer, f.customers...); err != nil {
			return err
		}
	}
	ids, err := n.tombstones.Everywhere()
	if err != nil {
		return err
	}
	// Also the feedback itself, should its customer be known otherwise one day.
	if ids = append(ids, f.feedback...); len(ids) > 0 {
		if err := n.tombstones.Request(n.now, n.run.ID, erase.Feedback, ids...); err != nil {
			return err
		}
	}
	if err := n.findErased(); err != nil {
		return err
	}
	n.cleanBatches()
	return n.anythingGoes()
}

// subjects turns what the user gave into ids as they stand in the tables, and
// says what of it each snapshot holds.
func (n *night) subjects() error {
	f := n.forgetting
	names, err := snapshot.List(n.ws)
	if err != nil {
		return err
	}
	known := map[string]bool{} // customers of any snapshot
	var opened []*table.Tables
	defer func() {
		for _, t := range opened {
			t.Close()
		}
	}()
	for _, name := range names {
		tables, err := table.Open(filepath.Join(n.ws, "snapshots", name, "tables"))
		if err != nil {
			return err
		}
		opened = append(opened, tables)
		columns, err := tables.Columns("feedback", nil, "customer_id", "contact_id")
		if err != nil {
			return err
		}
		for _, id := range slices.Concat(columns.Strings("customer_id"), columns.Strings("contact_id")) {
			known[id] = true
		}
	}
	for i, id := range f.feedback {
		f.feedback[i] = strings.ToUpper(id)
	}
	for i, key := range f.customers {
		if !known[key] {
			f.customers[i] = n.masker.Hash("klant", key)
		}
	}
	for i, tables := range opened {
		if err := f.count(names[i], tables); err != nil {
			return err
		}
	}
	return f.findTies(opened)
}

// count notes what one snapshot holds.
func (f *forgetting) count(name string, tables *table.Tables) error {
	columns, err := tables.Columns("feedback", nil, "feedback_id", "customer_id", "contact_id")
	if err != nil {
		return err
	}
	var ids []string
	contacts := columns.Strings("contact_id")
	for i, id := range columns.Strings("feedback_id") {
		if slices.Contains(f.feedback, id) || f.asked(columns.Strings("customer_id")[i], contacts[i]) {
			ids = append(ids, id)
		}
	}
	months, err := tables.Months(ids...)
	if err != nil {
		return err
	}
	here := holding{snapshot: name, months: months, rows: map[string]int{}}
	for _, t := range table.Names() {
		if here.rows[t], err = tables.Count(t, ids...); err != nil {
			return err
		}
	}
	f.held = append(f.held, here)
	return nil
}

// asked says whether a customer is to be erased, by key or by e-mail address.
func (f *forgetting) asked(customer, contact string) bool {
	return customer != "" && slices.Contains(f.customers, customer) || contact != "" && slices.Contains(f.customers, contact)
}

// ids gives the feedback that any snapshot holds.
func (f *forgetting) ids() []string {
	var all []string
	for _, here := range f.held {
		for _, ids := range here.months {
			all = append(all, ids...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// tell says what was erased, or would be.
func (f *forgetting) tell(w io.Writer, n *night) error {
	var b strings.Builder
	verb := "Gewist"
	if f.dry {
		verb = "Zou wissen"
	}
	fmt.Fprintf(&b, "%s: %d feedback\n", verb, len(f.ids()))
	asked := len(f.customers)+len(f.feedback) > 0
	switch {
	case len(f.ids()) > 0:
	case asked:
		b.WriteString("  let op      geen enkele stand heeft feedback van deze klant of met dit nummer: kijk of de sleutel goed is geschreven\n")
	default:
		b.WriteString("  let op      er is geen klant of feedback genoemd (--customer, --feedback), en er stond geen afgebroken verzoek open\n")
	}
	for _, here := range f.held {
		if len(here.months) == 0 {
			continue
		}
		fmt.Fprintf(&b, "  stand       snapshots/%s\n", here.snapshot)
		for _, name := range table.Names() {
			if here.rows[name] > 0 {
				fmt.Fprintf(&b, "    tabel     %s: %s\n", name, page.Plural(int(here.rows[name]), "rij", "rijen"))
			}
		}
		for _, month := range slices.Sorted(maps.Keys(here.months)) {
			fmt.Fprintf(&b, "    zoekindex %s: %d\n", month, len(here.months[month]))
		}
		fmt.Fprintf(&b, "    stand van de drivers en sessiepakketten opnieuw gemaakt\n")
	}
	for _, notice := range n.run.Notices {
		fmt.Fprintf(&b, "  let op      %s\n", notice)
	}
	f.tellFiles(&b)
	f.tellTies(&b, n.ws)
	if !f.dry && asked {
		fmt.Fprintf(&b, "  voortaan    wat hiervan nog eens wordt geleverd, wordt niet gelezen (erasures.jsonl)\n")
	}
	for _, s := range n.sources {
		if len(s.Consumers) > 0 {
			fmt.Fprintf(&b, "  afnemers    van bron %s: %s\n", s.Source, strings.Join(s.Consumers, ", "))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (f *forgetting) tellFiles(b *strings.Builder) {
	for _, d := range f.lines {
		fmt.Fprintf(b, "  NOG IN      %s (%.12s), regel %s\n", d.name, d.hash, d.numbers())
	}
	for _, file := range f.gone {
		fmt.Fprintf(b, "  NOG IN      %s (%.12s), dat niet meer staat waar het geleverd werd\n", file.Name, file.FileID)
	}
	for _, name := range f.coded {
		fmt.Fprintf(b, "  te coderen  %s: de rijen ervan gaan eruit\n", name)
	}
	for _, name := range f.kept {
		fmt.Fprintf(b, "  NOG IN      %s: dat bestand is van u, haal het er zelf uit of wis het\n", name)
	}
	if len(f.lines)+len(f.gone) > 0 {
		fmt.Fprintf(b, "              Deze geleverde bestanden past luister niet aan: haal de regels er zelf uit, of wis de bestanden.\n")
	}
}
