package regulation

import (
	"fmt"
	"time"

	"ruqsat/calendar"
)

// Terms (сроки) is when a filing is received and when each step is due (P2-P4), with a trace of
// every day counted and skipped. All moments are in Asia/Almaty.
type Terms struct {
	Service, Operation, Edition string
	Adopted                     bool // the edition is not in force on the day of filing (P17)
	Filed, Received             time.Time
	Steps                       []StepDue
	ResultDue                   time.Time
	Trace                       []calendar.Traced
}

// StepDue is the term of one step: it runs from From, takes Days working days and is overdue
// after Due.
type StepDue struct {
	Step, Unit string
	From       time.Time
	Due        time.Time
	Days       int
	Trace      []calendar.Traced
}

// Step finds the term of a step.
func (t Terms) Step(id string) (StepDue, bool) {
	for _, s := range t.Steps {
		if s.Step == id {
			return s, true
		}
	}
	return StepDue{}, false
}

// Terms computes the terms of an operation filed at a moment. The figures are those of the day of
// filing (P3); terms run from the receipt, and the police's runs inside the decision's. An edition
// that is asked about a day on which it is not in force answers as on the nearest day it is (P17).
// calendar.ErrUnknownYear beyond the last loaded year (P4).
func (e *Edition) Terms(op string, filed time.Time) (Terms, error) {
	operation, ok := e.Operation(op)
	if !ok || len(operation.Steps) == 0 {
		return Terms{}, fmt.Errorf("regulation: %s has no operation %q", e.Service, op)
	}
	t := Terms{Service: e.Service, Operation: op, Edition: e.ID, Filed: filed.In(calendar.Zone),
		Adopted: !e.In(calendar.DayOf(filed))}
	hours, err := e.hours(operation.Steps[0].Unit, filed)
	if err != nil {
		return Terms{}, err
	}
	received, trace, err := e.law.Calendar.Receive(filed, hours)
	if err != nil {
		return Terms{}, err
	}
	t.Received = received

	for _, step := range operation.Steps {
		due, err := e.due(step, t)
		if err != nil {
			return Terms{}, err
		}
		t.Steps = append(t.Steps, due)
		if due.Due.After(t.ResultDue) {
			t.ResultDue, t.Trace = due.Due, calendar.Join(trace, due.Trace)
		}
	}
	return t, nil
}

// due is the term of one step, running from the receipt or from the end of an earlier step.
func (e *Edition) due(step Step, t Terms) (StepDue, error) {
	hours, err := e.hours(step.Unit, t.Filed)
	if err != nil {
		return StepDue{}, err
	}
	days, ok := step.Days.On(e.ruling(calendar.DayOf(t.Filed)))
	if !ok {
		return StepDue{}, fmt.Errorf("%w: days of the step %s", ErrNoFigure, step.ID)
	}
	from := t.Received
	if before, ok := t.Step(step.From); ok {
		from = before.Due
	}
	due, trace, err := e.law.Calendar.Due(from, days.Value, hours)
	return StepDue{Step: step.ID, Unit: step.Unit, From: from, Due: due, Days: days.Value, Trace: trace}, err
}

// ruling is the day whose figures count for a filing: its own day, or the nearest on which the
// edition is in force when somebody asks about it, or adopts it, outside its time.
func (e *Edition) ruling(filed calendar.Day) calendar.Day {
	if filed.Before(e.InForce) {
		return e.InForce
	}
	if !e.Repealed.IsZero() && !filed.Before(e.Repealed) {
		return e.Repealed.AddDays(-1)
	}
	return filed
}

func (e *Edition) hours(unit string, filed time.Time) (calendar.Hours, error) {
	f, ok := e.law.Hours[unit].On(calendar.DayOf(filed))
	if !ok {
		return calendar.Hours{}, fmt.Errorf("%w: working hours of %s", ErrNoFigure, unit)
	}
	return f.Value, nil
}

// Days are the permit's first and last day when it starts on first and runs so many months: the
// last day is the day before the same date months later, clamped to the month's end (P5). Before a
// decision first is the decision's due day (P5a).
func Days(first calendar.Day, months int) (calendar.Day, calendar.Day) {
	return first, calendar.LastDay(first, months)
}
