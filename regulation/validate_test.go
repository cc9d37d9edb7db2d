package regulation_test

import (
	"slices"
	"strings"
	"testing"

	"ruqsat/calendar"
	"ruqsat/regulation"
)

func TestEveryFormatSaysWhatIsWrong(t *testing.T) {
	e, on := edition(t), calendar.NewDay(2026, 3, 20)
	for _, c := range []struct{ section, field, value, cleaned, rule string }{
		{"passport", "passport.number", " fa 482-1735", "FA4821735", ""},
		{"passport", "passport.number", "FА4821735", "", "passport-cyrillic"},
		{"passport", "passport.number", "FA48!", "", "passport"},
		{"passport", "passport.number", "FA", "", "passport"},
		{"passport", "passport.expires", "14.05.2031", "2031-05-14", ""},
		{"passport", "passport.expires", "14 5 2031", "2031-05-14", ""},
		{"passport", "passport.expires", "2031-05-14", "2031-05-14", ""},
		{"passport", "passport.expires", "2031--14", "", "date-month"},
		{"passport", "passport.expires", "2031-05-", "", "date-day"},
		{"passport", "passport.expires", "-05-14", "", "date-year"},
		{"passport", "passport.expires", "31.02.2031", "", "date-none"},
		{"passport", "passport.expires", "29.02.2031", "", "date-none"},
		{"passport", "passport.expires", "29.02.2032", "2032-02-29", ""},
		{"passport", "passport.expires", "soon", "", "date"},
		{"passport", "passport.expires", "14.05.31", "", "date-year"},
		{"passport", "passport.expires", "19.03.2026", "2026-03-19", "passport-term"},
		{"passport", "entry.date", "19.03.2025", "2025-03-19", "entry"},
		{"passport", "entry.date", "20.03.2025", "2025-03-20", ""},
		{"passport", "entry.date", "21.03.2026", "2026-03-21", "entry"},
		{"passport", "passport.mrz", "P<UZBYULDASHEVA<<DILNOZA", "", "mrz"},
		{"passport", "passport.mrz", "p<uzbyuldasheva<<dilnoza<<<<<<<<<<<<<<<<<<<<\r\nFA73504187UZB8809232F3106176<<<<<<<<<<<<<<<4", "P<UZBYULDASHEVA<<DILNOZA<<<<<<<<<<<<<<<<<<<<\nFA73504187UZB8809232F3106176<<<<<<<<<<<<<<<4", ""},
		{"passport", "passport.mrz", "P<UZBYULDASHEVA<<DILNOZA<<<<<<<<<<<<<<<<<<<<\nFA73504197UZB8809232F3106176<<<<<<<<<<<<<<<4", "", "mrz"},
		{"employer", "employer.iin", "850 115-390 017", "850115390017", ""},
		{"employer", "employer.iin", "85011539001", "", "iin-length"},
		{"employer", "employer.iin", "85011539001x", "", "iin-digits"},
		{"employer", "employer.iin", "850115390018", "", "iin-checksum"},
		{"employer", "employer.phone", "8 (701) 234-56-78", "+77012345678", ""},
		{"employer", "employer.phone", "701 234 56 78", "+77012345678", ""},
		{"employer", "employer.phone", "+998 90 123 45 67", "+998901234567", ""},
		{"employer", "employer.phone", "701", "", "phone-length"},
		{"employer", "employer.phone", "звоните", "", "phone"},
		{"employer", "employer.surname", "  Жаксылыков\t ", "Жаксылыков", ""},
		{"employer", "employer.surname", strings.Repeat("я", 301), "", "long"},
		{"employer", "employer.surname", "", "", "required"},
		{"person", "applicant.surname", "yuldasheva", "YULDASHEVA", ""},
		{"person", "applicant.surname", "Юлдашева", "", "latin"},
		{"person", "applicant.sex", "X", "", "choice"},
		{"person", "applicant.citizenship", "uzb", "UZB", ""},
		{"person", "applicant.citizenship", "XYZ", "", "choice"},
		{"person", "applicant.citizenship", "TUR", "TUR", "citizenship"},
		{"person", "applicant.citizenship", "KGZ", "KGZ", "citizenship"},
		{"person", "applicant.birth-date", "20.03.2008", "2008-03-20", ""},
		{"person", "applicant.birth-date", "21.03.2008", "2008-03-21", "age"},
		{"person", "applicant.email", "aty@example.com", "aty@example.com", ""},
		{"person", "applicant.email", "aty@example", "", "email"},
		{"person", "family.children", "2", "2", ""},
		{"person", "family.children", "-2", "", "number"},
		{"workplace", "work.unit", "394400000", "394400000", ""},
		{"workplace", "work.unit", "394400001", "", "choice"},
		{"workplace", "months", "1", "1", ""}, {"workplace", "months", "12", "12", ""}, {"workplace", "months", "06", "6", ""},
		{"workplace", "months", "0", "0", "months"}, {"workplace", "months", "13", "13", "months"},
		{"workplace", "months", "-1", "", "number"}, {"workplace", "months", "1.5", "", "number"}, {"workplace", "months", "", "", "required"},
		{"send", "acknowledged", "on", "yes", ""}, {"send", "acknowledged", "off", "", "tick"},
	} {
		defects, cleaned := e.Validate(c.section, map[string]string{c.field: c.value}, on)
		rule := ""
		for _, d := range defects {
			if d.Field == c.field {
				rule = d.Rule
				if !d.Text.Complete() || strings.Contains(d.Text.KK+d.Text.RU+d.Text.EN, "⟦") || d.Section != c.section {
					t.Errorf("%s %q: %+v", c.field, c.value, d)
				}
			}
		}
		if rule != c.rule || c.cleaned != "" && cleaned[c.field] != c.cleaned {
			t.Errorf("%s %q: rule %q, cleaned %q; want %q, %q", c.field, c.value, rule, cleaned[c.field], c.rule, c.cleaned)
		}
	}
}

