package mask

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const keyBytes = 32

// NewKey gives a fresh random key.
func NewKey() []byte {
	key := make([]byte, keyBytes)
	rand.Read(key) // never fails
	return key
}

// WriteKey writes a key to a new file that only its owner may read.
func WriteKey(path string, key []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("writing the key: %w", err)
	}
	_, err = fmt.Fprintln(f, hex.EncodeToString(key))
	return errors.Join(err, f.Sync(), f.Close())
}

// ReadKey reads what WriteKey wrote. A file that others may read is refused:
// with the key, pseudonyms can be guessed back.
func ReadKey(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("reading the key: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("reading the key: %w", &fs.PathError{Op: "stat", Path: path,
			Err: fmt.Errorf("others may read it (mode %04o); run chmod 600", info.Mode().Perm())})
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the key: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) < keyBytes {
		return nil, fmt.Errorf("reading the key: %s does not hold a key of %d hexadecimal digits", path, 2*keyBytes)
	}
	return key, nil
}

// keyed hashes under one key.
type keyed struct{ pool *sync.Pool }

func newKeyed(key []byte) keyed {
	return keyed{&sync.Pool{New: func() any { return hmac.New(sha256.New, key) }}}
}

var encoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// hash gives HMAC-SHA-256 of kind and value as 52 base32 characters.
func (k keyed) hash(kind, value string) string {
	h := k.pool.Get().(hash.Hash)
	defer k.pool.Put(h)
	h.Reset()
	h.Write([]byte(kind))
	h.Write([]byte{0})
	h.Write([]byte(value))
	return encoding.EncodeToString(h.Sum(nil))
}

// Hash gives a keyed hash, 26 characters of base32, for a customer, case or message key, or
// an id. The value is trimmed and case folded first; hashes of different kinds
// are unrelated. An empty value gives an empty hash.
func (m *Masker) Hash(kind, value string) string {
	value = fold(value)
	if value == "" {
		return ""
	}
	return m.key.hash("key:"+kind, value)[:26]
}

// fold trims, composes and lower-cases a value, with single blanks.
func fold(value string) string {
	return strings.ToLower(norm.NFC.String(strings.Join(strings.Fields(value), " ")))
}

// canonical gives the form of a value that is hashed: the same however it is written.
func canonical(kind Type, value string) string {
	switch kind {
	case Phone:
		return canonicalPhone(value)
	case IBAN, BSN, Card, Plate, Postcode:
		return strings.ToUpper(keepAlnum(value))
	}
	return fold(value)
}

func keepAlnum(value string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, value)
}

// canonicalPhone gives the digits with the country code: 0031, +31 and a
// leading 0 of the Netherlands are the same.
func canonicalPhone(value string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.Replace(value, "(0)", "", 1))
	if strings.HasPrefix(strings.TrimSpace(value), "+") {
		return digits
	}
	if rest, ok := strings.CutPrefix(digits, "00"); ok {
		return rest
	}
	if rest, ok := strings.CutPrefix(digits, "0"); ok {
		return "31" + rest
	}
	return digits
}
