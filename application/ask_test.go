package application_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/exchange"
	"ruqsat/exchange/simulator"
	"ruqsat/register"
)

// M-17: the police have objected; whoever asks their system again gets no other word for it.
func TestAnObjectionIsNotAskedAway(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		p := h.hire(sample.Kostanay, 6)
		rule := simulator.Rule{Passport: p.Worker.Passport, Country: p.Worker.Citizenship, Decision: "object", Reason: "Нарушение правил пребывания"}
		must(t, h.state.Decide(rule))
		c := h.file(p)
		h.settle()
		c = h.find(c.ID)
		err := h.try(func(tx *db.Tx) error {
			_, err := h.Office.AskAgain(tx, h.Staff["petrenko"], c.ID, c.Version, "police")
			return err
		})
		if !errors.Is(err, application.ErrAnswered) {
			t.Errorf("asked again: %v", err)
		}
		rule.Decision = "agree"
		must(t, h.state.Decide(rule))
		h.settle()
		if h.find(c.ID).Ready() {
			t.Error("ready after an objection")
		}
	})
}

// Nothing more is sent about a person whose case is over.
func TestNothingIsAskedAboutAnEndedCase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		must(t, h.state.Set(simulator.Switch{System: exchange.ESBD, Mode: "error500"}))
		p := h.hire(sample.Zhitikara, 6)
		c := h.file(p)
		h.settle()
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Office.Withdraw(tx, p.worker, c.ID, c.Version)
			return err
		})
		h.read(func(tx *db.Tx) error {
			s, err := exchange.Silences(tx, c.Subject())
			if len(s) != 0 {
				t.Errorf("still asked: %v", s)
			}
			return err
		})
		h.clock.Advance(10 * time.Minute)
		n, err := h.asks.Flush(t.Context())
		must(t, err)
		if n != 0 {
			t.Errorf("%d messages about an ended case", n)
		}
	})
}

// Answers that change nothing are not entered again, whoever gave them.
func TestAJudgementIsEnteredOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.file(h.hire(sample.Kostanay, 6))
		h.settle()
		h.read(func(tx *db.Tx) error {
			entries, err := register.History(tx, c.Subject())
			var last any
			for _, e := range entries {
				if e.Act != "application.judge" {
					continue
				}
				now := e.Detail["results"]
				if last != nil && slices.Equal(now.([]any), last.([]any)) {
					t.Errorf("the same judgement twice: %v", now)
				}
				last = now
			}
			return err
		})
	})
}
