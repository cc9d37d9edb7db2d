package law_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruqsat/calendar"
	"ruqsat/regulation"
)

// expect checks one line; w are its words after "expect", text the same unsplit.
func (s *stage) expect(w []string, text string) error {
	switch {
	case slices.Contains([]string{"received", "step", "result", "unknown"}, w[0]):
		return s.expectTerm(w)
	case w[0] == "check" && len(w) > 3 && w[2] == "cites":
		return s.expectCheckCites(w[1], w[3], value(w[4:]))
	case w[0] == "check" && len(w) >= 3:
		return s.expectCheck(w[1:])
	case text == "everything passed":
		return s.expectAll()
	case w[0] == "defect" || text == "no defects":
		return s.expectDefect(w)
	case w[0] == "lack" || text == "no lacks":
		return s.expectLacks(text)
	case w[0] == "edition" || text == "no edition":
		return s.expectEdition(w)
	case w[0] == "prepayment" || text == "no prepayment":
		return s.expectPrepayment(w)
	case w[0] == "question":
		return s.expectQuestion(w[1:])
	}
	return s.expectTable(w, text)
}

// expectLacks: expect lack DOCUMENT missing|expired GROUND, the only one, or expect no lacks.
func (s *stage) expectLacks(text string) error {
	e, err := s.edition()
	if err != nil {
		return err
	}
	got := []string{}
	for _, l := range e.Lacks(s.op, s.facts, s.on) {
		kind := "missing"
		if l.Over {
			kind = "expired"
		}
		got = append(got, "lack "+l.Document+" "+kind+" "+l.Code)
	}
	if len(got) == 0 {
		got = append(got, "no lacks")
	}
	return agree("lacks", strings.Join(got, ", "), text)
}

func (s *stage) expectTerm(w []string) error {
	if s.terms == nil && s.termsErr == nil {
		e, err := s.edition()
		if err != nil {
			return err
		}
		t, err := e.Terms(s.op, s.filed)
		s.terms, s.termsErr = &t, err
	}
	if w[0] == "unknown" {
		return agree("ErrUnknownYear", fmt.Sprint(errors.Is(s.termsErr, calendar.ErrUnknownYear)), "true")
	}
	if s.termsErr != nil {
		return s.termsErr
	}
	switch {
	case w[0] == "received":
		return same(w[1:], s.terms.Received)
	case w[0] == "step" && len(w) >= 4 && w[2] == "due":
		step, ok := s.terms.Step(w[1])
		if !ok {
			return errors.New("no such step")
		}
		return same(w[3:], step.Due)
	case w[0] == "result" && w[1] == "due":
		return same(w[2:], s.terms.ResultDue)
	}
	return errLine
}

func same(w []string, got time.Time) error {
	want, _, err := when(w)
	if err != nil {
		return err
	}
	if !want.Equal(got) {
		return fmt.Errorf("got %s", got.In(calendar.Zone).Format("2006-01-02 15:04:05"))
	}
	return nil
}

func agree(what, got, want string) error {
	if got != want {
		return fmt.Errorf("%s is %s", what, got)
	}
	return nil
}

func (s *stage) judge() error {
	if s.verdicts != nil {
		return nil
	}
	e, err := s.edition()
	if err != nil {
		return err
	}
	s.verdicts = e.Judge(s.op, s.facts, s.on)
	return nil
}

// expectCheck: expect check NAME RESULT [GROUND], or expect check NAME absent.
func (s *stage) expectCheck(w []string) error {
	if err := s.judge(); err != nil {
		return err
	}
	i := slices.IndexFunc(s.verdicts, func(v regulation.Verdict) bool { return v.Check == w[0] })
	if w[1] == "absent" {
		return agree("absent", fmt.Sprint(i < 0), "true")
	}
	if i < 0 {
		return errors.New("no such check")
	}
	v := s.verdicts[i]
	if string(v.Result) != w[1] {
		return fmt.Errorf("got %s: %s", v.Result, v.Explain.EN)
	}
	if strings.Contains(v.Explain.KK+v.Explain.RU+v.Explain.EN, "⟦") {
		return fmt.Errorf("no words: %s", v.Explain.EN)
	}
	if strings.Contains(v.Explain.KK+v.Explain.RU+v.Explain.EN, "..") {
		return fmt.Errorf("two full stops: %s", v.Explain.RU)
	}
	if len(w) > 2 && v.Ground != w[2] {
		return fmt.Errorf("got the ground %s", v.Ground)
	}
	return nil
}

