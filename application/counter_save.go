package application

import (
	"maps"
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/regulation"
	"ruqsat/words"
)

// SaveIntake keeps the whole sheet of the counter in one act, right or wrong, so that nothing is lost, and says
// what is wrong with it. values are the form's answers by field id, and the contact's under its own keys; a
// question that is not among them keeps its answer, but a tick is taken away. The passport's lines fill what they
// know and nobody typed. The data of each paper are cleaned. A scan of the signed application that was there
// before goes when an answer has changed: both must sign what is filed. db.ErrStale when the sheet was changed
// elsewhere since version; ErrNotHere, ErrState, ErrTooLong, ErrNoPaper.
func (o *Office) SaveIntake(tx *db.Tx, operator account.Account, id string, version int, values map[string]string, papers ...Attach) (Case, []regulation.Defect, error) {
	c, e, err := o.openIntake(tx, operator, id, version)
	if err != nil {
		return c, nil, err
	}
	before := said(c.Fields, e)
	defects, err := o.answerSheet(&c, e, values, calendar.DayOf(tx.Now()))
	if err != nil {
		return c, defects, err
	}
	if !maps.Equal(before, said(c.Fields, e)) {
		if err := unsign(tx, c, e, papers); err != nil {
			return c, defects, err
		}
	}
	for i := range papers {
		wrong, cleaned := e.ValidatePaper(papers[i].Paper.Document, papers[i].Paper.Fields, calendar.DayOf(tx.Now()))
		defects = append(defects, wrong...)
		papers[i].Paper.Fields = tidied(papers[i].Paper.Fields, cleaned)
	}
	if err := o.attach(tx, c, e, slices.DeleteFunc(papers, Attach.empty)); err != nil {
		return c, defects, err
	}
	c.Operator, c.OperatorName = operator.ID, operator.FullName()
	return c, defects, o.changed(tx, operator, &c, act{name: "counter.save", due: c.KeptUntil})
}

// answerSheet puts the answers of every page of the operation, and the contact, into the case.
func (o *Office) answerSheet(c *Case, e *regulation.Edition, values map[string]string, today calendar.Day) ([]regulation.Defect, error) {
	_, op, err := o.EditionOf(*c)
	if err != nil {
		return nil, err
	}
	answers := map[string]string{}
	maps.Copy(answers, c.Fields)
	maps.Copy(answers, values)
	for _, id := range op.Sections {
		section, _ := e.Section(id)
		for _, f := range section.Fields {
			if _, given := values[f.ID]; f.Kind == "tick" && !given {
				delete(answers, f.ID)
			}
		}
	}
	answers = e.FromZone(op.ID, answers)
	var defects []regulation.Defect
	for _, id := range op.Sections {
		section, _ := e.Section(id)
		wrong, cleaned := e.Validate(id, answers, today)
		defects = append(defects, wrong...)
		if err := c.answer(section, answers, cleaned); err != nil {
			return defects, err
		}
	}
	c.Contact.take(values)
	return append(defects, c.Contact.defects()...), nil
}

// said are the answers that the parties sign on paper: all but the ticks.
func said(f Fields, e *regulation.Edition) Fields {
	answers := Fields{}
	for id, value := range f {
		if field, _, asked := e.Field(id); asked && field.Kind != "tick" {
			answers[id] = value
		}
	}
	return answers
}

// unsign takes the scans of the made documents away: what was signed is not what is on the sheet any more. A scan
// that came with the new answers starts a paper of its own.
func unsign(tx *db.Tx, c Case, e *regulation.Edition, papers []Attach) error {
	for _, d := range e.Documents {
		if !d.Made {
			continue
		}
		for i := range papers {
			if papers[i].Paper.Document == d.ID {
				papers[i].Paper.ID = ""
			}
		}
		if _, err := tx.Exec(`DELETE FROM application_paper WHERE application = ? AND document = ?`, c.ID, d.ID); err != nil {
			return err
		}
	}
	return nil
}

// tidied are a paper's data, cleaned where they could be.
func tidied(given Fields, cleaned map[string]string) Fields {
	f := Fields{}
	for id, value := range given {
		if value = strings.ToValidUTF8(strings.TrimSpace(value), ""); value != "" {
			f[id] = value
		}
	}
	maps.Copy(f, cleaned)
	return f
}

// empty says that the paper is neither there yet nor anything about it: its row on the sheet was left alone.
func (a Attach) empty() bool { return a.Paper.ID == "" && len(a.More) == 0 && len(a.Paper.Fields) == 0 }

// take puts the contact's values in, those that are given.
func (c *Contact) take(values map[string]string) {
	text := func(key string, into *string) {
		if value, given := values[key]; given {
			*into = clip(strings.TrimSpace(strings.ToValidUTF8(value, "")))
		}
	}
	language := string(c.Language)
	text(ContactPhone, &c.Phone)
	text(ContactEmail, &c.Email)
	text(ContactLanguage, &language)
	c.Language = words.Language(language)
	if value, given := values[ContactConsent]; given {
		c.Consent = value == "1"
	}
}

// most is how long a contact, a name or a document's number can be, in characters.
const most = 254

// clip keeps a contact as long as one can be.
func clip(s string) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

var telephone = regexp.MustCompile(`^\+?[0-9]{10,15}$`)

// defects of the contact: what is written must be a number, an address, one of the languages.
func (c Contact) defects() []regulation.Defect {
	var list []regulation.Defect
	wrong := func(key, rule string) {
		list = append(list, regulation.Defect{Field: key, Rule: rule, Text: words.All("counter." + rule)})
	}
	if c.Phone != "" && !telephone.MatchString(strings.NewReplacer(" ", "", "-", "", "(", "", ")", "").Replace(c.Phone)) {
		wrong(ContactPhone, ContactPhone)
	}
	if _, err := mail.ParseAddress(c.Email); c.Email != "" && err != nil {
		wrong(ContactEmail, ContactEmail)
	}
	if c.Language != "" && !slices.Contains(words.Languages, c.Language) {
		wrong(ContactLanguage, ContactLanguage)
	}
	return list
}

// Reach is how to tell the person of the result: the contact, its gaps filled from the application.
func (c Case) Reach() Contact {
	r := c.Contact
	if r.Phone == "" {
		r.Phone = c.Fields[FieldPhone]
	}
	if r.Email == "" {
		r.Email = c.Fields[FieldEmail]
	}
	if r.Language == "" {
		r.Language = words.Kazakh
	}
	return r
}
