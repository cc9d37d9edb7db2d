package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/cmd/ruqsat/visitor"
)

// counterJourney is one application taken in at the front office, from the sheet to the result that is handed out:
// the worker and the employer have no account.
func counterJourney(ctx context.Context, t *traveller) error {
	if err := t.meet(ctx); err != nil {
		return err
	}
	v, id, err := t.takeIn(ctx)
	if err != nil {
		return err
	}
	if err := t.serve(ctx, v, id); err != nil {
		return err
	}
	for _, step := range []func(context.Context, string) error{t.police, t.executor, t.head} {
		if err := step(ctx, id); err != nil {
			return err
		}
	}
	return t.handOut(ctx, v, id)
}

// takeIn is the operator's sitting: a sheet, its scans, the acceptance.
func (t *traveller) takeIn(ctx context.Context) (v *visitor.Visitor, id string, err error) {
	if v, id, err = t.openSheet(ctx); err != nil {
		return nil, "", err
	}
	if err := t.fillSheet(ctx, v, id); err != nil {
		return nil, "", fmt.Errorf("the sheet: %w", err)
	}
	t.say("the operator typed the sheet and attached every scan, the signed application among them")
	return v, id, t.acceptSheet(ctx, v, id)
}

// openSheet signs an operator in and begins a sheet.
func (t *traveller) openSheet(ctx context.Context) (*visitor.Visitor, string, error) {
	v, err := t.staff(ctx, "saparova")
	if err != nil {
		return nil, "", err
	}
	if err := v.Open(ctx, "/counter"); err != nil {
		return nil, "", err
	}
	f, err := v.Form("/counter/start")
	if err != nil {
		return nil, "", err
	}
	if err := f.Send(ctx); err != nil {
		return nil, "", err
	}
	id := caseID.FindString(v.Page.URL.Path)
	if id == "" {
		return nil, "", fmt.Errorf("no sheet was opened: %s", v.Page.URL.Path)
	}
	t.say("an operator of the front office signed in and began a sheet; nobody else has an account")
	return v, id, nil
}

// fillSheet answers every field of the sheet and attaches a scan to every document but those left out.
func (t *traveller) fillSheet(ctx context.Context, v *visitor.Visitor, id string, without ...string) error {
	picture, err := scan()
	if err != nil {
		return err
	}
	if err := v.Open(ctx, "/counter/intake/"+id); err != nil {
		return err
	}
	f, err := v.Form("/counter/intake/")
	if err != nil {
		return err
	}
	for field, value := range t.hire.Fields() {
		put(f, field, value)
	}
	papers := t.hire.Papers()
	papers[sample.Signed] = []map[string]string{{}}
	for document, list := range papers {
		if slices.Contains(without, document) {
			continue
		}
		for i, fields := range list {
			prefix := fmt.Sprintf("paper.%s.%d", document, i)
			for field, value := range fields {
				put(f, prefix+"."+field, value)
			}
			f.Attach(prefix+".file", picture)
		}
	}
	return f.Send(ctx)
}

// acceptSheet attests and accepts what the sheet holds.
func (t *traveller) acceptSheet(ctx context.Context, v *visitor.Visitor, id string) error {
	if err := v.Open(ctx, "/counter/intake/"+id); err != nil {
		return err
	}
	f, err := v.Form("/counter/intake/")
	if err != nil {
		return err
	}
	if err := f.Press("do", "accept").Send(ctx); err != nil {
		return fmt.Errorf("the operator accepts: %w", err)
	}
	n, journal := number(v.Page), journalNumber(v.Page)
	if n == "" || journal == "" {
		return fmt.Errorf("the acceptance registered nothing: %s", v.Page.Words())
	}
	t.say("the operator attested both signatures; the case is " + n + ", in the office's journal " + journal)
	return nil
}

// journalNumber is the number in the front office's journal that a page shows.
func journalNumber(p *visitor.Page) string {
	for _, word := range strings.Fields(p.Words()) {
		if word = strings.Trim(word, ".,:;()«»№"); strings.HasPrefix(word, "CON-") && len(word) == 18 {
			return word
		}
	}
	return ""
}

// serve prints the copy and the mark, and gives every original back.
func (t *traveller) serve(ctx context.Context, v *visitor.Visitor, id string) error {
	path := "/counter/case/" + id
	if err := v.Open(ctx, path+"/copy"); err != nil {
		return err
	}
	if words := v.Page.Words(); !strings.Contains(words, t.hire.Worker.Passport) || number(v.Page) == "" {
		return errors.New("the copy of the application does not show what was filed (M-06)")
	}
	t.say("the copy of the application was printed, with number, moment, office and every answer")
	for n := 0; ; n++ {
		if err := v.Open(ctx, path); err != nil {
			return err
		}
		f, err := v.Form("/return")
		if err != nil {
			break // every button is used up
		}
		if err := f.Press("paper", "").Send(ctx); err != nil || n > 20 {
			return fmt.Errorf("an original does not go back: %w", err)
		}
	}
	if err := v.Open(ctx, "/counter/originals"); err != nil {
		return err
	}
	if strings.Contains(v.Page.Words(), t.hire.Worker.SurnameLatin) {
		return errors.New("the report of originals still names the worker (M-13)")
	}
	if err := v.Open(ctx, path+"/mark"); err != nil {
		return err
	}
	t.say("every original went back, the receipt with the mark of acceptance")
	return nil
}

