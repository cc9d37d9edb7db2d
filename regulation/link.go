package regulation

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"ruqsat/words"
)

// link joins an operation with the documents, pages, steps and checks it names.
func (e *Edition) link(f operationFile, all *lists) (*Operation, error) {
	o := &Operation{ID: f.ID, Name: f.Name, Channels: f.Channels, Documents: f.Documents, Sections: f.Sections}
	var err error
	place := all.sources.at("service.yaml", f.ID)
	for _, id := range f.Channels {
		if !slices.ContainsFunc(e.Channels, func(c Channel) bool { return c.ID == id }) {
			err = errors.Join(err, fmt.Errorf("%s: no channel %q of the edition", place, id))
		}
	}
	for _, id := range f.Documents {
		if _, ok := e.Document(id); !ok {
			err = errors.Join(err, fmt.Errorf("%s: no document %q in documents.yaml", place, id))
		}
	}
	for _, id := range f.Sections {
		if _, ok := e.Section(id); !ok {
			err = errors.Join(err, fmt.Errorf("%s: no section %q in form.yaml", place, id))
		}
	}
	for _, id := range f.Steps {
		i := slices.IndexFunc(all.steps.Steps, func(s Step) bool { return s.ID == id })
		if i < 0 {
			err = errors.Join(err, fmt.Errorf("%s: no step %q in steps.yaml", place, id))
			continue
		}
		o.Steps = append(o.Steps, all.steps.Steps[i])
	}
	for _, id := range f.Checks {
		i := slices.IndexFunc(all.checks.Checks, func(c Check) bool { return c.ID == id })
		if i < 0 {
			err = errors.Join(err, fmt.Errorf("%s: no check %q in checks.yaml", place, id))
			continue
		}
		c := all.checks.Checks[i]
		err = errors.Join(err, e.arm(&c, all.sources))
		o.Checks = append(o.Checks, c)
	}
	return o, err
}

// arm gives a check its kind, its words and the name of what to mend, and refuses one that could
// not judge.
func (e *Edition) arm(c *Check, from sources) error {
	place := from.at("checks.yaml", c.ID)
	var ok bool
	if c.kind, ok = kinds[c.Kind]; !ok {
		return fmt.Errorf("%s: unknown kind %q", place, c.Kind)
	}
	if missing := c.kind.needs(c); missing != "" {
		return fmt.Errorf("%s: the kind %s needs %s", place, c.Kind, missing)
	}
	if c.Acceptance != "" && c.kind.expired == nil && !c.kind.lacks {
		return fmt.Errorf("%s: the kind %s knows of no validity: it gives no ground of refusing acceptance", place, c.Kind)
	}
	c.labels = e.label(c)
	if err := errors.Join(e.pointers(c), c.meanings(), c.speak()); err != nil {
		return fmt.Errorf("%s: %s: %w", place, c.ID, err)
	}
	return nil
}

func (e *Edition) label(c *Check) words.Text {
	if f, _, ok := e.Field(c.Field); ok {
		return f.Label
	}
	if d, ok := e.Document(c.Document); ok {
		return d.Name
	}
	return c.Name
}

// speak finds the words of every outcome: the check's own, its kind's, or those of all checks.
func (c *Check) speak() error {
	c.texts = map[string]string{}
	for _, outcome := range slices.Concat(c.kind.outcomes, common) {
		for _, key := range []string{"check." + c.ID + "." + outcome, "check." + c.Kind + "." + outcome, "check." + outcome} {
			if words.Has(key) {
				c.texts[outcome] = key
				break
			}
		}
		if c.texts[outcome] == "" {
			return fmt.Errorf("check %s has no words for %q in the catalogue", c.ID, outcome)
		}
	}
	return nil
}

var meaningsOfAnswers = []Result{Failed, Waiting}

// meanings demands that the law says what "not found" and a contradiction mean; never passed.
func (c *Check) meanings() error {
	if c.Asks == nil {
		return nil
	}
	if !slices.Contains(meaningsOfAnswers, c.NotFound) || !slices.Contains(meaningsOfAnswers, c.Contra) {
		return errors.New("not_found and contradiction must be failed or waiting")
	}
	return nil
}

// pointers checks that everything a check names exists.
func (e *Edition) pointers(c *Check) error {
	for _, code := range []string{c.Ground, c.EarlyGround} {
		if _, ok := e.Ground(code); !ok && (code != "" || c.Ground == "") {
			return fmt.Errorf("no ground %q in grounds.yaml", code)
		}
	}
	if c.Acceptance != "" && !slices.ContainsFunc(e.AcceptanceGrounds, func(g Ground) bool { return g.Code == c.Acceptance }) {
		return fmt.Errorf("no ground %q of refusing acceptance in grounds.yaml", c.Acceptance)
	}
	if c.Field != "" && !e.knows(c.Field) {
		return fmt.Errorf("no field %q in form.yaml", c.Field)
	}
	if _, ok := e.Document(c.Document); c.Document != "" && !ok {
		return fmt.Errorf("no document %q in documents.yaml", c.Document)
	}
	if c.When != nil && !e.knows(c.When.Field) {
		return fmt.Errorf("when: no field %q", c.When.Field)
	}
	for _, p := range c.paths() {
		if err := e.resolves(p); err != nil {
			return err
		}
	}
	return nil
}