func TestAnOrganisationIsReferredToTheOtherService(t *testing.T) {
	defects, _ := edition(t).Validate("employer", map[string]string{"employer.iin": "940140000385"}, calendar.NewDay(2026, 3, 20))
	for _, d := range defects {
		if d.Field == "employer.iin" {
			if d.Rule != "iin-bin" {
				t.Errorf("got %s: %s", d.Rule, d.Text.EN)
			}
			return
		}
	}
	t.Error("a БИН was taken as an ИИН")
}

func TestAQuestionThatDoesNotApplyIsDropped(t *testing.T) {
	e, on := edition(t), calendar.NewDay(2026, 3, 20)
	_, cleaned := e.Validate("person", map[string]string{"family.status": "single", "family.spouse": "Karim, 1985"}, on)
	if _, kept := cleaned["family.spouse"]; kept {
		t.Error("a single person has a spouse")
	}
	_, cleaned = e.Validate("person", map[string]string{"family.status": "married", "family.spouse": "Karim, 1985"}, on)
	if cleaned["family.spouse"] != "Karim, 1985" {
		t.Error("a married person lost the spouse")
	}
}

func TestAPaperIsCheckedWithItsData(t *testing.T) {
	e, on := edition(t), calendar.NewDay(2026, 3, 20)
	defects, cleaned := e.ValidatePaper("receipts", map[string]string{"number": " 1184-2207 ", "date": "12.03.2026", "sum": "69 200 ₸"}, on)
	if len(defects) != 0 || cleaned["sum"] != "69200" || cleaned["date"] != "2026-03-12" || cleaned["number"] != "1184-2207" {
		t.Errorf("%v %v", defects, cleaned)
	}
	if defects, _ := e.ValidatePaper("medical", map[string]string{"date": "19.03.2025"}, on); len(defects) != 1 || defects[0].Rule != "medical" {
		t.Errorf("%v", defects)
	}
	if defects, _ := e.ValidatePaper("receipts", map[string]string{"number": "1", "date": "12.03.2026", "sum": "0"}, on); len(defects) != 1 || defects[0].Rule != "tenge" {
		t.Errorf("%v", defects)
	}
}

