package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"unicode"
)

// visitorCookie holds a random name of a browser, for as long as it is open.
const visitorCookie = "luister"

// tokenField is the form field that shows that a form came from these pages.
const tokenField = "bewijs"

// longestName is the longest name of a person that is taken from a proxy.
const longestName = 100

// A guard knows who asks, and whether a form was shown to them by these pages:
// each browser has a cookie that other sites cannot send along (SameSite), and
// each form a token that belongs to that cookie.
type guard struct {
	key    []byte
	user   string // who decides, without a proxy
	header string // in which a proxy names who is signed in; empty without a proxy
}

func newGuard(user, header string) *guard {
	g := &guard{key: make([]byte, 32), user: user, header: header}
	rand.Read(g.key) // never fails
	return g
}

var errNoUser = errors.New("the proxy did not say who is signed in")

// who gives the name that decisions are written down under.
func (g *guard) who(r *http.Request) (string, error) {
	if g.header == "" {
		return g.user, nil
	}
	values := r.Header.Values(g.header)
	if len(values) != 1 || strings.TrimSpace(values[0]) == "" || len(values[0]) > longestName || strings.ContainsFunc(values[0], unicode.IsControl) {
		return "", errNoUser
	}
	return strings.TrimSpace(values[0]), nil
}

// token gives the token for the forms of a page, and the browser its cookie.
func (g *guard) token(w http.ResponseWriter, r *http.Request) string {
	visitor := visitorOf(r)
	if visitor == "" {
		visitor = rand.Text()
		http.SetCookie(w, &http.Cookie{Name: visitorCookie, Value: visitor, Path: "/", HttpOnly: true,
			SameSite: http.SameSiteStrictMode, Secure: r.Header.Get("X-Forwarded-Proto") == "https"})
	}
	return g.sign(visitor)
}

func visitorOf(r *http.Request) string {
	c, err := r.Cookie(visitorCookie)
	if err != nil || len(c.Value) > 64 {
		return ""
	}
	return c.Value
}

func (g *guard) sign(visitor string) string {
	mac := hmac.New(sha256.New, g.key)
	mac.Write([]byte(visitor))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// holds tells whether a form that was sent is one of ours. The form was parsed.
func (g *guard) holds(r *http.Request) bool {
	visitor := visitorOf(r)
	return visitor != "" && hmac.Equal([]byte(g.sign(visitor)), []byte(r.PostForm.Get(tokenField)))
}

// signedIn refuses everybody whom a proxy does not name.
func (g *guard) signedIn(next http.Handler) http.Handler {
	if g.header == "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := g.who(r); err != nil {
			http.Error(w, "Deze pagina is alleen te zien voor wie is aangemeld.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}
