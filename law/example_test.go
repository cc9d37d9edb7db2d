package law_test

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ruqsat/calendar"
	"ruqsat/regulation"
)

// An example is one paragraph of a script: the quoted sentence of the act, then what is given,
// what is done, and what is expected. docs/law-examples.md describes the lines.
type example struct {
	file    string
	line    int
	service string
	lines   []line
}

type line struct {
	number int
	words  []string
	text   string
}

// readExamples reads every script below the folder of the law.
func readExamples(t testing.TB) []example {
	t.Helper()
	var all []example
	for _, pattern := range []string{"examples/*.txt", "*/examples/*.txt"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			all = append(all, readScript(t, name)...)
		}
	}
	if len(all) == 0 {
		t.Fatal("no examples")
	}
	return all
}

func readScript(t testing.TB, name string) []example {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	var now *example
	scan := bufio.NewScanner(strings.NewReader(string(raw)))
	for n := 1; scan.Scan(); n++ {
		text := strings.TrimSpace(scan.Text())
		switch {
		case strings.HasPrefix(text, "#"):
		case text == "":
			now = nil
		case now == nil && !quoted(text):
			t.Fatalf("%s:%d: an example begins with the quoted sentence", name, n)
		case now == nil:
			service := ""
			if dir := filepath.Dir(filepath.Dir(name)); dir != "." {
				service = dir
			}
			all = append(all, example{file: name, line: n, service: service})
			now = &all[len(all)-1]
		case quoted(text):
		default:
			now.lines = append(now.lines, line{number: n, words: strings.Fields(text), text: text})
		}
	}
	return all
}

func quoted(text string) bool {
	return strings.HasPrefix(text, "«") || strings.HasPrefix(text, "quote ")
}

// stage is an example being played under a law.
type stage struct {
	law     *regulation.Law
	example *example
	service *regulation.Service
	facts   regulation.Facts
	op      string
	under   string // the edition asked about, when it is not the one of the day of filing
	filed   time.Time
	on      time.Time

	terms    *regulation.Terms
	termsErr error
	verdicts []regulation.Verdict
}

// play runs an example; the error is the first expectation that does not hold.
func (e *example) play(l *regulation.Law) (err error) {
	s := &stage{law: l, example: e, op: "issue"}
	if e.service != "" {
		service, ok := l.Service(e.service)
		if !ok {
			return fmt.Errorf("%s:%d: no service %s", e.file, e.line, e.service)
		}
		s.service = service
	}
	for _, ln := range e.lines {
		if err := s.do(ln); err != nil {
			return fmt.Errorf("%s:%d: %s: %w", e.file, ln.number, ln.text, err)
		}
	}
	return nil
}

var errLine = errors.New("this line is not understood")

func (s *stage) do(ln line) error {
	w := ln.words
	switch {
	case w[0] == "given":
		s.forget()
		return s.given(w[1:])
	case w[0] == "on" && len(w) >= 2:
		s.forget()
		at, _, err := when(w[1:])
		s.on = at
		return err
	case w[0] == "under" && len(w) == 3:
		s.under = w[2]
		return nil
	case w[0] == "expect":
		return s.expect(w[1:], strings.TrimSpace(strings.TrimPrefix(ln.text, "expect")))
	case strings.Contains(ln.text, " applicant files "):
		s.forget()
		at, rest, err := when(w)
		s.filed, s.on, s.op = at, at, rest[len(rest)-1]
		s.facts.Filed = at
		return err
	}
	return errLine
}

func (s *stage) forget() { s.terms, s.verdicts, s.termsErr = nil, nil, nil }

// when reads a day and an optional time of day in Asia/Almaty; the rest of the words come back.
func when(w []string) (time.Time, []string, error) {
	if len(w) > 1 && strings.Contains(w[1], ":") {
		for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05"} {
			if t, err := time.ParseInLocation(layout, w[0]+" "+w[1], calendar.Zone); err == nil {
				return t, w[2:], nil
			}
		}
		return time.Time{}, nil, errLine
	}
	d, err := calendar.ParseDay(w[0])
	return d.At(12, 0), w[1:], err
}

