package source

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// CheckAll says everything that is wrong with the sources of a configuration at
// once, one error per line; nil if nothing is.
func CheckAll(sources []Source) error {
	var wrong []error
	seen := map[string]bool{}
	for _, s := range sources {
		wrong = append(wrong, s.Check())
		if seen[s.Name] && s.Name != "" {
			wrong = append(wrong, fmt.Errorf("source %s: there are two sources of this name", s.Name))
		}
		seen[s.Name] = true
	}
	return errors.Join(wrong...)
}

// Check says what is wrong with the settings of one source.
func (s Source) Check() error {
	if err := checkName(s.Name); err != nil {
		return err
	}
	var wrong []error
	say := func(err error) {
		if err != nil {
			wrong = append(wrong, fmt.Errorf("source %s: %w", s.Name, err))
		}
	}
	say(oneOf("kind", s.Kind, Auto, Delimited, Mail, Survey, JSON, Exposure))
	say(oneOf("after", s.After, Keep, Move, Delete))
	_, err := parseTerm(s.Retention)
	say(err)
	say(s.Expected.Check())
	for _, pattern := range s.Paths {
		say(checkPattern(pattern))
	}
	for _, score := range s.Scores {
		say(score.Check())
	}
	_, err = s.times()
	wrong = append(wrong, err)
	_, err = s.layouts()
	return errors.Join(append(wrong, err)...)
}

// checkName refuses names that cannot be part of a path or of a list.
func checkName(name string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return errors.New("a source has no name: give it one (“name: klachten”)")
	case strings.ContainsAny(name, `/\`) || strings.Contains(name, "..") || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }):
		return fmt.Errorf("source %q: a name holds no /, \\ or ..: choose another, such as “klachten”", name)
	}
	return nil
}

// oneOf refuses a value that is set and is none of those there are.
func oneOf[T ~string](what string, value T, all ...T) error {
	if value == "" || slices.Contains(all, value) {
		return nil
	}
	words := make([]string, len(all))
	for i, one := range all {
		words[i] = string(one)
	}
	return fmt.Errorf("%s %q is not one of %s", what, value, strings.Join(words, ", "))
}

func checkPattern(pattern string) error {
	if strings.TrimSpace(pattern) == "" {
		return errors.New("path: a pattern is empty: leave it out, or write one such as inbox/klachten*.csv")
	}
	for folder := range strings.SplitSeq(pattern, "/") {
		if _, err := path.Match(folder, ""); err != nil {
			return fmt.Errorf("path: pattern %q: %w", pattern, err)
		}
	}
	return nil
}
