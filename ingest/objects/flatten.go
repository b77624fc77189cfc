package objects

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
)

// maxDepth is how deep objects may be nested.
const maxDepth = 30

var errDeep = errors.New("objects are nested too deeply")

// A flattener turns the object that the decoder has entered into fields.
type flattener struct {
	decoder *json.Decoder
	fields  map[string]string
	see     func(name string)
}

// object reads to the end of the object.
func (f flattener) object(prefix string, depth int) error {
	if depth > maxDepth {
		return errDeep
	}
	for f.decoder.More() {
		name, err := f.decoder.Token()
		if err != nil {
			return syntax(err)
		}
		text, _ := name.(string)
		if err := f.value(joined(prefix, text), depth); err != nil {
			return err
		}
	}
	_, err := f.decoder.Token() // }
	return syntax(err)
}

// value reads one value of any kind.
func (f flattener) value(name string, depth int) error {
	token, err := f.decoder.Token()
	if err != nil {
		return syntax(err)
	}
	switch token {
	case json.Delim('{'):
		return f.object(name, depth+1)
	case json.Delim('['):
		return f.list(name, depth+1)
	}
	f.put(name, scalar(token))
	return nil
}

// list joins plain values; objects in it become columns by their id, or by their
// place.
func (f flattener) list(name string, depth int) error {
	if depth > maxDepth {
		return errDeep
	}
	var plain []string
	for place := 1; f.decoder.More(); place++ {
		token, err := f.decoder.Token()
		if err != nil {
			return syntax(err)
		}
		switch token {
		case json.Delim('{'):
			err = f.item(name, place, depth+1)
		case json.Delim('['):
			err = f.list(joined(name, strconv.Itoa(place)), depth+1)
		default:
			plain = append(plain, scalar(token))
		}
		if err != nil {
			return err
		}
	}
	if len(plain) > 0 {
		f.put(name, strings.Join(plain, ", "))
	}
	_, err := f.decoder.Token() // ]
	return syntax(err)
}

// item reads an object of a list: {id, value} is one column named by the id.
func (f flattener) item(name string, place, depth int) error {
	own := flattener{f.decoder, map[string]string{}, nil}
	var names []string
	own.see = func(n string) { names = append(names, n) }
	if err := own.object("", depth); err != nil {
		return err
	}
	for _, key := range []string{"id", "name", "question", "field", "label"} {
		for _, value := range []string{"value", "answer", "rating"} {
			id, isKey := own.fields[key]
			if v, isValue := own.fields[value]; isKey && isValue && len(own.fields) <= 3 {
				f.put(joined(name, id), v)
				return nil
			}
		}
	}
	for _, n := range names {
		f.put(joined(joined(name, strconv.Itoa(place)), n), own.fields[n])
	}
	return nil
}

func (f flattener) put(name, value string) {
	if _, twice := f.fields[name]; !twice {
		f.see(name)
	}
	f.fields[name] = value
}

// scalar writes a plain value; null is empty.
func scalar(token json.Token) string {
	switch v := token.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}
