package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"ruqsat/api"
	"ruqsat/calendar"
	"ruqsat/regulation"
	"ruqsat/words"
)

type lawCheckCommand struct{}

// Run lints the law: it holds when it loads; the findings are notes for a lawyer. A fault in the law
// keeps it from loading, and is named by file and line.
func (lawCheckCommand) Run(e *env) error {
	l, err := e.law()
	if err != nil {
		return errors.New(err.Error()) // not unusable input: a law that does not hold
	}
	findings := l.Lint()
	type finding struct {
		Kind  string `json:"kind"`
		Place string `json:"place"`
		Text  string `json:"text"`
	}
	out := struct {
		Holds    bool      `json:"holds"`
		Services int       `json:"services"`
		Acts     int       `json:"acts"`
		Findings []finding `json:"findings"`
	}{true, len(l.Services), len(l.Acts), []finding{}}
	for _, f := range findings {
		out.Findings = append(out.Findings, finding{string(f.Kind), f.Place, f.Text})
	}
	return e.print(out, func(w io.Writer) {
		for _, f := range findings {
			fmt.Fprintf(w, "%s: %s\n", f.Place, f.Text)
		}
		fmt.Fprintf(w, "%d services, %d acts, %d findings\n", out.Services, out.Acts, len(findings))
	})
}

type lawDueCommand struct {
	What    string `arg:"" name:"service/operation" help:"For example labour-immigrant-permit/issue."`
	Filed   string `required:"" placeholder:"TIME" help:"Moment of filing, Asia/Almaty: 2026-03-20T18:45."`
	Edition string `placeholder:"DATE" help:"Use the edition in force on this day instead of the day of filing."`
}

// Run prints when a filing is received and when each step is due, with the trace of every day.
func (c lawDueCommand) Run(e *env) error {
	edition, operation, filed, err := c.question(e)
	if err != nil {
		return err
	}
	t, err := edition.Terms(operation, filed)
	if err != nil {
		return err
	}
	out := api.NewDue(t, words.English)
	return e.print(out, func(w io.Writer) {
		fmt.Fprintf(w, "%s/%s, edition %s\nfiled      %s\nreceived   %s\n", out.Service, out.Operation, out.Edition, out.Filed, out.Received)
		if out.Adopted {
			fmt.Fprintln(w, "the edition is not in force on the day of filing; it is adopted for it")
		}
		for _, s := range out.Steps {
			fmt.Fprintf(w, "%-10s %s  (%s)\n", s.Step, s.Due, s.Unit)
		}
		fmt.Fprintf(w, "result due %s\n", out.ResultDue)
		for _, d := range out.Trace {
			fmt.Fprintf(w, "  %s %s %s\n", d.Day, map[bool]string{true: "+", false: "-"}[d.Counted], d.Why)
		}
	})
}

func (c lawDueCommand) question(e *env) (*regulation.Edition, string, time.Time, error) {
	filed, err := parseMoment(c.Filed)
	if err != nil {
		return nil, "", filed, err
	}
	day := calendar.DayOf(filed)
	if c.Edition != "" {
		if day, err = calendar.ParseDay(c.Edition); err != nil {
			return nil, "", filed, usagef("%q is not a day; write it as 2026-03-20", c.Edition)
		}
	}
	l, err := e.law()
	if err != nil {
		return nil, "", filed, err
	}
	edition, operation, err := editionOn(l, c.What, day)
	return edition, operation, filed, err
}

// editionOn finds what SERVICE/OPERATION means on a day: an unknown name is usage, no edition in force
// is an answer that does not hold.
func editionOn(l *regulation.Law, what string, day calendar.Day) (*regulation.Edition, string, error) {
	service, operation, ok := strings.Cut(what, "/")
	s, known := l.Service(service)
	if !ok || !known {
		return nil, "", usagef("there is no service %q; write SERVICE/OPERATION", what)
	}
	edition, err := s.On(day)
	if err != nil {
		return nil, "", fmt.Errorf("%s on %s: %w", service, day, err)
	}
	if _, known := edition.Operation(operation); !known {
		return nil, "", usagef("the service %s has no operation %q", service, operation)
	}
	return edition, operation, nil
}

func rfc3339(t time.Time) string { return t.In(calendar.Zone).Format(time.RFC3339) }

type lawEvalCommand struct {
	What  string `arg:"" name:"service/operation" help:"For example labour-immigrant-permit/issue."`
	Facts string `required:"" type:"existingfile" placeholder:"FILE" help:"The facts; their shape is in docs/law-eval.md."`
	On    string `required:"" placeholder:"DATE" help:"Day or moment of judging, Asia/Almaty."`
}

// Run judges the facts: it holds when every check has passed.
func (c lawEvalCommand) Run(e *env) error {
	on, err := parseMoment(c.On)
	if err != nil {
		return err
	}
	l, err := e.law()
	if err != nil {
		return err
	}
	file, err := os.Open(c.Facts)
	if err != nil {
		return usagef("%w", err)
	}
	defer file.Close()
	facts, err := regulation.LoadFacts(file)
	if err != nil {
		return usagef("%s: %w", c.Facts, err)
	}
	if facts.Filed.IsZero() {
		facts.Filed = on
	}
	edition, operation, err := editionOn(l, c.What, calendar.DayOf(facts.Filed))
	if err != nil {
		return err
	}
	return e.printVerdicts(l, edition, operation, edition.Judge(operation, facts, on))
}

type evalValue struct {
	Name string `json:"name"`
	Want string `json:"want"`
	Got  string `json:"got"`
	Same bool   `json:"same"`
}

type evalCheck struct {
	Check   string            `json:"check"`
	Kind    string            `json:"kind"`
	Verdict regulation.Result `json:"verdict"`
	Title   words.Text        `json:"title"`
	Explain words.Text        `json:"explanation"`
	Ground  string            `json:"ground"`
	Law     []string          `json:"law"`
	Values  []evalValue       `json:"values"`
	Source  string            `json:"source"`
	At      string            `json:"at,omitempty"`
}

func (e *env) printVerdicts(l *regulation.Law, edition *regulation.Edition, operation string, verdicts []regulation.Verdict) error {
	out := struct {
		Service   string      `json:"service"`
		Operation string      `json:"operation"`
		Edition   string      `json:"edition"`
		Holds     bool        `json:"holds"`
		Checks    []evalCheck `json:"checks"`
	}{edition.Service, operation, edition.ID, len(verdicts) > 0, []evalCheck{}}
	for _, v := range verdicts {
		out.Holds = out.Holds && v.Result == regulation.Passed
		check := evalCheck{Check: v.Check, Kind: v.Kind, Verdict: v.Result, Title: v.Title, Explain: v.Explain,
			Ground: v.Ground, Source: v.Source, Values: []evalValue{}, Law: []string{}}
		for _, cite := range v.Cite {
			check.Law = append(check.Law, l.Quote(cite).RU)
		}
		for _, value := range v.Values {
			check.Values = append(check.Values, evalValue{value.Name.RU, value.Want, value.Got, value.Same})
		}
		if !v.At.IsZero() {
			check.At = rfc3339(v.At)
		}
		out.Checks = append(out.Checks, check)
	}
	e.settle(out.Holds)
	return e.print(out, func(w io.Writer) {
		for _, c := range out.Checks {
			fmt.Fprintf(w, "%-9s %-18s %s\n", c.Verdict, c.Check, c.Explain.EN)
		}
	})
}
