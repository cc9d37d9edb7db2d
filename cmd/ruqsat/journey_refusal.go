package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/cmd/ruqsat/visitor"
	"ruqsat/words"
)

// refusalJourney is an application that the law does not let through: the prepayment is short and the police object.
// The executor cannot draft a permit, names the grounds that the checks support, sees the letter; the head decides;
// both parties read why and what they can do; the place goes back; the data are kept for the next application.
func refusalJourney(ctx context.Context, t *traveller) error {
	if err := t.meetShort(ctx); err != nil {
		return err
	}
	worker, employer, draft, err := t.apply(ctx)
	if err != nil {
		return err
	}
	free, err := t.free(ctx)
	if err != nil {
		return err
	}
	id := caseID.FindString(draft)
	if err := t.object(ctx, id); err != nil {
		return err
	}
	if err := t.proposeRefusal(ctx, id); err != nil {
		return err
	}
	if err := t.makeRefusal(ctx, id); err != nil {
		return err
	}
	for _, v := range []*visitor.Visitor{worker, employer} {
		if err := t.readRefusal(ctx, v, draft); err != nil {
			return err
		}
	}
	t.say("the worker and the employer read the grounds, their articles and the way on")
	now, err := t.free(ctx)
	if err != nil {
		return err
	}
	if now != free+1 {
		return fmt.Errorf("the place did not go back: %d were free, %d are", free, now)
	}
	t.say("the place in the quota is free again")
	return t.again(ctx, worker, draft)
}

// missing is by how much the state knows less than the receipt says, tenge.
const missing = 17_300

// meetShort invents two people; the tax service knows of less money than the receipt says.
func (t *traveller) meetShort(ctx context.Context) error {
	hire, err := sample.Invent(t.law, 4002, calendar.DayOf(t.now), sample.Zhitikara, 6)
	if err != nil {
		return err
	}
	t.hire = hire
	known := hire
	known.Paid = slices.Clone(hire.Paid)
	known.Paid[0].Sum -= missing
	return t.postJSON(ctx, "/simulator/scenario", known.Scenario())
}

// free is how many places the region's quota has, by the machines' door.
func (t *traveller) free(ctx context.Context) (int, error) {
	var board struct {
		Lines []struct {
			Region string
			Free   int
		}
	}
	year := calendar.DayOf(t.now).Year()
	if err := t.getJSON(ctx, fmt.Sprintf("/api/quota?year=%d&ledger=%s", year, sample.Ledger), &board); err != nil {
		return 0, err
	}
	for _, line := range board.Lines {
		if line.Region[:2] == t.hire.Unit[:2] {
			return line.Free, nil
		}
	}
	return 0, errors.New("the board has no line of the region")
}

func (t *traveller) object(ctx context.Context, id string) error {
	v, err := t.staff(ctx, "sarsenov")
	if err != nil {
		return err
	}
	if err := v.Open(ctx, "/police/case/"+id); err != nil {
		return err
	}
	f, err := v.Form("/answer")
	if err != nil {
		return err
	}
	if err := f.Set("answer", "object").Send(ctx); err == nil {
		return errors.New("an objection without a reason was taken")
	}
	if f, err = v.Form("/answer"); err != nil {
		return err
	}
	if err := f.Set("answer", "object").Set("reason", "Бұрын болу мерзімін бұзған").Send(ctx); err != nil {
		return fmt.Errorf("the police object: %w", err)
	}
	t.say("the migration police objected, and could not without a reason")
	return nil
}

// proposeRefusal: the permit cannot be drafted; the refusal names what the checks support.
func (t *traveller) proposeRefusal(ctx context.Context, id string) error {
	v, err := t.staff(ctx, "abenov")
	if err != nil {
		return err
	}
	path := "/work/case/" + id
	err = until(ctx, v, path, func(p *visitor.Page) bool {
		return strings.Contains(spaced(p.Words()), spaced(words.Tenge(words.Kazakh, missing)))
	})
	if err != nil {
		return fmt.Errorf("the executor: %w", err)
	}
	if _, err := v.Form("/approve"); err == nil {
		return errors.New("a permit could be drafted although a check has failed")
	}
	t.say("the checks say what is wrong; no permit can be drafted")
	if err := v.Open(ctx, path+"/refuse"); err != nil {
		return err
	}
	f, err := v.Form("note")
	if err != nil {
		return err
	}
	note := words.Tenge(words.Kazakh, missing) + " төленбеген. Қалғанын төлеп, өтінішті қайта беріңіз."
	if err := f.Set("note", note).Set("do", "preview").Send(ctx); err != nil {
		return fmt.Errorf("the letter: %w", err)
	}
	if !strings.Contains(spaced(v.Page.Words()), spaced(note)) {
		return errors.New("the letter does not hold the executor's words")
	}
	t.say("the executor saw the letter before it went to the head")
	if f, err = v.Form("/refuse"); err != nil {
		return err
	}
	if err := f.Set("do", "send").Send(ctx); err != nil {
		return fmt.Errorf("the draft of the refusal: %w", err)
	}
	t.say("the executor drafted the refusal by the grounds that the checks support")
	return nil
}

func (t *traveller) makeRefusal(ctx context.Context, id string) error {
	v, err := t.staff(ctx, "temirbekova")
	if err != nil {
		return err
	}
	if err := v.Open(ctx, "/work/case/"+id+"/decide"); err != nil {
		return err
	}
	f, err := v.Form("/decide")
	if err != nil {
		return err
	}
	if err := f.Send(ctx); err != nil {
		return fmt.Errorf("the head refuses: %w", err)
	}
	t.say("the head made the refusal over the letter that he was shown")
	return nil
}

// readRefusal is the letter in the cabinet: grounds, articles, what to do, who answers for it.
func (t *traveller) readRefusal(ctx context.Context, v *visitor.Visitor, draft string) error {
	if err := v.Open(ctx, draft+"/refusal"); err != nil {
		return fmt.Errorf("the refusal in the cabinet: %w", err)
	}
	service, _ := t.law.Service(sample.Service)
	edition, err := service.On(calendar.DayOf(t.now))
	if err != nil {
		return err
	}
	letter, named := v.Page.Words(), 0
	for _, g := range edition.Grounds {
		if strings.Contains(letter, g.Letter.KK) && strings.Contains(letter, g.Way.KK) {
			named++
		}
	}
	if named != 2 {
		return fmt.Errorf("the letter names %d grounds, not the two that the checks support: %s", named, letter)
	}
	return nil
}

// again: a new draft has everything of the refused application.
func (t *traveller) again(ctx context.Context, v *visitor.Visitor, draft string) error {
	if err := v.Open(ctx, draft+"/refusal"); err != nil {
		return err
	}
	f, err := v.Form("/again")
	if err != nil {
		return err
	}
	if err := f.Send(ctx); err != nil {
		return err
	}
	fresh := caseID.FindString(v.Page.URL.Path)
	if fresh == "" || strings.Contains(draft, fresh) {
		return fmt.Errorf("no new draft was opened: %s", v.Page.URL.Path)
	}
	if err := v.Open(ctx, "/cabinet/case/"+fresh+"/check"); err != nil {
		return err
	}
	if answers := v.Page.Words(); !strings.Contains(answers, t.hire.Policy) || !strings.Contains(answers, t.hire.Worker.Passport) {
		return errors.New("the new draft does not hold the data of the refused one")
	}
	t.say("a new draft holds all the data: nothing has to be typed again")
	return nil
}

// spaced writes every kind of space as one ordinary space.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }
