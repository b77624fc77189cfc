package source

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// shared finds the real files that are measured on; they are no part of this tree.
func shared(t *testing.T) string {
	t.Helper()
	if os.Getenv("LUISTER_EVAL") != "1" {
		t.Skip("set LUISTER_EVAL=1 to measure")
	}
	dir := os.Getenv("LUISTER_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "formats")); err != nil {
		t.Skip("the real files are not here; LUISTER_SHARED says where")
	}
	return filepath.Join(dir, "formats")
}

// notSurveys are the files of the survey folders that hold published tables.
func notSurveys() []string {
	return []string{"masculinity-survey.csv", "NFL_fandom_data-google_trends.csv", "NFL_fandom_data-surveymonkey.csv"}
}

// expected gives the tool that made a file; empty for none.
func expected(path string) string {
	for _, name := range notSurveys() {
		if filepath.Base(path) == name {
			return ""
		}
	}
	if strings.Contains(path, "survey-surveymonkey") {
		return "surveymonkey"
	}
	return "qualtrics"
}

// TestEvalSurveys measures how many real survey exports are recognised as what
// they are, and that every row of them is accounted for.
func TestEvalSurveys(t *testing.T) {
	root := shared(t)
	files, right, crashes, rows := 0, 0, 0, 0
	for _, folder := range []string{"survey-qualtrics", "survey-qualtricstools", "survey-surveymonkey"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".csv" {
				return err
			}
			files++
			d, err := Look(path, Source{})
			if err != nil {
				crashes++
				t.Errorf("%s: %v", filepath.Base(path), err)
				return nil
			}
			tool, _, _ := strings.Cut(d.Layout.Tool, "-")
			if tool == expected(path) {
				right++
			} else {
				t.Logf("%s is read as %q", filepath.Base(path), d.Title)
			}
			for row, err := range d.Rows() {
				if err != nil {
					crashes++
					t.Errorf("%s: %v", filepath.Base(path), err)
				}
				if row.Reject != "" {
					t.Logf("%s:%d rejected: %s", filepath.Base(path), row.Line, row.Reject)
				}
				rows++
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	fmt.Printf("EVAL ingest/survey recognised %.3f n=%d\n", float64(right)/float64(files), files)
	fmt.Printf("EVAL ingest/survey unreadable %d n=%d\n", crashes, files)
	fmt.Printf("EVAL ingest/survey rows %d n=%d\n", rows, files)
	if right < files || crashes > 0 {
		t.Errorf("%d of %d recognised, %d not readable", right, files, crashes)
	}
}

// TestEvalAnything opens every real file that is here, whatever it is: it must
// be read or refused with a reason, soon, and every row be accounted for.
func TestEvalAnything(t *testing.T) {
	root := shared(t)
	files, opened, slow, astray := 0, 0, 0, 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		begin := time.Now()
		d, err := Open(path, Source{})
		if err != nil {
			return nil
		}
		opened++
		for row, err := range d.Rows() {
			used := len(row.Answers)+row.Empty > 0
			if err == nil && count(used, row.Reject != "", row.Apart != "") != 1 {
				astray++
				t.Logf("%s:%d is used %v, rejected %q, apart %q", path, row.Line, used, row.Reject, row.Apart)
			}
		}
		if took := time.Since(begin); took > 10*time.Second {
			slow++
			t.Logf("%s took %v", path, took)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("EVAL ingest/source opened %d n=%d\n", opened, files)
	fmt.Printf("EVAL ingest/source rows-astray %d n=%d\n", astray, files)
	if astray > 0 || slow > 0 {
		t.Errorf("%d rows astray, %d files took longer than 10 s", astray, slow)
	}
}

// count says how many hold.
func count(held ...bool) int {
	n := 0
	for _, h := range held {
		if h {
			n++
		}
	}
	return n
}
