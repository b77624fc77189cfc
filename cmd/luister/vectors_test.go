package main

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"luister/cluster/registry"
	"luister/export/snapshot"
	"luister/nlp/static"
)

// putModel writes a model of word vectors with a few words of two dimensions,
// turned by an angle.
func putModel(t *testing.T, dir string, turn float64) {
	t.Helper()
	vocabulary := map[string]int{}
	var data []byte
	for i, word := range strings.Fields("[UNK] monteur technieker installateur afspraak factuur nota jaarnota rekening bedrag") {
		vocabulary[word] = i
		angle := turn + float64(i/5)
		for _, x := range []float64{math.Cos(angle), math.Sin(angle)} {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(float32(x)))
		}
	}
	tokenizer, _ := json.Marshal(map[string]any{"model": map[string]any{"type": "WordPiece", "vocab": vocabulary}})
	head, _ := json.Marshal(map[string]any{"embeddings": map[string]any{"dtype": "F32", "shape": []int{len(vocabulary), 2}, "data_offsets": []int{0, len(data)}}})
	tensors := append(append(binary.LittleEndian.AppendUint64(nil, uint64(len(head))), head...), data...)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{static.TokenizerFile: tokenizer, static.TensorFile: tensors} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOwnVectors holds that drivers are found with a model of word vectors in the
// workspace, that another model groups everything again with the same ids, and
// that a model that cannot be read stops a run before it begins.
func TestOwnVectors(t *testing.T) {
	ws := sampleWorkspace(t)
	model := filepath.Join(ws, "woorden")
	putModel(t, model, 0)
	if err := os.WriteFile(filepath.Join(ws, "luister.yaml"), []byte("drivers:\n  vectors: woorden\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	version := func() string {
		t.Helper()
		dir, err := snapshot.Current(ws)
		if err != nil {
			t.Fatal(err)
		}
		state, err := registry.Load(filepath.Join(dir, stateDir))
		if err != nil {
			t.Fatal(err)
		}
		return state.Vectors
	}
	mustRun(t, "run", "-w", ws)
	first := version()
	of, _ := driversOf(t, ws)
	if !strings.HasPrefix(first, "eigen-") {
		t.Errorf("the places are made with %s", first)
	}
	putModel(t, model, 2)
	if out := mustRun(t, "regroup", "-w", ws); !strings.Contains(out, "woordvectoren zijn vernieuwd") || version() == first {
		t.Errorf("another model, still %s:\n%s", version(), out)
	}
	now, _ := driversOf(t, ws)
	same := kept(of, now)
	if float64(same) < 0.6*float64(len(of)) {
		t.Errorf("%d of %d feedback kept their driver", same, len(of))
	}
	if err := os.Truncate(filepath.Join(model, static.TensorFile), 20); err != nil {
		t.Fatal(err)
	}
	if out, err := luister("run", "-w", ws).CombinedOutput(); err == nil || !strings.Contains(string(out), static.TensorFile) {
		t.Errorf("%v: %s", err, out)
	}
}