func (s *stage) given(w []string) error {
	switch {
	case w[0] == "case" && len(w) == 2:
		return s.load(w[1])
	case w[0] == "field" && len(w) >= 3:
		s.facts.Fields[w[1]] = value(w[2:])
	case w[0] == "paper" && len(w) >= 4:
		s.facts.Documents[w[1]][0].Fields[w[2]] = value(w[3:])
	case w[0] == "no" && w[1] == "count":
		delete(s.facts.Counts, w[2])
	case w[0] == "no" && len(w) == 2:
		delete(s.facts.Documents, w[1])
	case w[0] == "answer" && len(w) >= 3:
		return s.answer(w[1], w[2:])
	case w[0] == "record" && len(w) >= 3:
		s.record(w[1], w[2:])
	case w[0] == "count" && len(w) == 3:
		_, err := fmt.Sscan(w[2], number(s.facts.Counts, w[1]))
		return err
	case w[0] == "place":
		return s.place(w[1:])
	case w[0] == "permit" && len(w) == 3:
		return errors.Join(s.facts.First.UnmarshalText([]byte(w[1])), s.facts.Last.UnmarshalText([]byte(w[2])))
	default:
		return errLine
	}
	return nil
}

// number lets Sscan write into a map.
func number(m map[string]int, key string) *counter { return &counter{m, key} }

type counter struct {
	m   map[string]int
	key string
}

func (c *counter) Scan(state fmt.ScanState, verb rune) error {
	var n int
	if _, err := fmt.Fscan(state, &n); err != nil {
		return err
	}
	c.m[c.key] = n
	return nil
}

// value is the rest of a line; a lone dash empties the fact.
func value(w []string) string {
	if len(w) == 1 && w[0] == "-" {
		return ""
	}
	return strings.Join(w, " ")
}

// load takes the facts of a case from the file beside the script.
func (s *stage) load(name string) error {
	f, err := os.Open(filepath.Join(filepath.Dir(s.example.file), name+".yaml"))
	if err != nil {
		return err
	}
	defer f.Close()
	s.facts, err = regulation.LoadFacts(f)
	s.filed, s.on = s.facts.Filed, s.facts.Filed
	return err
}

var states = []string{regulation.Silent, regulation.NotFound, regulation.Contradiction}

func (s *stage) answer(key string, w []string) error {
	a := s.facts.Answers[key]
	switch {
	case len(w) == 1 && slices.Contains(states, w[0]):
		a = regulation.Answer{State: w[0], At: s.facts.Filed}
	case len(w) == 1 && w[0] == "none":
		delete(s.facts.Answers, key)
		return nil
	case len(w) >= 2:
		a.State = regulation.Answered
		fields := map[string]string{w[0]: value(w[1:])}
		for k, v := range a.Fields {
			if k != w[0] {
				fields[k] = v
			}
		}
		a.Fields = fields
	default:
		return errLine
	}
	s.facts.Answers[key] = a
	return nil
}

func (s *stage) record(key string, w []string) {
	record := map[string]string{}
	for _, pair := range w {
		k, v, _ := strings.Cut(pair, "=")
		record[k] = strings.ReplaceAll(v, "_", " ")
	}
	s.facts.Answers[key] = regulation.Answer{State: regulation.Answered, At: s.facts.Filed, Records: []map[string]string{record}}
}

func (s *stage) place(w []string) error {
	e, err := s.edition()
	if err != nil {
		return err
	}
	p := regulation.Place{Known: true}
	switch {
	case w[0] == "held":
		p.Held = true
	case w[0] == "unknown":
		p.Known = false
	case w[0] == "free" && len(w) == 2:
		if _, err := fmt.Sscan(w[1], &p.Free); err != nil {
			return err
		}
	default:
		return errLine
	}
	s.facts.Places[e.Ledger] = p
	return nil
}

func (s *stage) edition() (*regulation.Edition, error) {
	at := s.filed
	if at.IsZero() {
		at = s.on
	}
	if s.service == nil {
		return nil, errors.New("this script stands in no service's folder")
	}
	if s.under != "" {
		e, ok := s.service.Edition(s.under)
		if !ok {
			return nil, regulation.ErrNoEdition
		}
		return e, nil
	}
	return s.service.On(calendar.DayOf(at))
}

// files is the law as it lies on disk beside the tests.
func files() fs.FS { return os.DirFS(".") }
