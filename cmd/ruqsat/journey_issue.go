package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"regexp"
	"strings"

	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/cmd/ruqsat/visitor"
)

// issueJourney is one application from the form to a permit that a stranger can check: the worker and
// the employer sign up, prove who they are and confirm; the police agree; the executor drafts, the head
// decides.
func issueJourney(ctx context.Context, t *traveller) error {
	if err := t.meet(ctx); err != nil {
		return err
	}
	worker, employer, draft, err := t.apply(ctx)
	if err != nil {
		return err
	}
	id := caseID.FindString(draft)
	if err := t.police(ctx, id); err != nil {
		return err
	}
	if err := t.executor(ctx, id); err != nil {
		return err
	}
	if err := t.head(ctx, id); err != nil {
		return err
	}
	if err := employer.Open(ctx, draft); err != nil {
		return err
	}
	t.say("the employer sees the result in the own cabinet")
	return t.receive(ctx, worker, draft)
}

// meet invents two people and lets the simulated state systems know of them.
func (t *traveller) meet(ctx context.Context) error {
	hire, err := sample.Invent(t.law, 4001, calendar.DayOf(t.now), sample.Zhitikara, 6)
	if err != nil {
		return err
	}
	t.hire = hire
	return t.postJSON(ctx, "/simulator/scenario", hire.Scenario())
}

// apply is the worker's and the employer's part.
func (t *traveller) apply(ctx context.Context) (worker, employer *visitor.Visitor, draft string, err error) {
	if worker, err = t.join(ctx, t.hire.Worker, "worker"); err != nil {
		return nil, nil, "", fmt.Errorf("the worker signs up: %w", err)
	}
	t.say("the worker signed up and proved the ИИН by the code on the phone")
	if employer, err = t.join(ctx, t.hire.Employer, "household"); err != nil {
		return nil, nil, "", fmt.Errorf("the employer signs up: %w", err)
	}
	t.say("the employer signed up and proved the ИИН")
	picture, err := scan()
	if err != nil {
		return nil, nil, "", err
	}
	if draft, err = t.fillDraft(ctx, worker, picture); err != nil {
		return nil, nil, "", fmt.Errorf("the form: %w", err)
	}
	t.say("the worker answered every page of the form and attached the documents")
	if err = confirmCase(ctx, worker, draft); err != nil {
		return nil, nil, "", fmt.Errorf("the worker confirms: %w", err)
	}
	if n := number(worker.Page); n != "" {
		return nil, nil, "", fmt.Errorf("one signature registered the case as %s", n)
	}
	t.say("the worker confirmed; there is no number and no term yet")
	if err = confirmCase(ctx, employer, draft); err != nil {
		return nil, nil, "", fmt.Errorf("the employer confirms: %w", err)
	}
	if err = worker.Open(ctx, draft); err != nil {
		return nil, nil, "", err
	}
	n := number(worker.Page)
	if n == "" {
		return nil, nil, "", errors.New("two signatures registered nothing")
	}
	t.say("the employer confirmed; the case is registered as " + n)
	return worker, employer, draft, nil
}

// number is the registration number that a page shows.
func number(p *visitor.Page) string {
	for _, word := range strings.Fields(p.Words()) {
		if word = strings.Trim(word, ".,:;()«»"); strings.HasPrefix(word, "OT-") && len(word) == 17 {
			return word
		}
	}
	return ""
}

// staff opens a browser for a member of staff.
func (t *traveller) staff(ctx context.Context, login string) (*visitor.Visitor, error) {
	v, err := visitor.New(t.base)
	if err != nil {
		return nil, err
	}
	return v, signInAs(ctx, v, "/signin?by=staff", login)
}

