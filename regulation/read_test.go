package regulation_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"ruqsat/calendar"
	"ruqsat/law"
	"ruqsat/regulation"
)

// amended is the law with one text of one file replaced.
func amended(t *testing.T, name, old, new string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(law.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(law.Files, path)
		files[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text := string(files[name].Data)
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	files[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, new, 1))}
	return files
}

func TestAnUnsoundLawDoesNotLoad(t *testing.T) {
	const folder = "labour-immigrant-permit/"
	for title, c := range map[string]struct{ file, old, new, says string }{
		"an unknown field":          {"tax.yaml", "written: 2 МРП", "wrote: 2 МРП", "tax.yaml:"},
		"digits and words disagree": {folder + "steps.yaml", "2 (двух)", "2 (трех)", "steps.yaml:34: «2 (трех)»: the digits say 2 and the words 3"},
		"another value":             {folder + "steps.yaml", "value: 2\n", "value: 3\n", "the value is 3, the words say 2"},
		"a misprint unexplained":    {folder + "checks.yaml", "because: «пяти (пяти)»", "unconfirmed: «пяти (пяти)»", "has no digits; say because"},
		"no words":                  {"tax.yaml", "    written: 4 МРП за каждый месяц\n", "", "tax.yaml:16: a figure without the words"},
		"an unknown act":            {"tax.yaml", "act: tax-code-2025", "act: tax-code-2035", "tax.yaml:19: unknown act \"tax-code-2035\""},
		"no source":                 {"mrp.yaml", "    unconfirmed: General knowledge; no published source was read for this year.\n", "", "mrp.yaml:4: a figure without cite"},
		"figures out of order":      {"mrp.yaml", "since: 2017-01-01", "since: 2018-01-01", "does not follow"},
		"an unknown kind":           {folder + "checks.yaml", "kind: one-of", "kind: any-of", "labour-immigrant-permit/checks.yaml:84: unknown kind \"any-of\""},
		"a check that passes blind": {folder + "checks.yaml", "not_found: failed", "not_found: passed", "must be failed or waiting"},
		"a ground nobody wrote":     {folder + "checks.yaml", "ground: R-TAX", "ground: R-TAXI", "no ground \"R-TAXI\""},
		"a path to nowhere":         {folder + "checks.yaml", "number: form.months", "number: form.weeks", "no such question"},
		"a step nobody wrote":       {folder + "service.yaml", "steps: [check, police", "steps: [check, army", "labour-immigrant-permit/service.yaml:127: no step \"army\""},
		"a document without a page": {folder + "form.yaml", "documents: [receipts]", "documents: []", "no page of the operation issue asks for the document \"receipts\""},
		"a channel nobody wrote":    {folder + "service.yaml", "channels: [con, egov", "channels: [kiosk, egov", "labour-immigrant-permit/service.yaml:127: no channel \"kiosk\""},
		"a day bound by a name":     {folder + "form.yaml", "earliest: passport.issued", "earliest: passport.number", "latest and earliest are of a date"},
		"a bound on another page":   {folder + "form.yaml", "earliest: passport.issued", "earliest: applicant.birth-date", "latest and earliest are of a date"},
		"a name bound by a day":     {folder + "form.yaml", "        kind: latin\n", "        kind: latin\n        latest: today\n", "latest and earliest are of a date"},
		"police who see, unasked":   {folder + "service.yaml", "steps: [check, police, decision", "steps: [check, decision", "a step of the police is false"},
		"a question without reason": {folder + "form.yaml", "        why: extension\n", "", "permit.number: no reason \"\" in reasons.yaml"},
		"a paper without reason":    {folder + "documents.yaml", "    why: health\n    required", "    why: wealth\n    required", "medical: no reason \"wealth\""},
		"a reason nobody has":       {folder + "form.yaml", "why: extension", "why: months", "the reason \"extension\" is nobody's"},
		"a reason without sentence": {folder + "reasons.yaml", "    written: совершеннолетние\n", "", "reasons.yaml:12: the reason \"adult\" has neither"},
		"a sentence without an act": {folder + "reasons.yaml", "    unconfirmed: No act that was read asks for the applicant's IIN;", "    written: No act that was read asks for the applicant's IIN;", "the reason \"iin\" has a sentence without its act"},
		"a refusal by no ground":    {folder + "checks.yaml", "acceptance: A-INCOMPLETE", "acceptance: R-DATA", "no ground \"R-DATA\" of refusing acceptance"},
		"a ground without validity": {folder + "checks.yaml", "ground: R-AGE", "ground: R-AGE\n    acceptance: A-EXPIRED", "the kind at-least-age knows of no validity"},
		"one signature at a desk":   {folder + "service.yaml", "signs: [applicant, employer]", "signs: [applicant]", "both parties sign"},
		"a desk without a journal":  {folder + "service.yaml", "journal: CON", "journal: ЦОН", "two to six Latin capitals"},
		"a cabinet with a journal":  {folder + "service.yaml", "unit: con", "unit: \"\"", "are of a channel whose unit takes the papers"},
		"a text without Kazakh":     {folder + "grounds.yaml", "kk: Құжаттар толық тапсырылмады.", "kk: \"\"", "grounds.yaml:192: \"A-INCOMPLETE\" lacks words"},
		"a standing nobody knows":   {"countries.yaml", "value: review", "value: maybe", "unknown standing"},
		"a row that is no day":      {"calendar.csv", "2016-01-01", "2016-02-31", "calendar.csv"},
	} {
		t.Run(title, func(t *testing.T) {
			_, err := regulation.Load(amended(t, c.file, c.old, c.new))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v\nwant %q", err, c.says)
			}
		})
	}
}