func (s *stage) expectAll() error {
	if err := s.judge(); err != nil {
		return err
	}
	for _, v := range s.verdicts {
		if v.Result != regulation.Passed {
			return fmt.Errorf("%s %s: %s", v.Check, v.Result, v.Explain.EN)
		}
	}
	return agree("verdicts", fmt.Sprint(len(s.verdicts) > 0), "true")
}

func (s *stage) expectDefect(w []string) error {
	e, err := s.edition()
	if err != nil {
		return err
	}
	var rules []string
	for _, d := range e.Defects(s.op, s.facts, s.on) {
		rules = append(rules, d.Rule+" "+d.Field+d.Document)
		if w[0] == "defect" && d.Rule == w[1] && (len(w) < 3 || d.Field == w[2] || d.Document == w[2]) {
			return nil
		}
	}
	if w[0] == "no" && len(rules) == 0 {
		return nil
	}
	return fmt.Errorf("got the defects %s", strings.Join(rules, ", "))
}

func (s *stage) expectEdition(w []string) error {
	e, err := s.edition()
	if w[0] == "no" {
		return agree("no edition", fmt.Sprint(errors.Is(err, regulation.ErrNoEdition)), "true")
	}
	if err != nil {
		return err
	}
	got := e.ID
	if !e.In(calendar.DayOf(s.on)) {
		got += " adopted"
	}
	return agree("edition", got, strings.Join(w[1:], " "))
}

// expectPrepayment: expect prepayment N months SUM, or expect prepayment cites ACT CLAUSE.
func (s *stage) expectPrepayment(w []string) error {
	e := s.service.Editions[0]
	day := calendar.DayOf(s.on)
	months := 1
	if w[0] == "prepayment" && w[1] != "cites" && w[1] != "kbk" {
		months, _ = strconv.Atoi(w[1])
	}
	p, err := e.Payment(s.op, months, day)
	switch {
	case w[0] == "no":
		return agree("no figure", fmt.Sprint(errors.Is(err, regulation.ErrNoFigure)), "true")
	case err != nil:
		return err
	case w[1] == "kbk":
		return agree("kbk", p.KBK, w[2])
	case w[1] == "cites" && w[2] == "only":
		return errors.Join(agree("citations", strconv.Itoa(len(p.Cite)), "1"), cites(p.Cite, w[3], value(w[4:])))
	case w[1] == "cites":
		return cites(p.Cite, w[2], value(w[3:]))
	case len(w) == 4:
		return agree("sum", strconv.FormatInt(p.Sum, 10), w[3])
	}
	return errLine
}

func cites(list []regulation.Cite, act, clause string) error {
	if slices.Contains(list, regulation.Cite{Act: act, Clause: clause}) {
		return nil
	}
	return fmt.Errorf("cites %v", list)
}

func (s *stage) expectQuestion(w []string) error {
	e, err := s.edition()
	if err != nil {
		return err
	}
	for _, q := range e.Questions(s.op, s.facts) {
		if q.Key != w[0] {
			continue
		}
		for _, pair := range w[2:] {
			k, v, _ := strings.Cut(pair, "=")
			if q.Fields[k] != strings.ReplaceAll(v, "_", " ") {
				return fmt.Errorf("%s is %q", k, q.Fields[k])
			}
		}
		return agree("system", q.System, w[1])
	}
	return errors.New("not asked")
}
