package application

import (
	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/permit"
	"ruqsat/words"
)

// prepare makes the permit's data of the case and keeps them: what the head sees is, byte for byte,
// what is issued. The permit starts on the day of the decision (P5): today, for which judgeToday has
// found every check passed.
func (o *Office) prepare(tx *db.Tx, c Case) (string, error) {
	d, err := o.permitData(tx, c)
	if err != nil {
		return "", err
	}
	p, err := permit.Prepare(tx, c.ID, d)
	return p.Sum, err
}

// Renew prepares the permit of a drafted decision anew, when a day has passed between the draft and
// the head's decision: the permit would start on a day that is over.
func (o *Office) Renew(tx *db.Tx, actor account.Account, id string) (Case, error) {
	c, err := lock(tx, id)
	if err != nil {
		return c, err
	}
	if c.State != Signature {
		return c, ErrState
	}
	d, err := living(tx, id)
	if err == nil && !d.Approve {
		err = ErrState
	}
	if err != nil {
		return c, err
	}
	if err := o.judgeToday(tx, &c); err != nil {
		return c, err
	}
	sum, err := o.prepare(tx, c)
	if err != nil {
		return c, err
	}
	if _, err := tx.Exec(`UPDATE application_decision SET prepared = ? WHERE id = ?`, sum, d.ID); err != nil {
		return c, err
	}
	if err := advance(tx, &c); err != nil {
		return c, err
	}
	return c, enter(tx, c, actor, act{name: "application.renew", due: c.DueAt, detail: map[string]any{"prepared": sum}})
}

// permitData is every field that the permit prints, from the filed data and the law.
func (o *Office) permitData(tx *db.Tx, c Case) (permit.Data, error) {
	e, _, err := o.EditionOf(c)
	if err != nil {
		return permit.Data{}, err
	}
	unit, err := account.FindUnit(tx, c.Unit)
	if err != nil {
		return permit.Data{}, err
	}
	first := calendar.DayOf(tx.Now())
	d := permit.Data{
		Service: c.Service, Prefix: e.PermitPrefix, Case: c.Number,
		Issuer: unit.Name, Department: unit.Department, Unit: c.Territory,
		Address: words.Text{KK: c.Address, RU: c.Address, EN: c.Address}, Territory: o.TerritoryName(c), TerritoryCode: c.Territory,
		First: first, Last: calendar.LastDay(first, c.Months), Months: c.Months,
		Allowed: e.Allowed, Conditions: e.Conditions,
	}
	if s, ok := o.Law().Service(c.Service); ok {
		d.Title = s.Short
	}
	for _, cite := range e.Basis {
		d.Basis = append(d.Basis, o.Law().Quote(cite))
	}
	o.parties(c, &d)
	return d, nil
}

// parties puts in the holder and the employer.
func (o *Office) parties(c Case, d *permit.Data) {
	d.HolderAccount, d.HolderLatin, d.HolderNative = c.Applicant, c.Name, c.Fields[FieldNativeName]
	d.HolderIIN, d.Passport, d.PassportCountry = c.Fields[FieldIIN], c.Fields[FieldPassport], c.Citizenship
	d.BirthDate, _ = calendar.ParseDay(c.Fields[FieldBirthDate]) // judged already; permit.Prepare refuses an empty one
	if country, ok := o.Law().Country(c.Citizenship); ok {
		d.Citizenship = country.Name
	}
	d.Employer, d.EmployerIIN = c.EmployerName, c.EmployerIIN
}
