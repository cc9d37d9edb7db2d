package regulation_test

import (
	"strings"
	"testing"

	"ruqsat/calendar"
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