// knows tells whether a fact is a question of the form or collected by the case.
func (e *Edition) knows(field string) bool {
	_, _, ok := e.Field(field)
	return ok || slices.Contains(e.collected, field)
}

func (c *Check) paths() []string {
	all := []string{c.Date, c.After, c.From, c.Until, c.AnswerFrom, c.AnswerUntil, c.Number, c.Country, c.Reason}
	for _, p := range c.Equal {
		all = append(all, p.Want, p.Got)
	}
	if c.Asks != nil {
		for _, p := range c.Asks.Fields {
			all = append(all, p)
		}
	}
	return slices.DeleteFunc(all, func(p string) bool { return p == "" })
}

func (e *Edition) resolves(p string) error {
	root, rest, _ := strings.Cut(p, ".")
	switch {
	case !slices.Contains(roots, root):
		return fmt.Errorf("the path %q begins with none of %s", p, strings.Join(roots, ", "))
	case root == "form" && !e.knows(rest):
		return fmt.Errorf("the path %q: no such question in form.yaml", p)
	case root == "paper" && !e.reads(rest):
		return fmt.Errorf("the path %q: no such document or field in documents.yaml", p)
	}
	return nil
}

func (e *Edition) reads(rest string) bool {
	id, field, _ := strings.Cut(rest, ".")
	d, ok := e.Document(id)
	return ok && slices.ContainsFunc(d.Fields, func(f Field) bool { return f.ID == field })
}

// sound refuses an edition with a question of unknown kind, a text without a language, or a
// document that no page asks for.
func (e *Edition) sound(from sources) error {
	var err error
	for _, s := range e.Sections {
		if !s.Title.Complete() || !s.Lead.Complete() {
			err = errors.Join(err, fmt.Errorf("%s: the section lacks a language", from.at("form.yaml", s.ID)))
		}
		for _, f := range s.Fields {
			err = errors.Join(err, f.sound(from.at("form.yaml", f.ID)), f.bounded(from.at("form.yaml", f.ID), s.Fields))
		}
	}
	err = errors.Join(err, e.reasoned(from))
	for _, d := range e.Documents {
		if !d.Name.Complete() || !d.What.Complete() {
			err = errors.Join(err, fmt.Errorf("%s: the document lacks a language", from.at("documents.yaml", d.ID)))
		}
		for _, f := range d.Fields {
			err = errors.Join(err, f.sound(from.at("documents.yaml", f.ID)), f.bounded(from.at("documents.yaml", f.ID), d.Fields))
		}
	}
	for _, g := range slices.Concat(e.Grounds, e.AcceptanceGrounds, e.RevocationGrounds) {
		if g.Code == "" || !g.Name.Complete() || !g.Letter.Complete() || !g.Way.Complete() || len(g.Cite) == 0 {
			err = errors.Join(err, fmt.Errorf("%s: %q lacks words or its article", from.at("grounds.yaml", g.Code), g.Code))
		}
	}
	for _, c := range e.Channels {
		err = errors.Join(err, c.sound(from))
	}
	for _, o := range e.Operations {
		err = errors.Join(err, e.reachable(o, from), e.seen(o, from))
	}
	return err
}

func (e *Edition) reachable(o *Operation, from sources) error {
	var err error
	for _, id := range o.Documents {
		if d, _ := e.Document(id); !d.Made && e.pageOf(o, id) == "" {
			err = errors.Join(err, fmt.Errorf("%s: no page of the operation %s asks for the document %q", from.at("documents.yaml", id), o.ID, id))
		}
	}
	return err
}

func (f Field) sound(place spot) error {
	if _, ok := formats[f.Kind]; !ok {
		return fmt.Errorf("%s: %s: unknown kind %q", place, f.ID, f.Kind)
	}
	if !f.Label.Complete() || !f.Hint.IsZero() && !f.Hint.Complete() {
		return fmt.Errorf("%s: %s: a text lacks a language", place, f.ID)
	}
	if f.Kind == "choice" && len(f.Choices) == 0 {
		return fmt.Errorf("%s: %s: a choice without choices", place, f.ID)
	}
	return nil
}

// bounded refuses a bound of a day that names no day of the same page or paper.
func (f Field) bounded(place spot, beside []Field) error {
	for _, bound := range []string{f.Latest, f.Earliest} {
		if bound == "" || bound == Today && f.Kind == "date" {
			continue
		}
		other := slices.IndexFunc(beside, func(g Field) bool { return g.ID == bound && g.ID != f.ID })
		if f.Kind != "date" || other < 0 || beside[other].Kind != "date" {
			return fmt.Errorf("%s: %s: latest and earliest are of a date: today, or a date beside it, not %q", place, f.ID, bound)
		}
	}
	return nil
}

// seen refuses an operation whose police are asked and shown nothing, or shown something and not asked (P16).
func (e *Edition) seen(o *Operation, from sources) error {
	asked := slices.ContainsFunc(o.Steps, func(s Step) bool { return s.Unit == "police" })
	shown := false
	for _, id := range o.Sections {
		s, _ := e.Section(id)
		shown = shown || slices.ContainsFunc(s.Fields, func(f Field) bool { return f.Police })
	}
	for _, id := range o.Documents {
		d, _ := e.Document(id)
		shown = shown || d.Police
	}
	if asked != shown {
		return fmt.Errorf("%s: the operation %s: a step of the police is %v, and something is marked police is %v", from.at("service.yaml", o.ID), o.ID, asked, shown)
	}
	return nil
}
