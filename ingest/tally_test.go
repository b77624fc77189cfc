package ingest

import "testing"

func TestTally(t *testing.T) {
	var all Tally
	one := Tally{Rows: 3, Used: 2, Again: 1, Answers: 4, New: 2, Changed: 1, Unchanged: 1, Empty: 5}
	all.Add(one)
	all.Add(one)
	all.Reject("te kort")
	all.Reject("te kort")
	all.SetApart("test")
	if err := all.Check(); err != nil {
		t.Error(err)
	}
	if all.Rows != 9 || Total(all.Rejected) != 2 || all.Rejected["te kort"] != 2 || all.Apart["test"] != 1 || all.Empty != 10 {
		t.Errorf("counted %+v", all)
	}
	for what, broken := range map[string]Tally{
		"a row lost":      {Rows: 2, Used: 1},
		"a row doubled":   {Rows: 1, Used: 1, Again: 1},
		"an answer lost":  {Rows: 1, Used: 1, Answers: 1},
		"an answer twice": {Rows: 1, Used: 1, Answers: 1, New: 1, Older: 1},
	} {
		if broken.Check() == nil {
			t.Errorf("%s: not noticed", what)
		}
	}
}
