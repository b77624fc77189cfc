package source

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed tools.txt
var toolsFile string

// toolOf names the tool whose columns a table has; "" if none is known.
func toolOf(header []string) string {
	for line := range strings.Lines(toolsFile) {
		name, columns, ok := strings.Cut(strings.TrimSpace(line), " | ")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		all := true
		for column := range strings.SplitSeq(columns, " | ") {
			all = all && slices.ContainsFunc(header, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), column) })
		}
		if all {
			return name
		}
	}
	return ""
}