func (t *traveller) police(ctx context.Context, id string) error {
	v, err := t.staff(ctx, "sarsenov")
	if err != nil {
		return err
	}
	path := "/police/case/" + id
	if err := until(ctx, v, path, func(*visitor.Page) bool { return true }); err != nil {
		return fmt.Errorf("the police: %w", err)
	}
	words := v.Page.Words()
	if strings.Contains(words, t.hire.Paid[0].Number) {
		return errors.New("the police see the tax receipt (P16)")
	}
	f, err := v.Form("/answer")
	if err != nil {
		return err
	}
	if err := f.Set("answer", "agree").Send(ctx); err != nil {
		return fmt.Errorf("the police agree: %w", err)
	}
	t.say("the migration police agreed in their workplace")
	return nil
}

func (t *traveller) executor(ctx context.Context, id string) error {
	v, err := t.staff(ctx, "abenov")
	if err != nil {
		return err
	}
	path := "/work/case/" + id
	open := func(p *visitor.Page) bool {
		f, err := v.Form("/approve")
		return err == nil && f != nil
	}
	if err := until(ctx, v, path, open); err != nil {
		return fmt.Errorf("the executor: %w", err)
	}
	t.say("every check has passed: the state systems answered")
	f, err := v.Form("/approve")
	if err != nil {
		return err
	}
	if err := f.Send(ctx); err != nil {
		return fmt.Errorf("the executor drafts: %w", err)
	}
	t.say("the executor drafted the permit; its data are prepared")
	return nil
}

func (t *traveller) head(ctx context.Context, id string) error {
	v, err := t.staff(ctx, "temirbekova")
	if err != nil {
		return err
	}
	if err := v.Open(ctx, "/work/case/"+id+"/decide"); err != nil {
		return fmt.Errorf("the head: %w", err)
	}
	f, err := v.Form("sum")
	if err != nil {
		return err
	}
	if err := f.Send(ctx); err != nil {
		return fmt.Errorf("the head decides: %w", err)
	}
	t.say("the head decided over the prepared data; the permit is issued")
	return nil
}

// receive is the result in the worker's cabinet, and a stranger's check of it.
func (t *traveller) receive(ctx context.Context, worker *visitor.Visitor, draft string) error {
	if err := worker.Open(ctx, draft); err != nil {
		return err
	}
	for _, word := range strings.Fields(worker.Page.Words()) {
		if word = strings.Trim(word, ".,:;()«»№"); strings.HasPrefix(word, "ZH-") {
			t.permit = word
		}
	}
	if t.permit == "" {
		return fmt.Errorf("the cabinet shows no permit: %s", worker.Page.Words())
	}
	link, err := worker.Page.Link("permit.pdf")
	if err != nil {
		return err
	}
	if err := worker.Open(ctx, link); err != nil {
		return err
	}
	if t.pdf = worker.Page.Body; !bytes.HasPrefix(t.pdf, []byte("%PDF-")) {
		return errors.New("the permit is not a PDF")
	}
	t.say("the worker received " + t.permit + " as a PDF in the cabinet")
	if t.qr, err = readQR(t.pdf); err != nil {
		return err
	}
	if err := t.readPermit(ctx, t.qr); err != nil {
		return err
	}
	t.say("a stranger checked the permit by its QR: valid, and no name")
	return nil
}

// samplePicture is a small PNG, as a phone might make of a paper.
func samplePicture() ([]byte, error) {
	img := image.NewGray(image.Rect(0, 0, 120, 160))
	for y := range 160 {
		for x := range 120 {
			shade := uint8(250)
			if y%12 < 2 && x > 12 && x < 100 {
				shade = 60
			}
			img.SetGray(x, y, color.Gray{Y: shade})
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}

// subject is where the PDF keeps the text of its QR for programs.
var subject = regexp.MustCompile(`/Subject \(([^)]*)\)`)

func readQR(pdf []byte) (string, error) {
	m := subject.FindSubmatch(pdf)
	if m == nil {
		return "", errors.New("the PDF does not tell the text of its QR")
	}
	return string(m[1]), nil
}
