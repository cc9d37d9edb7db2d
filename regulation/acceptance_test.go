package regulation_test

import (
	"testing"
	"time"

	"ruqsat/calendar"
	"ruqsat/regulation"
)

// M-15: where both parties sign on paper, the made document needs its scan; in the cabinet it needs none.
func TestTheSignedApplicationNeedsItsScanAtTheCounterOnly(t *testing.T) {
	e := edition(t)
	on := time.Date(2026, 3, 20, 10, 0, 0, 0, calendar.Zone)
	for channel, want := range map[string]bool{"con": true, "egov": false} {
		f := regulation.Facts{Fields: map[string]string{"channel": channel}}
		found := false
		for _, d := range e.Defects("issue", f, on) {
			found = found || d.Document == "application"
		}
		if found != want {
			t.Errorf("%s: the scan of the application is asked for: %v", channel, found)
		}
		f.Documents = map[string][]regulation.Paper{"application": {{Files: 1, Pages: 1}}}
		for _, d := range e.Defects("issue", f, on) {
			if d.Document == "application" {
				t.Errorf("%s: %s", channel, d.Text.EN)
			}
		}
	}
}

func TestTheCounterIsTheChannelWhoseUnitTakesThePapers(t *testing.T) {
	e, day := edition(t), calendar.NewDay(2026, 3, 20)
	if c, ok := e.ChannelOf("con", "issue", day); !ok || c.ID != "con" {
		t.Errorf("%q, %v", c.ID, ok)
	}
	for _, unit := range []string{"", "akimat"} {
		if c, ok := e.ChannelOf(unit, "issue", day); ok {
			t.Errorf("the unit %q takes papers in %q", unit, c.ID)
		}
	}
}

const zone = "P<UZBYULDASHEVA<<DILNOZA<<<<<<<<<<<<<<<<<<<<\r\nFA73504187UZB8809232F3106176<<<<<<<<<<<<<<<4"

func TestThePassportsLinesFillWhatIsEmptyAndNothingElse(t *testing.T) {
	answers := map[string]string{"passport.mrz": zone, "applicant.surname": "YULDASHEVA-KARIMOVA", "months": "6"}
	got := edition(t).FromZone("issue", answers)
	for field, want := range map[string]string{
		"applicant.surname": "YULDASHEVA-KARIMOVA", "applicant.given-name": "DILNOZA", "applicant.birth-date": "1988-09-23",
		"applicant.sex": "F", "applicant.citizenship": "UZB", "passport.number": "FA7350418", "passport.expires": "2031-06-17",
		"months": "6",
	} {
		if got[field] != want {
			t.Errorf("%s is %q, not %q", field, got[field], want)
		}
	}
	if len(answers) != 3 {
		t.Error("the answers themselves were changed")
	}
	answers["passport.mrz"] = "P<UZB" + zone[5:60]
	if got := edition(t).FromZone("issue", answers); len(got) != 3 {
		t.Errorf("lines that do not verify filled %v", got)
	}
}
