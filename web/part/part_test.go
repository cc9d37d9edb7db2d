package part

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"ruqsat/calendar"
	"ruqsat/law"
	"ruqsat/regulation"
	"ruqsat/words"
)

func in(l words.Language) context.Context {
	return With(context.Background(), Setting{Language: l, Here: "/x?a=1", Now: moment, Sample: true, Reader: &Reader{"Рахимов", "/cabinet"}})
}

func render(t *testing.T, l words.Language, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(in(l), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEveryPartSpeaksEveryLanguage(t *testing.T) {
	for _, l := range words.Languages {
		for name, layout := range map[string]func(templ.Component) templ.Component{"public": public, "staff": staff} {
			page := render(t, l, whole(layout))
			if m := regexp.MustCompile(`⟦[^⟧]*⟧`).FindString(page); m != "" {
				t.Errorf("%s in %s: %s is missing", name, l, m)
			}
			if m := regexp.MustCompile(`(?i)\sstyle=|\son[a-z]+="|<style|never shown`).FindString(page); m != "" {
				t.Errorf("%s: %s", name, m)
			}
		}
	}
}

func TestWhatWasEnteredIsShownAndNotRun(t *testing.T) {
	page := render(t, words.Kazakh, TextField(Field{ID: "a", Label: "A", Value: `"><script>alert(1)</script>`}))
	if strings.Contains(page, "<script>") {
		t.Error(page)
	}
	if page := render(t, words.Kazakh, BackLink(Link{Text: "x", Href: "/p?a=1&b=2"})); !strings.Contains(page, `href="/p?a=1&amp;b=2"`) {
		t.Error(page)
	}
}

func TestAnErrorStandsAtItsFieldAndInTheSummary(t *testing.T) {
	problems := []Problem{{"entry", "Мұндай күн жоқ"}}
	page := render(t, words.Kazakh, ErrorSummary(problems)) + render(t, words.Kazakh, DateField(Field{ID: "entry", Label: "Күн", Error: At(problems, "entry"), Value: "31.02.2026"}))
	for _, want := range []string{`href="#entry"`, `id="entry"`, `aria-describedby="entry-error"`, `value="31"`, `value="02"`, `value="2026"`, `aria-invalid="true"`} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is not there", want)
		}
	}
}

func TestADateIsReadFromThreeFields(t *testing.T) {
	for _, c := range []struct{ d, m, y, want string }{
		{"14", "5", "2031", "2031-05-14"}, {" 1 ", "01", "2026", "2026-01-01"}, {"31", "2", "2026", "2026-02-31"}, {"", "", "", ""},
		{"14", "", "2031", "14..2031"}, {"x", "1", "2026", "x.1.2026"}, {"1", "13", "2026", "1.13.2026"}, {"1", "1", "26", "1.1.26"}, {"-1", "1", "2026", "-1.1.2026"},
	} {
		value := DateValue(url.Values{"a-day": {c.d}, "a-month": {c.m}, "a-year": {c.y}}, "a")
		if value != c.want {
			t.Errorf("%+v: %q", c, value)
		}
	}
	for value, want := range map[string][3]string{"2031-05-14": {"14", "05", "2031"}, "x.1.2026": {"x", "1", "2026"}, "": {"", "", ""}, "14..2031": {"14", "", "2031"}} {
		if got := [3]string{dayOf(value), monthOf(value), yearOf(value)}; got != want {
			t.Errorf("%q: %v", value, got)
		}
	}
}

