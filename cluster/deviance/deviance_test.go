package deviance

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"luister/cluster/voice"
)

// said makes feedback of one driver by team; share says how much is positive.
func said(random *rand.Rand, teams, each int, share func(team int) float64) (*voice.Feedback, []string) {
	f := &voice.Feedback{Until: 100}
	var column []string
	for team := range teams {
		for i := range each {
			sentiment := "negatief"
			if random.Float64() < share(team) {
				sentiment = "positief"
			}
			f.ID, f.Form, f.Sentiment = append(f.ID, fmt.Sprint(team, i)), append(f.Form, "klacht"), append(f.Sentiment, sentiment)
			f.Received, f.Drivers = append(f.Received, 1), append(f.Drivers, []string{"D0001"})
			column = append(column, fmt.Sprint("team", team))
		}
	}
	return f, column
}

// TestFind plants a team that does well, and holds that chance plants none.
func TestFind(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 1))
	f, column := said(random, 12, 40, func(team int) float64 { return map[bool]float64{true: .5, false: .1}[team == 4] })
	if found := Find(f, map[string][]string{"department": column}); len(found) != 1 || found[0].Value != "team4" {
		t.Errorf("%+v", found)
	}
	alarms := 0
	for range 100 {
		f, column := said(random, 12, 40, func(int) float64 { return .2 })
		if len(Find(f, map[string][]string{"department": column})) > 0 {
			alarms++
		}
	}
	if alarms > 9 {
		t.Errorf("%d of 100 runs without deviance find some", alarms)
	}
}

// TestSmall holds that small units are never named.
func TestSmall(t *testing.T) {
	f, column := said(rand.New(rand.NewPCG(8, 2)), 30, 6, func(team int) float64 { return map[bool]float64{true: 1}[team == 4] })
	if found := Find(f, map[string][]string{"department": column}); len(found) != 0 {
		t.Errorf("%+v", found)
	}
}
