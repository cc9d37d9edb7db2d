package application

import (
	"errors"
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/notice"
	"ruqsat/permit"
	"ruqsat/words"
)

// tell writes a letter of this kind about the case to one person. The placeholders that every letter
// may use are the case's; more are given in pairs.
func (o *Office) tell(tx *db.Tx, c Case, kind, to string, more ...any) error {
	if to == "" {
		return nil
	}
	return o.post(tx, c, notice.Letter{To: to, Kind: kind}, more...)
}

func (o *Office) post(tx *db.Tx, c Case, l notice.Letter, more ...any) error {
	args := append(o.placeholders(c), more...)
	l.Case, l.Short = c.ID, short(c, l.Kind, more...)
	l.Title, l.Body = words.All("notice."+l.Kind+".title", args...), words.All("notice."+l.Kind+".body", args...)
	return notice.Post(tx, l)
}

// tellPoliceOverdue tells the police of the workplace, and the heads, who asked for such letters: in their lists they
// see it anyway.
func (o *Office) tellPoliceOverdue(tx *db.Tx, c Case, p Police) error {
	c.DueAt = p.DueAt // the term that the letter names
	for unit, role := range map[string]account.Role{c.PoliceUnit: account.Police, c.Unit: account.Head} {
		staff, err := account.Staff(tx, unit)
		if err != nil {
			return err
		}
		for _, a := range staff {
			if a.Role != role || a.Reach(account.Mail)+a.Reach(account.SMS) == "" {
				continue
			}
			if err := o.tell(tx, c, notice.PoliceOverdue, a.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// short is the letter for an SMS: number, what, moments in figures, and nothing about a person.
func short(c Case, kind string, more ...any) words.Text {
	figures := []any{"number", c.Number, "due", shortMoment(c.DueAt), "received", shortMoment(c.ReceivedAt)}
	return words.All("notice."+kind+".sms", append(figures, more...)...)
}

func shortMoment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return words.ShortMoment(t)
}

// placeholders of every letter about a case.
func (o *Office) placeholders(c Case) []any {
	return []any{
		"number", c.Number, "applicant", c.Name, "employer", c.EmployerName, "months", c.Months,
		"filed", moments(c.FiledAt), "received", moments(c.ReceivedAt), "due", moments(c.DueAt),
		"territory", o.TerritoryName(c),
	}
}

// tellParties writes the same letter to the applicant and to the employer.
func (o *Office) tellParties(tx *db.Tx, c Case, kind string, more ...any) error {
	if err := o.tellApplicant(tx, c, kind, more...); err != nil {
		return err
	}
	_, employer, err := c.readers(tx)
	if err != nil {
		return err
	}
	return o.tell(tx, c, kind, employer, more...)
}

// tellApplicant writes a letter to the applicant: to the cabinet, or, about a case of the counter, to the contact that
// the person without one left with their consent.
func (o *Office) tellApplicant(tx *db.Tx, c Case, kind string, more ...any) error {
	applicant, _, err := c.readers(tx)
	if err != nil {
		return err
	}
	if applicant != "" || c.Counter == "" || !c.Contact.Consent {
		return o.tell(tx, c, kind, applicant, more...)
	}
	to := c.Reach()
	return o.post(tx, c, notice.Letter{Kind: kind, Contact: notice.Contact{Phone: to.Phone, Email: to.Email,
		Language: to.Language, ByMail: to.Email != "", BySMS: to.Phone != ""}}, more...)
}

// readers are the accounts of the parties. At the counter nobody needs one (P11): whoever has proven the ИИН that
// the case names reads its letters.
func (c Case) readers(tx *db.Tx) (applicant, employer string, err error) {
	if c.Counter == "" {
		return c.Applicant, c.Employer, nil
	}
	if applicant, err = provenBy(tx, c.ApplicantIIN); err != nil {
		return "", "", err
	}
	employer, err = provenBy(tx, c.EmployerIIN)
	return applicant, employer, err
}

// provenBy is the account of whoever has proven this ИИН, or "".
func provenBy(tx *db.Tx, iin string) (string, error) {
	if iin == "" {
		return "", nil
	}
	a, err := account.ByIIN(tx, iin)
	if errors.Is(err, account.ErrUnknown) || err == nil && !a.Proven() {
		return "", nil
	}
	return a.ID, err
}

// tellReady tells that the result waits at the counter, where and when (M-41).
func (o *Office) tellReady(tx *db.Tx, c Case) error {
	unit, err := account.FindUnit(tx, c.Counter)
	if err != nil {
		return err
	}
	return o.tellParties(tx, c, notice.Ready, "unit", unit.Name, "address", unit.Address, "hours", unit.Hours)
}

// tellIssued tells both parties of the permit: its number, its days and where it is valid.
func (o *Office) tellIssued(tx *db.Tx, c Case, p permit.Permit) error {
	if c.Counter != "" {
		return o.tellReady(tx, c)
	}
	more := []any{"permit", p.Number, "first", days(p.Data.First), "last", days(p.Data.Last)}
	if err := o.tell(tx, c, notice.Approved, c.Applicant, more...); err != nil {
		return err
	}
	return o.tell(tx, c, notice.Hired, c.Employer, more...)
}

// tellRefused tells both parties of the refusal: every ground with its article and the way on (M-55).
func (o *Office) tellRefused(tx *db.Tx, c Case, d Decision) error {
	if c.Counter != "" {
		return o.tellReady(tx, c)
	}
	title, body, err := o.RefusalLetter(c, d)
	if err != nil {
		return err
	}
	for _, to := range []string{c.Applicant, c.Employer} {
		if to == "" {
			continue
		}
		if err := notice.Post(tx, notice.Letter{To: to, Case: c.ID, Kind: notice.Refused, Title: title, Body: body,
			Short: short(c, notice.Refused)}); err != nil {
			return err
		}
	}
	return nil
}

// RefusalLetter is the letter of a refusal, as the head sees it before he decides and as both parties
// receive it: one text in one place.
func (o *Office) RefusalLetter(c Case, d Decision) (title, body words.Text, err error) {
	grounds, err := o.RefusalText(c, d)
	if err != nil {
		return title, body, err
	}
	args := append(o.placeholders(c), "grounds", grounds, "note", d.Note)
	return words.All("notice."+notice.Refused+".title", args...), words.All("notice."+notice.Refused+".body", args...), nil
}

// RefusalText is the body of the refusal: each ground in the law's words, its article, what to do.
func (o *Office) RefusalText(c Case, d Decision) (words.Text, error) {
	e, _, err := o.EditionOf(c)
	if err != nil {
		return words.Text{}, err
	}
	return words.Each(func(l words.Language) string {
		text := ""
		for _, code := range d.Grounds {
			g, ok := e.Ground(code)
			if !ok {
				continue
			}
			text += g.Letter.In(l) + "\n"
			for _, cite := range g.Cite {
				text += o.Law().Quote(cite).In(l) + "\n"
			}
			text += g.Way.In(l) + "\n\n"
		}
		return text
	}), nil
}

// moments and days are said in each language's own way.
func moments(t time.Time) func(words.Language) string {
	return func(l words.Language) string {
		if t.IsZero() {
			return ""
		}
		return words.Moment(l, t)
	}
}

func days(d calendar.Day) func(words.Language) string {
	return func(l words.Language) string { return words.Date(l, d) }
}