func TestAClauseIsSaidAsEachLanguageSaysIt(t *testing.T) {
	for clause, want := range map[string][3]string{
		"подпункт 1) пункта 1 статьи 43-1": {"43-1-баптың 1-тармағының 1) тармақшасы", "пп. 1) п. 1 ст. 43-1", "article 43-1, paragraph 1, subparagraph 1)"},
		"пункт 5 статьи 43-2":              {"43-2-баптың 5-тармағы", "п. 5 ст. 43-2", "article 43-2, paragraph 5"},
		"статья 696":                       {"696-бап", "ст. 696", "article 696"},
		"пункт 20":                         {"20-тармақ", "п. 20", "paragraph 20"},
		"пункт 6 приложения 1":             {"1-қосымшаның 6-тармағы", "п. 6 прил. 1", "annex 1, paragraph 6"},
		"":                                 {"", "", ""},
	} {
		for i, l := range words.Languages {
			if got := clauseIn(l, clause); got != want[i] {
				t.Errorf("%q in %s: %q, want %q", clause, l, got, want[i])
			}
		}
	}
}

// TestEveryClauseOfTheLawIsUnderstood: no clause stays Russian on a Kazakh page.
func TestEveryClauseOfTheLawIsUnderstood(t *testing.T) {
	n := 0
	for _, name := range []string{"tax.yaml", "countries.yaml", "hours.yaml", "control.yaml", "labour-immigrant-permit/service.yaml", "labour-immigrant-permit/steps.yaml", "labour-immigrant-permit/documents.yaml", "labour-immigrant-permit/form.yaml", "labour-immigrant-permit/reasons.yaml", "labour-immigrant-permit/checks.yaml", "labour-immigrant-permit/grounds.yaml"} {
		raw, err := law.Files.ReadFile(name)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, m := range regexp.MustCompile(`clause: "?([^"}\n]+)"?\s*}`).FindAllStringSubmatch(string(raw), -1) {
			n++
			if said := clauseIn(words.Kazakh, m[1]); regexp.MustCompile(`(?i)стать|пункт|част|приложени`).MatchString(said) {
				t.Errorf("%s: %q stays %q", name, m[1], said)
			}
			if number := regexp.MustCompile(`[0-9]+`).FindAllString(m[1], -1); len(number) != len(regexp.MustCompile(`[0-9]+`).FindAllString(clauseIn(words.English, m[1]), -1)) {
				t.Errorf("%s: %q loses a number: %q", name, m[1], clauseIn(words.English, m[1]))
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d clauses found", n)
	}
}

func TestFailedChecksComeFirstAndPassedOnesLast(t *testing.T) {
	var order []regulation.Result
	for _, v := range bySeverity([]regulation.Verdict{{Result: regulation.Passed}, {Result: regulation.Waiting}, {Result: regulation.Failed}, {Result: regulation.Referral}}) {
		order = append(order, v.Result)
	}
	if fmt.Sprint(order) != "[failed referral waiting passed]" {
		t.Error(order)
	}
}

func TestAClockShowsEachDayOnceAndALongOneAsATable(t *testing.T) {
	from := calendar.NewDay(2026, 3, 19)
	short := render(t, words.Russian, LegalClock(clock(from, 8)))
	if n := strings.Count(short, "<li"); n != 9 {
		t.Errorf("%d tiles, want 9", n)
	}
	for _, want := range []string{"подано 18:42", "приём, не в счёт", "Наурыз мейрамы", `aria-current="date"`, "до 18:30"} {
		if !strings.Contains(short, want) {
			t.Errorf("%q is not on the clock", want)
		}
	}
	if long := render(t, words.Russian, LegalClock(clock(from, 20))); strings.Count(long, "<tr") != 22 {
		t.Errorf("%d rows, want 21 and the head", strings.Count(long, "<tr"))
	}
}

func TestABarIsNeverWiderThanItsQuota(t *testing.T) {
	for _, c := range []struct {
		part, whole int
		want        string
	}{{684, 1200, "342.0"}, {0, 0, "0"}, {5, 0, "0"}, {7, 5, "600.0"}, {1, 3, "200.0"}} {
		if got := share(c.part, c.whole, 600); got != c.want {
			t.Errorf("%d of %d: %s", c.part, c.whole, got)
		}
	}
}
