package reach

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"luister/cluster/voice"
)

// TestOf holds a worked example: 1,000 voices, a region of 30 % of the customers of whom 200 spoke.
func TestOf(t *testing.T) {
	groups := []Group{{"region", "Zuid", 6000}, {"region", "Noord", 3000}, {"region", "Eiland", 30}, {"region", "Onbekend", 0}, {"region", "West", 970}}
	all := Of(groups, map[string]map[string]int{"region": {"Noord": 200, "Zuid": 700, "West": 99, "Eiland": 1, "Elders": 50}})
	want := []struct {
		value   string
		ratio   float64
		verdict Verdict
	}{{"Eiland", 1. / 3, TooFew}, {"Noord", .6667, Missing}, {"West", 1.0206, Even}, {"Zuid", 1.1667, Much}}
	if len(all) != len(want) {
		t.Fatalf("%+v", all)
	}
	for i, w := range want {
		if all[i].Value != w.value || math.Abs(all[i].Ratio.Value-w.ratio) > .001 || all[i].Verdict != w.verdict {
			t.Errorf("%+v, want %+v", all[i], w)
		}
	}
	// Wilson's interval of 200/1000 is .1764 to .2259; divided by .3.
	if r := all[1].Ratio; math.Abs(r.Low-.588) > .001 || math.Abs(r.High-.753) > .001 {
		t.Errorf("interval %.3f-%.3f, want .588-.753", r.Low, r.High)
	}
	// Of 1,000 voices 300 were expected of them: 100 are missing, 300 - 225.9 to 300 - 176.4.
	if r := all[1]; math.Abs(r.Expected-300) > 1e-9 || math.Abs(r.Missing.Value-100) > 1e-9 || math.Abs(r.Missing.Low-74.1) > .1 || math.Abs(r.Missing.High-123.6) > .1 || r.Missing.N != 1000 {
		t.Errorf("expected %.1f, missing %+v", r.Expected, r.Missing)
	}
}

// TestVoices holds that people count, not messages.
func TestVoices(t *testing.T) {
	f := &voice.Feedback{Until: 100 * voice.Day}
	region := []string{"N", "N", "N", "Z", "", "N", "N"}
	for i, customer := range []string{"a", "a", "", "b", "c", "", "d"} {
		f.ID, f.Customer, f.Form = append(f.ID, fmt.Sprint(i)), append(f.Customer, customer), append(f.Form, "klacht")
		f.Received = append(f.Received, int64(10+10*i)*voice.Day)
	}
	if got := Voices(f, map[string][]string{"region": region}, 15*voice.Day)["region"]; got["N"] != 4 || got["Z"] != 1 || len(got) != 2 {
		t.Errorf("%v", got) // a, two unknown and d
	}
}

// TestFalseAlarms simulates groups that speak as often as others.
func TestFalseAlarms(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	called, held, groups := 0, 0, 0
	for range 300 {
		var all []Group
		voices := map[string]int{}
		for i := range 12 {
			all = append(all, Group{"region", fmt.Sprint(i), float64(500 * (i + 1))})
		}
		for range 800 {
			at := random.IntN(78)
			for i := range 12 {
				if at -= i + 1; at < 0 {
					voices[fmt.Sprint(i)]++
					break
				}
			}
		}
		for _, r := range Of(all, map[string]map[string]int{"region": voices}) {
			groups++
			if r.Verdict == Missing || r.Verdict == Much {
				called++
			}
			if r.Ratio.Has(1) {
				held++
			}
		}
	}
	coverage := 100 * float64(held) / float64(groups)
	t.Logf("coverage %.1f %%, %d of %d called", coverage, called, groups)
	if coverage < 93 || coverage > 97 || called > groups/50 {
		t.Errorf("coverage %.1f %%, %d of %d called", coverage, called, groups)
	}
}
