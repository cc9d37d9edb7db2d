package regulation

import "testing"

func TestFactsAreComparedTheWayThePairSays(t *testing.T) {
	for _, c := range []struct {
		as, a, b string
		want     Result
	}{
		{"", "UZB", "UZB", Passed}, {"", "UZB", "uzb", Failed}, {"", "", "UZB", Waiting},
		{"latin", "YULDASHEVA", "YULDASHEVA", Passed}, {"latin", "YULDOSHEVA", "YULDASHEVA", Failed},
		{"latin", "O'KTAMOV", "OKTAMOV", Passed}, {"latin", "YULDASHEV", "YULDASHEVA", Failed},
		{"given", "DILNOZA", "DILNOZA KARIMOVNA", Passed}, {"given", "DIL", "DILNOZA", Failed}, {"given", "DILNOZA KARIM", "DILNOZA", Failed},
		{"name", "Хусанов", "Khusanov", Passed}, {"name", "Ахметов", "Жаксылыков", Failed},
		{"number", "fa 735-0418", "FA7350418", Passed}, {"number", "FA7350418", "FA7350419", Failed},
		{"address", "Жітіқара қ., 6-шағынаудан, 12-үй", "жітіқара қ 6-шағынаудан 12-үй", Passed},
		{"address", "6-шағынаудан, 12", "6-шағынаудан, 13", Failed}, {"address", "6-шағынаудан, 1, 2", "6-шағынаудан, 12", Failed},
	} {
		check := Check{Kind: "equals-field", Equal: []Pair{{Name: name, Want: "form.a", Got: "form.b", As: c.as}}}
		v := try(t, check, Facts{Fields: map[string]string{"a": c.a, "b": c.b}}, nil)
		if v.Result != c.want {
			t.Errorf("%s: %q and %q: %s", c.as, c.a, c.b, v.Result)
		}
	}
}

func TestANameThePassportHadNoRoomForMayBeLonger(t *testing.T) {
	if !sameLatin("NILAVADHANANANDACHAYANAPAKKHAMAN", "NILAVADHANANANDACHAYAN", true) {
		t.Error("a cut name is another name")
	}
	if sameLatin("NILAVADHANA", "", true) {
		t.Error("nothing is a cut name")
	}
}

func TestADifferenceIsWorseThanSomethingMissing(t *testing.T) {
	check := Check{Kind: "equals-field", Equal: []Pair{
		{Name: name, Want: "form.none", Got: "form.a"}, {Name: name, Want: "form.a", Got: "form.b"},
	}}
	v := try(t, check, Facts{Fields: map[string]string{"a": "1", "b": "2"}}, nil)
	want(t, v, Failed)
	if len(v.Values) != 1 || v.Values[0].Same {
		t.Errorf("compared %+v", v.Values)
	}
}

func TestOneRecordOfTheRegistryMustAgreeInEverything(t *testing.T) {
	check := Check{Kind: "equals-answer", NotFound: Failed, Contra: Failed, Asks: &Ask{Key: "q", System: "property"},
		Equal: []Pair{{Name: name, Want: "form.a", Got: "record.a"}, {Name: name, Want: "form.b", Got: "record.b"}}}
	facts := Facts{Fields: map[string]string{"a": "1", "b": "2"}}
	answer := func(records ...map[string]string) Facts {
		facts.Answers = map[string]Answer{"q": {State: Answered, Source: "property", Records: records}}
		return facts
	}
	want(t, try(t, check, answer(map[string]string{"a": "1", "b": "3"}, map[string]string{"a": "1", "b": "2"}), nil), Passed)
	want(t, try(t, check, answer(map[string]string{"a": "1", "b": "3"}, map[string]string{"a": "4", "b": "2"}), nil), Failed)
	want(t, try(t, check, answer(), nil), Waiting)
	for state, r := range map[string]Result{NotFound: Failed, Contradiction: Failed, Silent: Waiting, NotAsked: Waiting} {
		facts.Answers = map[string]Answer{"q": {State: state}}
		want(t, try(t, check, facts, nil), r)
	}
}