// handOut prints the permit and hands it out once; anyone may check it.
func (t *traveller) handOut(ctx context.Context, v *visitor.Visitor, id string) (err error) {
	path := "/counter/case/" + id
	if err := v.Open(ctx, path+"/permit.pdf"); err != nil {
		return err
	}
	if t.pdf = v.Page.Body; !bytes.HasPrefix(t.pdf, []byte("%PDF-")) {
		return errors.New("the permit is not a PDF")
	}
	if err := v.Open(ctx, path+"/hand"); err != nil {
		return err
	}
	for _, word := range strings.Fields(v.Page.Words()) {
		if word = strings.Trim(word, ".,:;()«»№"); strings.HasPrefix(word, "ZH-") {
			t.permit = word
		}
	}
	f, err := v.Form("receiver")
	if err != nil {
		return err
	}
	err = f.Set("receiver", t.hire.Worker.SurnameLatin+" "+t.hire.Worker.GivenNameLatin).Set("document", t.hire.Worker.Passport).
		Set("as", "applicant").Set("signed", "yes").Send(ctx)
	if err != nil {
		return fmt.Errorf("handing out: %w", err)
	}
	t.say("the operator printed the permit and handed it out against a signature")
	if t.permit == "" {
		return errors.New("the page does not name the permit")
	}
	if t.qr, err = readQR(t.pdf); err != nil {
		return err
	}
	if err := t.readPermit(ctx, t.qr); err != nil {
		return err
	}
	t.say("a stranger checked the permit by its QR: valid, and no name")
	return nil
}

// acceptanceJourney is a refusal to take papers of which one is missing and one has expired: no case, no place of
// the quota; and the same sheet accepted when the person comes again.
func acceptanceJourney(ctx context.Context, t *traveller) error {
	hire, err := sample.Invent(t.law, 4003, calendar.DayOf(t.now), sample.Zhitikara, 6)
	if err != nil {
		return err
	}
	t.hire = hire
	if err := t.postJSON(ctx, "/simulator/scenario", hire.Scenario()); err != nil {
		return err
	}
	before, err := t.places(ctx)
	if err != nil {
		return err
	}
	v, id, err := t.openSheet(ctx)
	if err != nil {
		return err
	}
	t.hire.Medical = t.hire.Today.AddMonths(-12).AddDays(-1)
	if err := t.fillSheet(ctx, v, id, "insurance"); err != nil && v.Page.Status != 422 {
		return fmt.Errorf("the sheet: %w", err)
	}
	journal, err := t.refuseSheet(ctx, v, id)
	if err != nil {
		return err
	}
	if after, err := t.places(ctx); err != nil || after != before {
		return errors.Join(err, fmt.Errorf("the quota was %s and is %s", before, after))
	}
	t.say("no case was registered and the quota's board is as it was")
	if err := v.Open(ctx, "/counter/journal"); err != nil {
		return err
	}
	if !strings.Contains(v.Page.Words(), journal) {
		return errors.New("the journal does not have the refusal")
	}
	t.say("the refusal stands in the office's journal and is counted")
	t.hire.Medical = t.hire.Today
	if err := t.fillSheet(ctx, v, id); err != nil {
		return fmt.Errorf("the sheet again: %w", err)
	}
	t.say("the person came again with a new certificate and the insurance; nothing was typed twice")
	return t.acceptSheet(ctx, v, id)
}

// refuseSheet refuses acceptance for everything that is missing or expired, and reads the slip.
func (t *traveller) refuseSheet(ctx context.Context, v *visitor.Visitor, id string) (journal string, err error) {
	if err := v.Open(ctx, "/counter/intake/"+id+"/refuse"); err != nil {
		return "", err
	}
	f, err := v.Form("/refuse")
	if err != nil {
		return "", err
	}
	if err := f.Send(ctx); err != nil {
		return "", fmt.Errorf("the operator refuses: %w", err)
	}
	if journal = journalNumber(v.Page); journal == "" {
		return "", fmt.Errorf("the slip has no number: %s", v.Page.Words())
	}
	if n := number(v.Page); n != "" {
		return "", errors.New("a refusal registered the case as " + n)
	}
	t.say("acceptance was refused as " + journal + ": the insurance is missing, the certificate has expired")
	return journal, nil
}

// places is what the quota's board says of the region of the place of work.
func (t *traveller) places(ctx context.Context) (string, error) {
	var board any
	year, _, _ := t.hire.Today.Date()
	err := t.getJSON(ctx, fmt.Sprintf("/api/quota?year=%d&ledger=%s", year, sample.Ledger), &board)
	return fmt.Sprint(board), err
}
