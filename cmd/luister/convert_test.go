package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestConvert(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte("a;b\n1;2\n"))
	z.Close()
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "uit")
	for _, c := range []struct{ name, content, want, said string }{
		{"plain.csv", "naam;tekst\r\nJan;\"Hij zei \"\"ja\"\"; goed\"\r\nEls;\"twee\nregels, met komma\"\r\n", "naam,tekst\r\nJan,\"Hij zei \"\"ja\"\"; goed\"\r\nEls,\"twee\nregels, met komma\"\r\n", ""},
		{"latin.csv", "naam;plaats\nRen\xe9;Itali\xeb\nZo\xeb;Ede\n", "naam,plaats\r\nRené,Italië\r\nZoë,Ede\r\n", ""},
		{"spaces.csv", "a,b\n x ,1\ny,2\n", "a,b\r\n x ,1\r\ny,2\r\n", ""},
		{"headers.csv", "id,naam\n(nr),(volledig)\n1,Jan\n2,Els\n3,Noor\n4,Bram\n5,Kees\n", "id (nr),naam (volledig)\r\n1,Jan\r\n2,Els\r\n3,Noor\r\n4,Bram\r\n5,Kees\r\n", ""},
		{"short.csv", "id,naam,datum\n1,Jan,2024-01-01\n2,Els,2024-01-02\n3,Noor\n4,Bram,2024-01-04\n", "id,naam,datum\r\n1,Jan,2024-01-01\r\n2,Els,2024-01-02\r\n3,Noor,\r\n4,Bram,2024-01-04\r\n", "line 4"},
		{"second.csv", "id,n\n1,5\n2,6\n\nx,y,z\na,b,c\nd,e,f\n", "id,n\r\n1,5\r\n2,6\r\n", "another table"},
		{"front.csv", "Rapport klachten\nGemaakt op 3 maart 2026\n\nid;klacht\n1;Te laat gekomen\n2;Te hoge rekening\n", "id,klacht\r\n1,Te laat gekomen\r\n2,Te hoge rekening\r\n", "lines 1 to 3, in front of the table, are left out"},
		{"packed.csv.gz", packed.String(), "a,b\r\n1,2\r\n", ""},
		{"empty.csv", "", "", "empty"},
		{"lists.json", `[{"a":1,"b":"x"},{"a":2,"b":"y"}]`, "a,b\r\n1,x\r\n2,y\r\n", ""},
		{"lines.jsonl", "\ufeff{\"a\":1}\n{\"a\":geheim}\n{\"a\":3}\n", "a\r\n1\r\n3\r\n", "line 2"},
		{"old.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00\x01", 400), "Application Error\r\n", "old Excel"},
	} {
		path := filepath.Join(dir, c.name)
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		var log bytes.Buffer
		err := convertAll([]string{path}, out, "", &log)
		if failed := strings.HasPrefix(c.want, "Application"); (err != nil) != failed {
			t.Errorf("%s: %v", c.name, err)
		}
		got, err := os.ReadFile(filepath.Join(out, c.name+"_converted.csv"))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: got %q, want %q; %v", c.name, got, c.want, err)
		}
		if !strings.Contains(log.String(), c.said) || c.said == "" && log.Len() > 0 {
			t.Errorf("%s: said %q, want %q", c.name, log.String(), c.said)
		}
	}
}

func TestConvertOverwritesNothing(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "uit")
	first, second := filepath.Join(dir, "a.csv"), filepath.Join(dir, "sub", "a.csv")
	if err := os.MkdirAll(filepath.Dir(second), 0o700); err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{first: "a,b\n1,2\n", second: "a,b\n3,4\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var log bytes.Buffer
	if err := convertAll([]string{first, second}, out, "", &log); err == nil || !strings.Contains(log.String(), first) || !strings.Contains(log.String(), second) {
		t.Errorf("%v; said %q", err, log.String())
	}
	if got, err := os.ReadFile(filepath.Join(out, "a.csv_converted.csv")); err != nil || string(got) != "a,b\r\n1,2\r\n" {
		t.Errorf("the first is %q; %v", got, err)
	}
}

// TestConvertNothing leaves no file for what is not there.
func TestConvertNothing(t *testing.T) {
	dir := t.TempDir()
	folder := filepath.Join(dir, "map.csv")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for file, said := range map[string]string{filepath.Join(dir, "weg.csv"): "no such file", folder: "a folder"} {
		var log bytes.Buffer
		if err := convertAll([]string{file}, "", "", &log); err == nil || !strings.Contains(log.String(), said) {
			t.Errorf("%v; said %q", err, log.String())
		}
		if _, err := os.Stat(file + "_converted.csv"); err == nil {
			t.Errorf("%s_converted.csv is left", file)
		}
	}
}
