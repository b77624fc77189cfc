package static

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// put writes a small model: vectors of two numbers, one a token.
func put(t testing.TB, tokenizer string, tensors []byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string][]byte{TensorFile: tensors, TokenizerFile: []byte(tokenizer)} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// entry is a tensor to write.
type entry struct {
	name, kind string
	shape      []int
	data       []byte
}

func safetensors(entries ...entry) []byte {
	head, data := map[string]any{"__metadata__": map[string]string{"format": "pt"}}, []byte{}
	for _, e := range entries {
		head[e.name] = map[string]any{"dtype": e.kind, "shape": e.shape, "data_offsets": []int{len(data), len(data) + len(e.data)}}
		data = append(data, e.data...)
	}
	b, _ := json.Marshal(head)
	return append(append(binary.LittleEndian.AppendUint64(nil, uint64(len(b))), b...), data...)
}

func floats(list ...float32) (b []byte) {
	for _, x := range list {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

const wordPiece = `{"normalizer":{"type":"BertNormalizer","lowercase":true,"strip_accents":null},"pre_tokenizer":{"type":"BertPreTokenizer"},
"model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,"vocab":{"[UNK]":0,"monteur":1,"technieker":2,"factuur":3,"##en":4,"cafe":5}}}`

const unigrams = `{"normalizer":null,"model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["▁monteur",-2],["▁mon",-3],["teur",-3],["s",-4],["▁",-5]]}}`

var square = entry{"embeddings", "F32", []int{6, 2}, floats(9, 9, 1, 0, 1, 0.1, 0, 1, 0, 2, -1, 0)}

func TestWords(t *testing.T) {
	m, err := Open(put(t, wordPiece, safetensors(square)))
	if err != nil {
		t.Fatal(err)
	}
	if m.Dim() != 2 || !strings.HasPrefix(m.Version(), "eigen-") {
		t.Errorf("%d dimensions, version %s", m.Dim(), m.Version())
	}
	root := float32(math.Sqrt(.5))
	for _, c := range []struct {
		words   string
		weights []float32
		want    []float32
	}{
		{"monteur", []float32{1}, []float32{1, 0}},
		{"factuur", []float32{3}, []float32{0, 1}},
		{"monteur factuur", []float32{1, 1}, []float32{root, root}},
		{"monteur factuur", []float32{1, 0}, []float32{1, 0}},
		{"facturen", []float32{1}, nil},              // no token begins it
		{"factuuren", []float32{1}, []float32{0, 1}}, // factuur ##en
		{"café", []float32{1}, []float32{-1, 0}},     // accents are taken off
		{"monteur-cafe", []float32{1}, nil},          // they cancel out
		{"onbekend factuur", []float32{1, 1}, []float32{0, 1}},
	} {
		got := m.Weighted(strings.Fields(c.words), c.weights)
		if !near(got, c.want) {
			t.Errorf("%q: %v, want %v", c.words, got, c.want)
		}
	}
}

func near(a, b []float32) bool {
	return slices.EqualFunc(a, b, func(x, y float32) bool { return math.Abs(float64(x-y)) < 1e-6 })
}

func TestUnigram(t *testing.T) {
	m, err := Open(put(t, unigrams, safetensors(square)))
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string][]int{"monteur": {1}, "monteurs": {4, 1}, "teur": {3, 5}, "monq": {2}} {
		if got := m.tokens.tokens(word); !slices.Equal(got, want) {
			t.Errorf("%q comes apart into %v, last first, want %v", word, got, want)
		}
	}
}

// TestFewVectors reads a model in which tokens share vectors, each with a weight.
func TestFewVectors(t *testing.T) {
	places := entry{"mapping", "I64", []int{6}, nil}
	for _, n := range []uint64{0, 1, 1, 0, 0, 0} {
		places.data = binary.LittleEndian.AppendUint64(places.data, n)
	}
	m, err := Open(put(t, wordPiece, safetensors(entry{"embeddings", "F16", []int{2, 2}, []byte{0, 0x3c, 0, 0, 0, 0, 0, 0xc0}}, places, entry{"weights", "F32", []int{6}, floats(1, 1, 1, 0.5, 1, 1)})))
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Weighted([]string{"monteur"}, []float32{1}); !near(got, []float32{0, -1}) {
		t.Errorf("monteur: %v", got)
	}
	if got := m.Weighted([]string{"factuur"}, []float32{1}); !near(got, []float32{1, 0}) {
		t.Errorf("factuur: %v", got)
	}
}

func TestBroken(t *testing.T) {
	whole := safetensors(square)
	for name, c := range map[string]struct {
		tokenizer string
		tensors   []byte
		says      string
	}{
		"cut off":         {wordPiece, whole[:len(whole)-3], "outside the file"},
		"empty":           {wordPiece, nil, "cut off"},
		"no embeddings":   {wordPiece, safetensors(entry{"a", "F32", []int{1}, floats(1)}, entry{"b", "F32", []int{1}, floats(1)}), "embeddings"},
		"another type":    {wordPiece, safetensors(entry{"embeddings", "F8_E4M3", []int{2, 2}, []byte("abcd")}), "F8_E4M3"},
		"another size":    {wordPiece, safetensors(entry{"embeddings", "F32", []int{3, 2}, floats(1, 2)}), "differ in size"},
		"huge shape":      {wordPiece, safetensors(entry{"embeddings", "F32", []int{1 << 40, 1 << 40}, floats(1, 2)}), "larger than the file"},
		"no tokenizer":    {"{", whole, "no JSON"},
		"another model":   {`{"model":{"type":"BPE","vocab":{}}}`, whole, "BPE"},
		"below zero":      {`{"model":{"type":"WordPiece","vocab":{"a":-1}}}`, whole, "below 0"},
		"broken unigrams": {`{"model":{"type":"Unigram","vocab":[["a","b"]]}}`, whole, "token 0"},
	} {
		_, err := Open(put(t, c.tokenizer, c.tensors))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open(t.TempDir()); err == nil || !strings.Contains(err.Error(), TensorFile) {
		t.Errorf("without files: %v", err)
	}
}

func FuzzTensors(f *testing.F) {
	f.Add(safetensors(square))
	f.Add(safetensors(entry{"embeddings", "I8", []int{2, 2}, []byte("abcd")}, entry{"mapping", "I64", []int{1}, make([]byte, 8)}))
	f.Fuzz(func(t *testing.T, b []byte) {
		m := &Model{tokens: &pieces{vocab: map[string]int{"a": 0, "b": 1 << 30}}}
		if m.parse(b) == nil {
			m.Weighted([]string{"a", "b"}, []float32{1, 1})
		}
	})
}

func FuzzTokenizer(f *testing.F) {
	f.Add([]byte(wordPiece), "monteuren café")
	f.Add([]byte(unigrams), "monteurs")
	f.Fuzz(func(t *testing.T, b []byte, word string) {
		tokens, err := parseTokenizer(b)
		if err != nil {
			return
		}
		for _, n := range tokens.tokens(word) {
			if n < 0 {
				t.Errorf("token %d of %q", n, word)
			}
		}
	})
}