func TestAPassportIsIssuedByTodayAndEndsNotBefore(t *testing.T) {
	e, on := edition(t), calendar.NewDay(2026, 3, 20)
	for _, c := range []struct{ issued, expires, field, rule string }{
		{"2026-03-19", "2031-03-19", "", ""},
		{"2026-03-20", "2031-03-20", "", ""},
		{"2026-03-21", "2031-03-21", "passport.issued", "date-late"},
		{"21.03.2026", "2031-03-21", "passport.issued", "date-late"},
		{"2026-03-20", "2026-03-21", "", ""},
		{"2026-03-20", "2026-03-20", "", ""},
		{"2026-03-20", "2026-03-19", "passport.expires", "date-early"},
		{"20.03.2026", "2026-03-19", "passport.expires", "date-early"},
		{"", "2031-03-19", "passport.issued", "required"}, // no bound, no second word
		{"31.02.2026", "2031-03-19", "passport.issued", "date-none"},
	} {
		values := map[string]string{"passport.issued": c.issued, "passport.expires": c.expires}
		var got []regulation.Defect
		list, _ := e.Validate("passport", values, on)
		for _, d := range list {
			if (d.Field == "passport.issued" || d.Field == "passport.expires") && !strings.HasPrefix(d.Rule, "passport") {
				got = append(got, d)
			}
		}
		if c.rule == "" && len(got) == 0 {
			continue
		}
		if len(got) != 1 || got[0].Field != c.field || got[0].Rule != c.rule || !got[0].Text.Complete() {
			t.Errorf("%s to %s: %+v, want %s at %s", c.issued, c.expires, got, c.rule, c.field)
		}
		all := e.Defects("issue", regulation.Facts{Fields: values}, on.At(12, 0))
		if !slices.ContainsFunc(all, func(d regulation.Defect) bool {
			return d.Field == c.field && d.Rule == c.rule && d.Section == "passport"
		}) {
			t.Errorf("%s to %s: the whole form does not say %s", c.issued, c.expires, c.rule)
		}
	}
}

func TestThePoliceSeeWhatTheLawMarksAndNoMore(t *testing.T) {
	e := edition(t)
	var fields, hidden []string
	for _, s := range e.Sections {
		for _, f := range s.Fields {
			if f.Police {
				fields = append(fields, f.ID)
			} else {
				hidden = append(hidden, f.ID)
			}
		}
	}
	if want := "family.status family.spouse family.children relative.abroad relative.kazakhstan acknowledged"; strings.Join(hidden, " ") != want {
		t.Errorf("the police do not see %v, want %s", hidden, want)
	}
	if len(fields) < 30 {
		t.Errorf("the police see only %v", fields)
	}
	for _, d := range e.Documents {
		if d.Police != (d.ID == "passport") {
			t.Errorf("%s: the police see it is %v (P16)", d.ID, d.Police)
		}
	}
}

func TestAnOperationIsTakenByTheChannelsThatItNames(t *testing.T) {
	e := edition(t)
	day := calendar.NewDay(2025, 1, 1)
	for _, c := range []struct {
		operation, channel string
		on                 calendar.Day
		want               bool
	}{
		{"issue", "egov", day, true}, {"issue", "con", day, true}, {"issue", "migration", day, true},
		{"issue", "egov", day.AddDays(-1), false}, // the channel opens with the edition
		{"issue", "post", day, false}, {"extend", "egov", day, false}, {"none", "egov", day, false},
	} {
		if got := e.Takes(c.operation, c.channel, c.on); got != c.want {
			t.Errorf("%s by %s on %s: %v", c.operation, c.channel, c.on, got)
		}
	}
}
