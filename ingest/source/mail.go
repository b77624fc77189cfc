package source

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"luister/ingest"
	"luister/ingest/mail"
)

// mailChannel is the channel of mail for which nothing else is stated.
const mailChannel = "e-mail"

// messageKey is the Key of every delivery of mail.
const messageKey = "message-id"

// asMail reads the delivery as mail.
func (d *Delivery) asMail(kind mail.Kind, src Source) error {
	if kind == mail.PST {
		return mail.ErrPST
	}
	d.Kind, d.Title, d.Layout.Kind, d.Key = Mail, "mail ("+string(kind)+")", Mail, messageKey
	d.Assumed = append(d.Assumed, fmt.Sprintf("The file is mail (%s): it begins with the headers of a message.", kind))
	d.rows = func() iter.Seq2[ingest.Row, error] {
		return func(yield func(ingest.Row, error) bool) { d.readMail(kind, src, yield) }
	}
	return nil
}

// readMail gives the messages of one file; false means the reader wants no more.
func (d *Delivery) readMail(kind mail.Kind, src Source, yield func(ingest.Row, error) bool) bool {
	file, err := d.open()
	if err != nil {
		return yield(ingest.Row{}, fmt.Errorf("reading %s: %w", d.Path, unreadable(err)))
	}
	defer file.Close()
	options := mail.Options{OwnDomains: src.Mail.OwnDomains, Form: src.Mail.Form}
	for row, err := range mail.Read(file, kind, options) {
		if err != nil {
			yield(row, fmt.Errorf("reading %s: %w", d.Path, err))
			return false
		}
		for i := range row.Answers {
			src.mark(&row.Answers[i])
		}
		if !yield(row, nil) {
			return false
		}
	}
	return true
}

// mark gives a message what the source states.
func (s Source) mark(f *ingest.Feedback) {
	switch {
	case s.Channel != "":
		f.Channel = s.Channel
	case f.Channel == "":
		f.Channel = mailChannel
	}
	f.Employee = f.Employee || s.Employee
	if s.Proactive != nil {
		f.Proactive = *s.Proactive
	}
}

// lookMaildir reads a maildir as one delivery. Its hash is that of its
// messages, whatever their names, which hold flags that change. A run that wants
// each message once lists them with Files instead: one delivery per message.
func lookMaildir(dir string, src Source) (*Delivery, error) {
	if !mail.IsMaildir(dir) {
		return nil, errors.New("a folder that is no maildir: name the files in it")
	}
	paths, err := messages(dir)
	if err != nil {
		return nil, unreadable(err)
	}
	if len(paths) == 0 {
		return nil, errors.New("the maildir holds no messages")
	}
	d := &Delivery{Path: dir, Kind: Mail, Title: "mail (maildir)", Layout: Layout{Kind: Mail}, Key: messageKey, Sampled: len(paths), now: src.Now, maildir: true}
	if err := d.hashAll(paths); err != nil {
		return nil, unreadable(err)
	}
	d.Assumed = []string{fmt.Sprintf("The folder is a maildir of %d messages; Line is the number of the message in the order of their names.", len(paths))}
	d.rows = func() iter.Seq2[ingest.Row, error] {
		return func(yield func(ingest.Row, error) bool) {
			for n, path := range paths {
				numbered := func(row ingest.Row, err error) bool {
					row.Line = n + 1
					return yield(row, err)
				}
				if !(&Delivery{Path: path}).readMail(mail.EML, src, numbered) {
					return
				}
			}
		}
	}
	return d, nil
}

// messages lists the messages of a maildir by name.
func messages(dir string) ([]string, error) {
	var paths []string
	for _, sub := range []string{"cur", "new"} {
		entries, err := os.ReadDir(filepath.Join(dir, sub))
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			if entry.Type().IsRegular() && !hidden(entry.Name()) {
				paths = append(paths, filepath.Join(dir, sub, entry.Name()))
			}
		}
	}
	slices.SortFunc(paths, func(a, b string) int { return strings.Compare(filepath.Base(a), filepath.Base(b)) })
	return paths, nil
}

// hashAll sets hash and size from those of the messages, in order of hash.
func (d *Delivery) hashAll(paths []string) error {
	var sums []string
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		sum := sha256.New()
		n, err := io.Copy(sum, file)
		file.Close()
		if err != nil {
			return err
		}
		d.Size += n
		sums = append(sums, hex.EncodeToString(sum.Sum(nil)))
	}
	slices.Sort(sums)
	all := sha256.Sum256([]byte(strings.Join(sums, "\n")))
	d.Hash = hex.EncodeToString(all[:])
	return nil
}

// Files lists the deliveries below a folder, by path: every regular file, and
// every message of a maildir by itself, so that a night costs only its new
// messages. Hidden files, files still being written (.part, .tmp, ~) and what
// mail servers keep beside a maildir are left out.
//
// A folder below root that cannot be read is in the error, and what else there
// is is given; without any paths, root itself cannot be read.
func Files(root string) ([]string, error) {
	paths := []string{}
	var unreadable []error
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil && path != root {
			unreadable = append(unreadable, fmt.Errorf("%s: %w", path, err))
			return fs.SkipDir
		}
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") && !mail.IsMaildir(path) || name == "tmp" && mail.IsMaildir(filepath.Dir(path))) {
				return fs.SkipDir
			}
			return nil
		}
		if regular(path, entry) && !hidden(name) && !mail.IsMaildir(filepath.Dir(path)) {
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", root, err)
	}
	slices.Sort(paths)
	return paths, errors.Join(unreadable...)
}

// regular says whether an entry of a folder is a file, or a link to one.
func regular(path string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return entry.Type().IsRegular()
	}
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// hidden says whether a file is no delivery, or not yet.
func hidden(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") {
		return true
	}
	for _, end := range []string{".part", ".tmp", ".filepart", ".crdownload", "~"} {
		if strings.HasSuffix(strings.ToLower(name), end) {
			return true
		}
	}
	return false
}
