package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"luister/ingest/delimited"
	"luister/ingest/objects"
	"luister/ingest/source"
	"luister/ingest/unpack"
)

func newConvertCmd() *cobra.Command {
	var out, sheet string
	cmd := &cobra.Command{
		Use:   "convert [--out DIR] [--sheet NAME] FILE...",
		Short: "Rewrite any supported file as clean CSV",
		Long: `Convert reads each file the way a run would read it and writes its table as
RFC 4180 CSV: UTF-8, comma, the header first. The answer for a.csv is
a.csv_converted.csv, in DIR or beside the file.

Header rows are joined per column with one blank. Lines in front of and behind
the table are left out, and so are other tables than the first; what is left out
is named on standard error. Cells are not changed. A damaged row is kept, padded
to the width of the table, and named. Two files of one name are not converted into
one directory: the second is refused. A file that cannot be read gets the single
line "Application Error", and the reason stands on standard error; for a file that
is not there nothing is written.`,
		Example: `  luister convert export.csv
  luister convert --out clean/ delivered/*.csv`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return convertAll(args, out, sheet, cmd.ErrOrStderr())
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "directory to write to (default: beside each file)")
	cmd.Flags().StringVar(&sheet, "sheet", "", "of a workbook: the sheet to convert, by name or as #2 (default: the data sheet)")
	return cmd
}

// convertAll converts each file; a file that cannot be read does not stop the
// others, but the command then fails.
func convertAll(files []string, dir, sheet string, log io.Writer) error {
	if dir != "" {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	failed := 0
	made := map[string]string{} // what was written, and from which file
	for _, file := range files {
		target := targetOf(file, dir)
		if other, twice := made[target]; twice {
			failed++
			fmt.Fprintf(log, "%s: not converted: %s would be written over what %s gave; convert it to another directory\n", file, target, other)
			continue
		}
		made[target] = file
		unreadable, err := convertFile(file, target, sheet, log)
		if err != nil {
			return err
		}
		if unreadable != nil {
			failed++
			fmt.Fprintf(log, "%s: %v\n", file, unreadable)
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d files could not be converted", failed, len(files))
	}
	return nil
}

// targetOf names the converted file.
func targetOf(file, dir string) string {
	if dir == "" {
		dir = filepath.Dir(file)
	}
	return filepath.Join(dir, filepath.Base(file)+"_converted.csv")
}

// convertFile writes the converted file. unreadable is what is wrong with the
// file itself; err is what went wrong with writing.
func convertFile(file, target, sheet string, log io.Writer) (unreadable, err error) {
	switch info, err := os.Stat(file); {
	case errors.Is(err, os.ErrNotExist):
		return errors.New("there is no such file"), nil
	case err == nil && info.IsDir():
		return errors.New("a folder: name the files in it"), nil
	}
	w, err := os.Create(target)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err = errors.Join(err, w.Close()); err != nil {
			os.Remove(target) // half a table is none
		}
	}()
	buf := bufio.NewWriterSize(w, 1<<20)
	if unreadable = convertTable(file, sheet, buf, log); unreadable != nil {
		buf.Reset(w)
		if _, err := w.Seek(0, io.SeekStart); err != nil {
			return unreadable, err
		}
		if err := w.Truncate(0); err != nil {
			return unreadable, err
		}
		buf.WriteString("Application Error\r\n")
	}
	return unreadable, buf.Flush()
}

// convertTable writes the first table of a file.
func convertTable(file, sheet string, w *bufio.Writer, log io.Writer) error {
	members, err := unpack.Open(file)
	if err != nil {
		return err
	}
	defer unpack.Close(members)
	for _, m := range members[1:] {
		fmt.Fprintf(log, "%s: %s is not converted; only the first file of an archive is\n", file, m.Name)
	}
	in := bufio.NewReaderSize(members[0], 1<<16)
	text, form, err := source.AsText(in, sheet)
	if err != nil {
		return err
	}
	defer text.Close()
	if form.Name != "" {
		fmt.Fprintf(log, "%s: %s\n", file, form.Said)
		for _, left := range form.Left {
			fmt.Fprintf(log, "%s: LET OP: sheet “%s” (%d rows) is not converted; --sheet converts it\n", file, left.Name, left.Rows)
		}
		return convertDelimited(file, text, w, log)
	}
	start, _ := in.Peek(1 << 16)
	if objects.Looks(start) && strings.Contains(strings.ToLower(filepath.Ext(members[0].Name)), "js") {
		return convertObjects(file, in, w, log)
	}
	return convertDelimited(file, in, w, log)
}

// convertDelimited writes the first table of a delimited text.
func convertDelimited(file string, in io.Reader, w *bufio.Writer, log io.Writer) error {
	table, err := delimited.Open(in, delimited.Dialect{FirstTable: true})
	if errors.Is(err, delimited.ErrEmpty) {
		fmt.Fprintf(log, "%s: %v\n", file, err)
		return nil // what holds no table gives no rows
	}
	if err != nil {
		return err
	}
	if n := table.Dialect().SkipRows; n > 0 {
		fmt.Fprintf(log, "%s: lines 1 to %d, in front of the table, are left out\n", file, n)
	}
	writeRecord(w, table.Header())
	for record, err := range table.Records() {
		if err != nil {
			return err
		}
		if reason := record.Reject + record.Note; reason != "" {
			fmt.Fprintf(log, "%s: line %d: %s\n", file, record.Line, reason)
		}
		writeRecord(w, record.Fields)
	}
	for _, remark := range table.Remarks() {
		fmt.Fprintf(log, "%s: line %d: %s\n", file, remark.Line, remark.Text)
	}
	return nil
}

// convertObjects writes JSON as a table; a line that holds no object is named.
func convertObjects(file string, in io.Reader, w *bufio.Writer, log io.Writer) error {
	table, err := objects.Open(in)
	if err != nil {
		return err
	}
	writeRecord(w, table.Header())
	for record, err := range table.Records() {
		if err != nil {
			return err
		}
		if record.Reject != "" {
			fmt.Fprintf(log, "%s: line %d: %s\n", file, record.Number, record.Reject)
			continue
		}
		writeRecord(w, record.Fields)
	}
	return nil
}

// writeRecord writes one record as RFC 4180 asks. Line ends inside cells stay as
// they are, which encoding/csv would not do. Write errors stay in w until Flush.
func writeRecord(w *bufio.Writer, fields []string) {
	for i, f := range fields {
		if i > 0 {
			w.WriteByte(',')
		}
		if strings.ContainsAny(f, ",\"\r\n") || f == "" && len(fields) == 1 {
			w.WriteByte('"')
			w.WriteString(strings.ReplaceAll(f, `"`, `""`))
			w.WriteByte('"')
		} else {
			w.WriteString(f)
		}
	}
	w.WriteString("\r\n")
}
