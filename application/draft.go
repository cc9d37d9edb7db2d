package application

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/regulation"
)

// longest is how much of one answer a draft keeps, in characters; the form's own limits are shorter.
const longest = 4000

// Start opens a draft (черновик) for the actor in this channel. ErrNoService when the service
// does not take such an operation by this channel on the day of the transaction.
func (o *Office) Start(tx *db.Tx, actor account.Account, service, operation, channel string) (Case, error) {
	today := calendar.DayOf(tx.Now())
	s, ok := o.Law().Service(service)
	if !ok {
		return Case{}, ErrNoService
	}
	e, err := s.On(today)
	if err != nil {
		return Case{}, err
	}
	if row, _ := e.Channel(channel, today); row.Unit != "" || !e.Takes(operation, channel, today) {
		return Case{}, ErrNoService
	}

	c := Case{
		ID: db.NewID(tx.Now()), Service: service, Operation: operation, Edition: e.ID, Channel: channel,
		State: Draft, Applicant: actor.ID, Version: 1, StartedAt: tx.Now(), SavedAt: tx.Now(),
		Fields: known(actor, e),
	}
	c.derive()
	_, err = tx.Exec(`INSERT INTO application (id, service, operation, edition, channel, state, applicant,
		applicant_name, citizenship, fields, started_at, saved_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.Service, c.Operation, c.Edition, c.Channel, c.State, c.Applicant, c.Name, c.Citizenship,
		c.Fields, c.StartedAt, c.SavedAt)
	if err != nil {
		return Case{}, err
	}
	return c, enter(tx, c, actor, act{name: "application.start"})
}

// known is what the account already says, so that nobody is asked twice.
func known(a account.Account, e *regulation.Edition) Fields {
	f := Fields{}
	put := func(id, value string) {
		if _, _, asked := e.Field(id); asked && value != "" {
			f[id] = value
		}
	}
	put(FieldSurname, a.SurnameLatin)
	put(FieldGivenName, a.GivenNameLatin)
	put(FieldNativeName, strings.TrimSpace(a.Surname+" "+a.GivenName+" "+a.Patronymic))
	put(FieldCitizenship, a.Citizenship)
	put(FieldIIN, a.IIN)
	put(FieldPassport, a.PassportNumber)
	put(FieldSex, a.Sex)
	put(FieldPhone, a.Phone)
	put(FieldEmail, a.Email)
	if !a.BirthDate.IsZero() {
		put(FieldBirthDate, a.BirthDate.String())
	}
	return f
}

// SaveSection keeps one page of the form as it was answered, right or wrong, so that nothing is lost,
// with the papers that stand on it, and says what is wrong with the answers. The passport's lines fill what they
// know and nobody typed. Other pages stay. It is one
// act, however much of the page changed. db.ErrStale when the draft was changed elsewhere since version;
// ErrState once it is filed; ErrTooLong for a value that no form asks for. A draft that was confirmed
// goes back to the beginning of confirming: changed data void both confirmations.
func (o *Office) SaveSection(tx *db.Tx, actor account.Account, id string, version int, section string, values map[string]string, papers ...Attach) (Case, []regulation.Defect, error) {
	c, e, err := o.openDraft(tx, actor, id, version)
	if err != nil {
		return c, nil, err
	}
	s, ok := e.Section(section)
	if !ok {
		return c, nil, ErrNoService
	}
	values = e.FromZone(c.Operation, values)
	defects, cleaned := e.Validate(section, values, calendar.DayOf(tx.Now()))
	if err := c.answer(s, values, cleaned); err != nil {
		return c, defects, err
	}
	if err := o.attach(tx, c, e, papers); err != nil {
		return c, defects, err
	}
	return c, defects, o.changed(tx, actor, &c, act{name: "application.save", ground: section})
}

// answer puts a page's answers into the fields.
func (c *Case) answer(s regulation.Section, values, cleaned map[string]string) error {
	for _, f := range s.Fields {
		value, given := cleaned[f.ID]
		if !given {
			value = values[f.ID]
		}
		if utf8.RuneCountInString(value) > longest {
			return ErrTooLong
		}
		if value == "" {
			delete(c.Fields, f.ID)
		} else {
			c.Fields[f.ID] = strings.ToValidUTF8(value, "")
		}
	}
	return nil
}

// openDraft locks a case that its applicant may still change, at the version he saw; at the counter the operator
// writes for him.
func (o *Office) openDraft(tx *db.Tx, actor account.Account, id string, version int) (Case, *regulation.Edition, error) {
	c, err := lock(tx, id)
	if err != nil {
		return c, nil, err
	}
	if c.Counter != "" && c.Counter != actor.Unit {
		return c, nil, ErrNotTheParty
	}
	if c.State != Draft && c.State != Awaiting {
		return c, nil, ErrState
	}
	if c.Version != version {
		return c, nil, db.ErrStale
	}
	e, _, err := o.EditionOf(c)
	return c, e, err
}

// changed saves new data of a draft: confirmations of the old ones are void.
func (o *Office) changed(tx *db.Tx, actor account.Account, c *Case, a act) error {
	if c.State == Awaiting {
		if _, err := tx.Exec(`DELETE FROM application_confirmation WHERE application = ?`, c.ID); err != nil {
			return err
		}
		c.State, c.Employer = Draft, ""
	}
	if c.Counter != "" {
		if err := o.keep(tx, c); err != nil {
			return err
		}
	}
	c.derive()
	if err := advance(tx, c); err != nil {
		return err
	}
	return enter(tx, *c, actor, a)
}

// derive fills the columns that lists and authority read from the fields.
func (c *Case) derive() {
	f := c.Fields
	c.Name = f.join(FieldSurname, FieldGivenName, FieldPatronymic)
	c.Citizenship = f[FieldCitizenship]
	c.ApplicantIIN = f[FieldIIN]
	c.EmployerIIN = f[FieldEmployerIIN]
	c.EmployerName = f.join(FieldEmployerSurname, FieldEmployerGivenName, FieldEmployerPatronymic)
	c.Territory = f[FieldUnit]
	c.Address = f[FieldAddress]
	c.Months, _ = strconv.Atoi(f[FieldMonths]) // a wrong term is the form's defect; the column is for lists
}

// Discard deletes a draft that was never filed, with its papers; the register keeps that it was.
func (o *Office) Discard(tx *db.Tx, actor account.Account, id string, version int) error {
	c, _, err := o.openDraft(tx, actor, id, version)
	if err != nil {
		return err
	}
	return discard(tx, actor, c)
}

func discard(tx *db.Tx, actor account.Account, c Case) error {
	for _, text := range []string{
		`DELETE FROM application_confirmation WHERE application = ?`,
		`DELETE FROM application_paper WHERE application = ?`,
		`DELETE FROM application WHERE id = ?`,
	} {
		if _, err := tx.Exec(text, c.ID); err != nil {
			return err
		}
	}
	return enter(tx, c, actor, act{name: "application.discard"})
}
