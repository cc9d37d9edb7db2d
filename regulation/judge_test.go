package regulation_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"ruqsat/calendar"
	"ruqsat/regulation"
)

const service = "labour-immigrant-permit"

func edition(t testing.TB) *regulation.Edition {
	t.Helper()
	s, ok := theLaw(t).Service(service)
	if !ok {
		t.Fatal("no service")
	}
	e, err := s.On(calendar.NewDay(2026, 3, 20))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// sound are facts under which every check of an issue passes.
func sound(t testing.TB) regulation.Facts {
	t.Helper()
	return soundFacts(t)
}

func soundFacts(t interface{ Fatal(...any) }) regulation.Facts {
	file, err := os.Open("../docs/examples/facts.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	f, err := regulation.LoadFacts(file)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTheExampleOfTheManualPassesEverything(t *testing.T) {
	e, f := edition(t), sound(t)
	verdicts := e.Judge("issue", f, f.Filed)
	if len(verdicts) < 15 {
		t.Errorf("only %d checks", len(verdicts))
	}
	for _, v := range verdicts {
		if v.Result != regulation.Passed {
			t.Errorf("%s: %s", v.Check, v.Explain.EN)
		}
		if !v.Title.Complete() || !v.Explain.Complete() || len(v.Cite) == 0 || v.Source == "" || v.At.IsZero() || len(v.Values) == 0 && v.Check != "quota" {
			t.Errorf("%s does not explain itself: %+v", v.Check, v)
		}
	}
}

func TestTheSameFactsGiveTheSameVerdicts(t *testing.T) {
	e, f := edition(t), sound(t)
	if a, b := e.Judge("issue", f, f.Filed), e.Judge("issue", f, f.Filed); !reflect.DeepEqual(a, b) {
		t.Error("judged twice, got two judgements")
	}
}

func TestSevenDefectsAreSevenMessagesAtOnce(t *testing.T) {
	e, f := edition(t), sound(t)
	f.Fields["applicant.surname"] = "ЮЛДАШЕВА"
	f.Fields["employer.iin"] = "85011539001"
	f.Fields["entry.date"] = "2025-03-19"
	f.Fields["months"] = "13"
	f.Fields["acknowledged"] = ""
	delete(f.Documents, "medical")
	f.Documents["receipts"][0].Fields["sum"] = "1"
	defects := e.Defects("issue", f, f.Filed)
	want := map[string]string{"latin": "applicant.surname", "iin-length": "employer.iin", "entry": "entry.date", "months": "months",
		"required": "acknowledged", "documents": "medical", "payment": "receipts"}
	for _, d := range defects {
		at := d.Field
		if at == "" {
			at = d.Document
		}
		if want[d.Rule] == at {
			delete(want, d.Rule)
		}
		if !d.Text.Complete() || strings.Contains(d.Text.EN+d.Text.KK+d.Text.RU, "⟦") || d.Section == "" {
			t.Errorf("%+v", d)
		}
	}
	if len(want) != 0 {
		t.Errorf("not said: %v; said: %v", want, defects)
	}
}

func TestADraftIsJudgedWithThePermitsDaysToCome(t *testing.T) {
	e, f := edition(t), sound(t)
	on := f.Filed
	f.Filed = time.Time{}
	f.First, f.Last = calendar.Day{}, calendar.Day{}
	f.Documents["insurance"][0].Fields["until"] = "2026-09-25" // decision due 27.03.2026, last day 26.09.2026
	defects := e.Defects("issue", f, on)
	if len(defects) != 1 || defects[0].Rule != "insurance" || defects[0].Section != "health" {
		t.Errorf("got %+v", defects)
	}
}

func TestAClosedChannelIsSaidBeforeFiling(t *testing.T) {
	e, f := edition(t), sound(t)
	f.Fields["channel"] = "post"
	if d := e.Defects("issue", f, f.Filed); len(d) != 1 || d[0].Rule != "channel" {
		t.Errorf("got %+v", d)
	}
}

func TestEachReceiptIsAskedAboutOnce(t *testing.T) {
	e, f := edition(t), sound(t)
	f.Documents["receipts"] = append(f.Documents["receipts"], f.Documents["receipts"][0])
	var keys []string
	for _, q := range e.Questions("issue", f) {
		if q.System == "" || q.Kind == "" {
			t.Errorf("asked nobody: %+v", q)
		}
		keys = append(keys, q.Key)
	}
	want := []string{"employer", "entry", "insurance", "address", "payment/11842207", "payment/11842315", "police"}
	if !slices.Equal(keys, want) {
		t.Errorf("asked %v, want %v", keys, want)
	}
}

func TestNothingIsAskedAboutAnEmptyField(t *testing.T) {
	e, f := edition(t), sound(t)
	f.Fields["employer.iin"], f.Fields["passport.number"] = "", ""
	for _, q := range e.Questions("issue", f) {
		if q.Key == "employer" || q.Key == "address" || q.Key == "entry" || q.Key == "police" {
			t.Errorf("asked %s with %v", q.Key, q.Fields)
		}
	}
}

func TestThePoliceAreNotToldOfTaxQuotaAndRelatives(t *testing.T) {
	e, f := edition(t), sound(t)
	for _, q := range e.Questions("issue", f) {
		if q.System != "mp" {
			continue
		}
		for field := range q.Fields {
			if strings.Contains(field, "relative") || strings.Contains(field, "sum") || strings.Contains(field, "family") {
				t.Errorf("the police are told %s", field)
			}
		}
	}
}

func TestEveryCheckWithAQuestionWaitsUntilItIsAnswered(t *testing.T) {
	e, f := edition(t), sound(t)
	f.Answers = nil
	waiting := 0
	for _, v := range e.Judge("issue", f, f.Filed) {
		if v.Result == regulation.Waiting {
			waiting++
		}
	}
	if waiting != 6 {
		t.Errorf("%d checks wait, want the six that ask", waiting)
	}
}

func BenchmarkJudge(b *testing.B) {
	e, f := edition(b), sound(b)
	for b.Loop() {
		e.Judge("issue", f, f.Filed)
	}
}
