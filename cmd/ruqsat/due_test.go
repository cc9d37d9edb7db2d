package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"ruqsat/api"
	"ruqsat/calendar"
	"ruqsat/law"
	"ruqsat/words"
)

// wall is a wall clock in Kazakhstan without any package of ours: a day and seconds into it.
type wall struct {
	day    time.Time // midnight UTC stands for the civil day
	second int
}

const (
	opens  = 9 * 3600
	closes = 18*3600 + 30*60
)

// reckoner knows the days off of law/calendar.csv and counts the plain way, a day at a time.
type reckoner struct{ off, worked map[string]bool }

func readReckoner(t *testing.T) reckoner {
	raw, err := law.Files.ReadFile("calendar.csv")
	if err != nil {
		t.Fatal(err)
	}
	in := csv.NewReader(bytes.NewReader(raw))
	in.Comment, in.FieldsPerRecord = '#', -1
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	r := reckoner{map[string]bool{}, map[string]bool{}}
	for _, row := range rows[1:] {
		if row[1] == "working_weekend" {
			r.worked[row[0]] = true
		} else {
			r.off[row[0]] = true
		}
	}
	return r
}

func (r reckoner) works(day time.Time) bool {
	name := day.Format(time.DateOnly)
	weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
	return r.worked[name] || !weekend && !r.off[name]
}

// received is the filing itself within the hours of a working day, else the next opening (P2).
func (r reckoner) received(f wall) wall {
	switch {
	case r.works(f.day) && f.second < opens:
		return wall{f.day, opens}
	case r.works(f.day) && f.second <= closes:
		return f
	}
	for f.day = f.day.AddDate(0, 0, 1); !r.works(f.day); {
		f.day = f.day.AddDate(0, 0, 1)
	}
	return wall{f.day, opens}
}

// due is the closing of the n-th working day after the day of receipt (P4).
func (r reckoner) due(from wall, n int) wall {
	for from.second = closes; n > 0; {
		if from.day = from.day.AddDate(0, 0, 1); r.works(from.day) {
			n--
		}
	}
	return from
}

// rfc is RFC 3339 with the offset of that moment: six hours until 1 March 2024, five since then (T13). The
// last hour of 29 February came twice; the second one is meant.
func (w wall) rfc() string {
	offset := "+06:00"
	if !w.day.Add(time.Duration(w.second) * time.Second).Before(time.Date(2024, 2, 29, 23, 0, 0, 0, time.UTC)) {
		offset = "+05:00"
	}
	return w.day.Add(time.Duration(w.second)*time.Second).Format("2006-01-02T15:04:05") + offset
}

// Any filing from 2016 to 2027 gets the terms that a plain reckoning gives: every day of the twelve years
// at a moment of chance, and the edges of the hours of every special day.
func TestLawDueIsRightForAnyFiling(t *testing.T) {
	r, random := readReckoner(t), rand.New(rand.NewPCG(2016, 2027))
	seconds := []int{0, opens - 1, opens, opens + 1, closes - 1, closes, closes + 1, 86399}
	e := &env{cli: &cli{JSON: true}, ctx: t.Context(), err: io.Discard}
	l, err := e.law()
	if err != nil {
		t.Fatal(err)
	}
	last := time.Date(2027, 12, 20, 0, 0, 0, 0, time.UTC)
	asked := 0
	for day := time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC); !day.After(last); day = day.AddDate(0, 0, 1) {
		moments := []int{random.IntN(86400)}
		if name := day.Format(time.DateOnly); r.off[name] || r.worked[name] || strings.HasSuffix(name, "-02-29") || name == "2024-03-01" {
			moments = append(moments, seconds...)
		}
		for _, second := range moments {
			asked++
			f := wall{day, second}
			edition, operation, err := editionOn(l, "labour-immigrant-permit/issue", calendar.NewDay(day.Date()))
			if err != nil {
				t.Fatal(err)
			}
			filed, err := parseMoment(f.rfc()[:19])
			if err != nil {
				t.Fatal(err)
			}
			terms, err := edition.Terms(operation, filed)
			if err != nil {
				t.Fatalf("%s: %v", f.rfc(), err)
			}
			raw, err := json.Marshal(api.NewDue(terms, words.English))
			if err != nil {
				t.Fatal(err)
			}
			var answer dueAnswer
			if err := json.Unmarshal(raw, &answer); err != nil {
				t.Fatal(err)
			}
			if got, want := answer.said(), r.said(f); got != want {
				t.Errorf("filed %s:\n got %s\nwant %s", f.rfc(), got, want)
			}
		}
	}
	if asked < 5000 {
		t.Errorf("%d filings were asked about", asked)
	}
	t.Logf("%d filings", asked)
}

// said is what the plain reckoning says of the four steps.
func (r reckoner) said(f wall) string {
	from := r.received(f)
	decision := r.due(from, 2).rfc()
	return fmt.Sprintf("filed %s received %s check %s police %s decision %s delivery %s result %s",
		f.rfc(), from.rfc(), r.due(from, 0).rfc(), r.due(from, 1).rfc(), decision, decision, decision)
}

// The same question to the command itself answers with the same moments.
func TestLawDueAnswersAsTheReckoningDoes(t *testing.T) {
	r := readReckoner(t)
	for _, filed := range []wall{{civil(2016, 1, 1), 40000}, {civil(2019, 12, 31), closes + 1}, {civil(2024, 2, 29), 70000}, {civil(2027, 3, 21), 1}} {
		var out, errs bytes.Buffer
		at := filed.rfc()[:19]
		if status := run([]string{"--json", "law", "due", "labour-immigrant-permit/issue", "--filed", at}, nil, &out, &errs); status != holds {
			t.Errorf("%s: status %d: %s", at, status, errs.String())
		}
		var answer dueAnswer
		if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
		if got, want := answer.said(), r.said(filed); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}

func civil(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// dueAnswer is the documented shape, read by somebody else's program.
type dueAnswer struct {
	Filed    string
	Received string
	Steps    []struct{ Step, Unit, Due string }
	Result   string `json:"result_due"`
}

func (a dueAnswer) said() string {
	s := "filed " + a.Filed + " received " + a.Received
	for _, step := range a.Steps {
		s += " " + step.Step + " " + step.Due
	}
	return s + " result " + a.Result
}
