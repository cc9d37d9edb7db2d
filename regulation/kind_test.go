package regulation

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ruqsat/calendar"
	"ruqsat/words"
)

var (
	name   = words.Text{KK: "Атау", RU: "Название", EN: "Name"}
	filing = calendar.NewDay(2026, time.March, 20)
)

// always is a figure that has been in force all along.
func always(n int) Dated[int] { return Dated[int]{{Since: calendar.NewDay(2000, 1, 1), Value: n}} }

func dated(y int, m time.Month, d int) string { return calendar.NewDay(y, m, d).String() }

// try judges one check alone, filed on 20 March 2026 at noon; the words must be there in every language.
func try(t *testing.T, c Check, f Facts, e *Edition) Verdict {
	t.Helper()
	if e == nil {
		e = &Edition{}
	}
	if e.law == nil {
		e.law = &Law{}
	}
	c.ID, c.Name, c.Ground, c.kind, c.labels = "test", name, "R-TEST", kinds[c.Kind], name
	if missing := c.kind.needs(&c); missing != "" {
		t.Fatalf("%s needs %s", c.Kind, missing)
	}
	if err := c.speak(); err != nil {
		t.Fatal(err)
	}
	f.Filed = filing.At(12, 0)
	op := &Operation{ID: "issue", Checks: []Check{c}}
	for _, d := range e.Documents {
		op.Documents = append(op.Documents, d.ID)
	}
	e.Operations = []*Operation{op}
	v := e.Judge("issue", f, f.Filed)[0]
	for _, l := range words.Languages {
		if text := v.Explain.In(l); text == "" || strings.Contains(text, "⟦") {
			t.Errorf("%s says %q in %s", c.Kind, text, l)
		}
	}
	return v
}

func want(t *testing.T, v Verdict, r Result) {
	t.Helper()
	if v.Result != r {
		t.Errorf("got %s, want %s: %s", v.Result, r, v.Explain.EN)
	}
	if (v.Result == Failed) != (v.Ground != "") {
		t.Errorf("%s with the ground %q", v.Result, v.Ground)
	}
}

func TestEveryKindRefusesACheckThatCouldNotJudge(t *testing.T) {
	for kind, k := range kinds {
		if kind != "present" && k.needs(&Check{Kind: kind}) == "" {
			t.Errorf("%s needs nothing", kind)
		}
	}
}

func TestEveryOutcomeOfEveryKindHasWords(t *testing.T) {
	for kind, k := range kinds {
		c := Check{ID: "none", Kind: kind, kind: k}
		if err := c.speak(); err != nil {
			t.Error(err)
		}
		if slices.Contains(k.outcomes, "unfilled") {
			t.Errorf("%s repeats a common outcome", kind)
		}
	}
}

func TestNoKindPassesWithoutFacts(t *testing.T) {
	day := "form.day"
	asks := &Ask{Key: "q", System: "esbd", Kind: "k", Each: "receipts"}
	for kind := range kinds {
		if kind == "present" {
			continue
		}
		c := Check{Kind: kind, Date: day, After: day, Until: day, Covers: "filed", Number: "form.n", Count: "c",
			Ledger: "l", Country: "form.country", Equal: []Pair{{Name: name, Want: "form.a", Got: "form.b"}},
			Asks: asks, NotFound: Failed, Contra: Failed, Sum: "sum", Distinct: "number", Agree: []string{"yes"},
			Object: []string{"no"}, EarlyGround: "R-EARLY", Min: always(1), Max: always(2), Record: "date"}
		if v := try(t, c, Facts{}, nil); v.Result != Waiting {
			t.Errorf("%s without facts: %s", kind, v.Result)
		}
	}
}

func TestACheckWhoseConditionIsNotMetIsLeftOut(t *testing.T) {
	e := &Edition{law: &Law{}, Operations: []*Operation{{ID: "issue", Checks: []Check{
		{ID: "a", Kind: "in-range", When: &When{Field: "channel", In: []string{"con"}}, kind: kinds["in-range"]},
	}}}}
	if got := e.Judge("issue", Facts{Fields: map[string]string{"channel": "egov"}}, filing.At(9, 0)); len(got) != 0 {
		t.Errorf("judged %v", got)
	}
	if got := e.Judge("nothing", Facts{}, filing.At(9, 0)); got != nil {
		t.Errorf("an unknown operation judged %v", got)
	}
}
