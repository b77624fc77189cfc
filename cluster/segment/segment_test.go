package segment

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"luister/cluster/infer"
)

// world draws rows with three columns; a driver takes a row with a probability.
func world(random *rand.Rand, n int, takes func(values []int32) float64) (Driver, []Column) {
	columns := []Column{{Dimension: "product"}, {Dimension: "regio"}, {Dimension: "kanaal"}}
	for i := range columns {
		columns[i].Values = []string{""}
		for v := range 8 {
			columns[i].Values = append(columns[i].Values, fmt.Sprintf("waarde %d", v+1))
		}
	}
	d := Driver{ID: "D0001"}
	for row := range n {
		values := make([]int32, len(columns))
		for i := range columns {
			values[i] = int32(random.IntN(9))
			columns[i].Of = append(columns[i].Of, values[i])
		}
		if random.Float64() < takes(values) {
			d.Rows = append(d.Rows, int32(row))
		}
	}
	return d, columns
}

func TestFind(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	d, columns := world(random, 4000, func(values []int32) float64 {
		if values[0] == 3 {
			return .15
		}
		return .05
	})
	got := Find([]Driver{d}, columns)
	if len(got) != 1 || got[0].Dimension != "product" || got[0].Value != "waarde 3" || !got[0].Ratio.Has(3) || got[0].Ratio.Low < 1.5 {
		t.Fatalf("%+v", got)
	}
	if s := got[0]; s.Share.Value <= s.Rest.Value || s.N < infer.MinCell || s.Q > infer.MaxFalse {
		t.Errorf("%+v", s)
	}
}

// TestChance: without any association few sets give a segment, whatever is tested.
func TestChance(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	const rounds = 400
	wrong := 0
	for range rounds {
		d, columns := world(random, 1000, func([]int32) float64 { return .06 })
		if len(Find([]Driver{d}, columns)) > 0 {
			wrong++
		}
	}
	if share := float64(wrong) / rounds; share > .06 {
		t.Errorf("%.3f of sets without any association have one", share)
	}
}

func TestSmallCellsAreHidden(t *testing.T) {
	c := Column{Dimension: "regio", Values: []string{"", "Noord", "Zuid"}}
	d := Driver{ID: "D1"}
	for row := range 1000 {
		switch {
		case row < 4: // four people of the one place, all in this driver
			c.Of, d.Rows = append(c.Of, 1), append(d.Rows, int32(row))
		case row < 16:
			c.Of, d.Rows = append(c.Of, 2), append(d.Rows, int32(row))
		default:
			c.Of = append(c.Of, 2)
		}
	}
	if got := Find([]Driver{d}, []Column{c}); len(got) != 0 {
		t.Errorf("a cell of four is shown: %+v", got)
	}
	if got := Find([]Driver{{ID: "D2"}}, []Column{c, {Dimension: "leeg"}}); len(got) != 0 {
		t.Errorf("nothing gives %+v", got)
	}
}