func TestTheFolderOfTheLawLoadsWithItsExamplesBesideIt(t *testing.T) {
	if _, err := regulation.Load(os.DirFS("../law")); err != nil {
		t.Error(err)
	}
}

func TestTheLintNamesEveryUnconfirmedFigure(t *testing.T) {
	var all strings.Builder
	for _, f := range theLaw(t).Lint() {
		all.WriteString(f.Place + ": " + f.Text + "\n")
	}
	for _, says := range []string{"hours.yaml:", "control.yaml:", "mrp.yaml:", "countries.yaml:", "grounds.yaml:", "P7.", "through 2027"} {
		if !strings.Contains(all.String(), says) {
			t.Errorf("no finding about %s in\n%s", says, all.String())
		}
	}
}

func TestARuntimeActAddsAndTheLawItselfStays(t *testing.T) {
	l := theLaw(t)
	since := calendar.NewDay(2027, 1, 1)
	act := regulation.Act{ID: "order-1", Number: "1", Date: calendar.NewDay(2026, 12, 1)}
	merged, err := l.Merge(regulation.RuntimeAct{
		Act:       act,
		MRP:       regulation.Dated[int64]{{Since: since, Value: 4600}},
		Countries: []regulation.Country{{Code: "GEO", Standing: regulation.Dated[string]{{Since: since, Value: "eligible"}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	before, _ := l.Service(service)
	after, _ := merged.Service(service)
	if _, err := before.Editions[0].Payment("issue", 1, since); !errors.Is(err, regulation.ErrNoFigure) {
		t.Errorf("the law itself changed: %v", err)
	}
	if p, err := after.Editions[0].Payment("issue", 1, since); err != nil || p.Sum != 18_400 {
		t.Errorf("got %+v, %v", p, err)
	}
	geo, _ := merged.Country("GEO")
	old, _ := geo.Standing.On(since.AddDays(-1))
	now, _ := geo.Standing.On(since)
	if old.Value != "review" || now.Value != "eligible" || !geo.Name.Complete() {
		t.Errorf("Georgia: %s, then %s", old.Value, now.Value)
	}
	if _, err := l.Merge(regulation.RuntimeAct{}); err == nil {
		t.Error("an act without number and date was merged (T15)")
	}
}

func TestFactsAreReadStrictly(t *testing.T) {
	for _, text := range []string{
		"fileds: {}", `answers: {a: {state: perhaps}}`, `filed: yesterday`, `first: 2026-02-31`, `counts: {a: many}`, strings.Repeat("#", 1<<20+1),
	} {
		if _, err := regulation.LoadFacts(strings.NewReader(text)); err == nil {
			t.Errorf("read %.40q", text)
		}
	}
	f, err := regulation.LoadFacts(strings.NewReader("filed: 2026-03-20T10:00\nfirst: 2026-03-27\n"))
	if err != nil || f.Filed.In(calendar.Zone).Hour() != 10 || f.First != calendar.NewDay(2026, 3, 27) {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestNoGoOfThisRoomNamesAService(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range theLaw(t).Services {
			if strings.Contains(string(raw), s.ID) {
				t.Errorf("%s names %s", name, s.ID)
			}
		}
	}
}
