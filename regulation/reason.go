package regulation

import (
	"errors"
	"fmt"

	"ruqsat/words"
)

// Reason (основание вопроса · сұрақтың негізі) is why a question is asked or a paper demanded: in plain words, and
// with the sentence of the act where one says so. Unconfirmed holds why no sentence stands there (M-57, P18).
type Reason struct {
	ID          string     `yaml:"id"`
	Text        words.Text `yaml:"text"`
	Cite        []Cite     `yaml:"cite"`
	Written     string     `yaml:"written"` // the sentence in the language of the source, Russian
	Unconfirmed string     `yaml:"unconfirmed"`
}

// Reason finds a reason by its id.
func (e *Edition) Reason(id string) (Reason, bool) {
	for _, r := range e.Reasons {
		if r.ID == id {
			return r, true
		}
	}
	return Reason{}, false
}

// reasoned gives every question and every paper its reason. It refuses one without, a reason without its
// sentence or without the word why there is none, and a reason that nothing has.
func (e *Edition) reasoned(from sources) error {
	var err error
	used := map[string]bool{}
	reason := func(file, id, why string) Reason {
		r, ok := e.Reason(why)
		if !ok {
			err = errors.Join(err, fmt.Errorf("%s: %s: no reason %q in reasons.yaml", from.at(file, id), id, why))
		}
		used[why] = true
		return r
	}
	ask := func(file string, fields []Field) {
		for i, f := range fields {
			fields[i].Reason = reason(file, f.ID, f.Why)
		}
	}
	for _, s := range e.Sections {
		ask("form.yaml", s.Fields)
	}
	for i, d := range e.Documents {
		e.Documents[i].Reason = reason("documents.yaml", d.ID, d.Why)
		ask("documents.yaml", d.Fields)
	}
	for _, r := range e.Reasons {
		if why := r.unsound(used[r.ID]); why != "" {
			err = errors.Join(err, fmt.Errorf("%s: the reason %q %s", from.at("reasons.yaml", r.ID), r.ID, why))
		}
	}
	return err
}

func (r Reason) unsound(used bool) string {
	switch {
	case !used:
		return "is nobody's"
	case !r.Text.Complete():
		return "lacks a language"
	case r.Written == "" && r.Unconfirmed == "":
		return "has neither the sentence of the act (written) nor unconfirmed"
	case r.Written != "" && (len(r.Cite) == 0 || r.Unconfirmed != ""):
		return "has a sentence without its act, or one that is unconfirmed"
	}
	return ""
}
