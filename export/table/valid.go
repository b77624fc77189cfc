package table

import (
	"reflect"
	"strings"
	"unicode/utf8"
)

// makeValid makes every string of a row valid UTF-8: one invalid byte makes
// readers such as DuckDB give up on the whole file.
func makeValid[T any](row *T) { validate(reflect.ValueOf(row).Elem()) }

func validate(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); !utf8.ValidString(s) {
			v.SetString(strings.ToValidUTF8(s, "\uFFFD"))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				validate(f)
			}
		}
	case reflect.Slice:
		if kind := v.Type().Elem().Kind(); kind == reflect.String || kind == reflect.Struct {
			for i := range v.Len() {
				validate(v.Index(i))
			}
		}
	}
}
