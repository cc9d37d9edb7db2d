package application

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/notice"
	"ruqsat/regulation"
)

// Content is what both parties confirm: every field and the SHA-256 of every file.
type Content struct {
	Case      string           `json:"case"`
	Service   string           `json:"service"`
	Operation string           `json:"operation"`
	Channel   string           `json:"channel"`
	Applicant string           `json:"applicant"`
	Fields    Fields           `json:"fields"`
	Papers    []ContentOfPaper `json:"papers"`
}

// ContentOfPaper is one paper of the content.
type ContentOfPaper struct {
	Document string   `json:"document"`
	Fields   Fields   `json:"fields"`
	Files    []string `json:"files"` // SHA-256
}

// Canonical is the content's bytes (keys sorted, papers in the order of the case) and their SHA-256.
func (c Case) Canonical(papers []Paper) (raw []byte, sum string, err error) {
	content := Content{
		Case: c.ID, Service: c.Service, Operation: c.Operation, Channel: c.Channel,
		Applicant: c.Applicant, Fields: c.Fields, Papers: []ContentOfPaper{},
	}
	for _, p := range papers {
		cp := ContentOfPaper{Document: p.Document, Fields: p.Fields, Files: []string{}}
		for _, s := range p.Scans {
			cp.Files = append(cp.Files, s.Sum)
		}
		content.Papers = append(content.Papers, cp)
	}
	raw, err = json.Marshal(content)
	digest := sha256.Sum256(raw)
	return raw, hex.EncodeToString(digest[:]), err
}

// PartyOf says which party of the case the person is: account.ApplicantPart, account.EmployerPart
// or "". The employer is who has proven the ИИН that the application names; at the counter
// the applicant is too.
func (c Case) PartyOf(a account.Account) string {
	switch {
	case a.ID == "" || a.Role != account.Person:
		return ""
	case a.ID == c.Applicant:
		return account.ApplicantPart
	case !a.Proven() || a.IIN == "":
		return ""
	case a.IIN == c.EmployerIIN:
		return account.EmployerPart
	case c.Counter != "" && a.IIN == c.ApplicantIIN:
		return account.ApplicantPart
	}
	return ""
}

// Confirm is a party's signature under the data with this sum (M-05). The applicant confirms first,
// then the employer; the second confirmation files the case at once. Defects are everything that
// still has to be mended, in one round (B-05); with any of them nothing is confirmed and no error is
// returned.
//
// ErrUnproven before the identity is proven (P13); ErrNotTheParty for anybody else; ErrChanged when
// the data are not those that were shown; ErrConfirmed and ErrState out of turn; quota.ErrNoPlace and
// quota.ErrNoQuota when there is no place to hold: the case stays as it was.
func (o *Office) Confirm(tx *db.Tx, actor account.Account, id, sum string) (Case, []regulation.Defect, error) {
	c, err := lock(tx, id)
	if err != nil {
		return c, nil, err
	}
	party, err := c.turn(actor)
	if err != nil {
		return c, nil, err
	}
	papers, err := Papers(tx, id)
	if err != nil {
		return c, nil, err
	}
	if _, now, err := c.Canonical(papers); err != nil || now != sum {
		return c, nil, errors.Join(err, ErrChanged)
	}
	if defects, err := o.Defects(tx, actor, c, papers, tx.Now()); err != nil || len(defects) > 0 {
		return c, defects, err
	}

	if err := confirm(tx, c, actor, party, sum); err != nil {
		return c, nil, err
	}
	if party == account.ApplicantPart {
		return o.await(tx, actor, c)
	}
	c.Employer = actor.ID
	c, err = o.file(tx, actor, c)
	return c, nil, err
}

// turn says which party the actor is and that it is his turn.
func (c Case) turn(actor account.Account) (string, error) {
	party := c.PartyOf(actor)
	switch {
	case party == "" || c.Counter != "": // at the counter both sign on paper (P11)
		return "", ErrNotTheParty
	case !actor.Proven():
		return "", ErrUnproven
	case party == account.ApplicantPart && c.State == Awaiting:
		return "", ErrConfirmed
	case party == account.ApplicantPart && c.State != Draft,
		party == account.EmployerPart && c.State != Awaiting:
		return "", ErrState
	case party == account.ApplicantPart && actor.IIN != "" && actor.IIN == c.EmployerIIN:
		return "", ErrSelfEmployed
	}
	return party, nil
}

// confirm keeps the party's word for exactly these data. Until the ЭЦП issue it is given by a signed-in
// person of proven identity; the bytes confirmed are those an ЭЦП will sign.
func confirm(tx *db.Tx, c Case, actor account.Account, party, sum string) error {
	_, err := tx.Exec(`INSERT INTO application_confirmation (application, party, account, sum, confirmed_at)
		VALUES (?, ?, ?, ?, ?)`, c.ID, party, actor.ID, sum, tx.Now())
	if errors.Is(err, db.ErrTaken) {
		return ErrConfirmed
	}
	return err
}

// await hands the confirmed draft to the employer.
func (o *Office) await(tx *db.Tx, actor account.Account, c Case) (Case, []regulation.Defect, error) {
	c.State = Awaiting
	if err := advance(tx, &c); err != nil {
		return c, nil, err
	}
	if err := enter(tx, c, actor, act{name: "application.confirm", ground: account.ApplicantPart}); err != nil {
		return c, nil, err
	}
	employer, err := account.ByIIN(tx, c.EmployerIIN)
	switch {
	case errors.Is(err, account.ErrUnknown), err == nil && !employer.Proven():
		return c, nil, nil // whoever signed up by this ИИН finds the case in the cabinet when it is proven his
	case err != nil:
		return c, nil, err
	}
	return c, nil, o.tell(tx, c, notice.SignEmployer, employer.ID)
}

// Decline is the employer's no to the data: the draft goes back to the applicant with his reason.
func (o *Office) Decline(tx *db.Tx, actor account.Account, id string, reason string) (Case, error) {
	c, err := lock(tx, id)
	if err != nil {
		return c, err
	}
	if c.PartyOf(actor) != account.EmployerPart {
		return c, ErrNotTheParty
	}
	if c.State != Awaiting {
		return c, ErrState
	}
	if reason == "" {
		return c, ErrNoReason
	}
	a := act{name: "application.decline", detail: map[string]any{"reason": reason}}
	if err := o.changed(tx, actor, &c, a); err != nil {
		return c, err
	}
	return c, o.tell(tx, c, notice.Unsigned, c.Applicant, "reason", reason)
}
