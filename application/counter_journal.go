package application

import (
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/regulation"
)

// RefuseAcceptance refuses to take the papers (отказ в приёме; қабылдаудан бас тарту, M-40): for the documents
// named, each of which is missing or expired at this moment, with the law's words, kept in three languages as they
// were that day. Nothing is registered and no place is held. The sheet is kept for the law's days, so that the
// person need not tell everything twice; then it may be refused or accepted again, with a number of its own.
// ErrShort for no document, or one that is neither missing nor expired; ErrUnnamed before the person's name is
// known; ErrTooLong for the note; db.ErrStale, ErrNotHere, ErrState.
func (o *Office) RefuseAcceptance(tx *db.Tx, operator account.Account, id string, version int, documents []string, note string) (Entry, error) {
	c, e, err := o.openIntake(tx, operator, id, version)
	switch {
	case err != nil:
		return Entry{}, err
	case c.Name == "":
		return Entry{}, ErrUnnamed
	case utf8.RuneCountInString(note) > longest:
		return Entry{}, ErrTooLong
	}
	reasons, err := o.reasons(tx, c, e, documents)
	if err != nil {
		return Entry{}, err
	}
	entry, err := o.enterJournal(tx, operator, c, e, Entry{Kind: EntryRefused, Reasons: reasons, Note: note})
	if err != nil {
		return entry, err
	}
	if err := o.keep(tx, &c); err != nil {
		return entry, err
	}
	if err := advance(tx, &c); err != nil {
		return entry, err
	}
	var codes, lacking []string
	for _, r := range reasons {
		codes, lacking = append(codes, r.Code), append(lacking, r.Document)
	}
	return entry, enter(tx, c, operator, act{name: "counter.refuse", ground: codes[0], due: c.KeptUntil,
		detail: map[string]any{"number": entry.Number, "grounds": codes, "documents": lacking}})
}

// reasons are the shortfalls of the documents named, which must be grounds to refuse acceptance now.
func (o *Office) reasons(tx *db.Tx, c Case, e *regulation.Edition, documents []string) (Reasons, error) {
	papers, err := Papers(tx, c.ID)
	if err != nil {
		return nil, err
	}
	list, err := o.Shortfalls(tx, c, papers, tx.Now())
	if err != nil {
		return nil, err
	}
	var reasons Reasons
	for _, s := range list {
		if s.Code == "" || !slices.Contains(documents, s.Document) {
			continue
		}
		d, _ := e.Document(s.Document)
		g, _ := e.Ground(s.Code)
		reasons = append(reasons, Reason{Code: s.Code, Kind: s.Kind, Document: s.Document, Name: d.Name, Text: s.Text, Way: g.Way})
	}
	for _, d := range documents {
		if !slices.ContainsFunc(reasons, func(r Reason) bool { return r.Document == d }) {
			return nil, ErrShort
		}
	}
	if len(reasons) == 0 {
		return nil, ErrShort
	}
	return reasons, nil
}

// enterJournal writes a line of the office's journal with the next number.
func (o *Office) enterJournal(tx *db.Tx, operator account.Account, c Case, e *regulation.Edition, n Entry) (Entry, error) {
	var err error
	n.ID, n.Case, n.Unit, n.At, n.Name = db.NewID(tx.Now()), c.ID, c.Counter, tx.Now(), c.Name
	n.Operator, n.OperatorName = operator.ID, operator.FullName()
	if n.Number, err = o.journalNumber(tx, c, e); err != nil {
		return n, err
	}
	_, err = tx.Exec(`INSERT INTO counter_journal (id, number, application, unit, operator, operator_name, kind, entered_at,
		name, reasons, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, n.ID, n.Number, n.Case, n.Unit, n.Operator,
		n.OperatorName, n.Kind, n.At, n.Name, n.Reasons, n.Note)
	return n, err
}

const entryColumns = `id, number, application, unit, operator, operator_name, kind, entered_at, name, reasons, note`

// Journal is a page of a front office's journal, the newest first; Page goes on after an entry's moment and id.
func Journal(tx *db.Tx, unit string, p Page) ([]Entry, error) {
	where, args := `unit = ?`, []any{unit}
	if p.AfterID != "" {
		where, args = where+` AND (entered_at < ? OR entered_at = ? AND id < ?)`, append(args, p.After, p.After, p.AfterID)
	}
	return entries(tx, where+` ORDER BY entered_at DESC, id DESC LIMIT ?`, append(args, p.size())...)
}

// EntriesOf are the entries about a sheet, the newest first.
func EntriesOf(tx *db.Tx, id string) ([]Entry, error) {
	return entries(tx, `application = ? ORDER BY entered_at DESC, id DESC`, id)
}

func entries(tx *db.Tx, where string, args ...any) ([]Entry, error) {
	var list []Entry
	err := tx.Select(&list, `SELECT `+entryColumns+` FROM counter_journal WHERE `+where, args...)
	return list, err
}

// FindEntry reads an entry by its id. ErrNoCase when there is none.
func FindEntry(tx *db.Tx, id string) (Entry, error) {
	var n Entry
	err := tx.Get(&n, `SELECT `+entryColumns+` FROM counter_journal WHERE id = ?`, id)
	if errors.Is(err, db.ErrNone) {
		err = ErrNoCase
	}
	return n, err
}

// Acceptance is what a front office, or all of them, took in and refused in a time (M-40).
type Acceptance struct {
	Accepted, Refused int
	ByCode            map[string]int // refusals that named this ground; one may name several
}

// CountAcceptance counts the journal of a front office, or of all when unit is empty, from a moment to another,
// which is not counted.
func CountAcceptance(tx *db.Tx, unit string, from, to time.Time) (Acceptance, error) {
	a := Acceptance{ByCode: map[string]int{}}
	where, args := `entered_at >= ? AND entered_at < ?`, []any{from, to}
	if unit != "" {
		where, args = where+` AND unit = ?`, append(args, unit)
	}
	err := tx.Get(&a.Accepted, `SELECT COUNT(*) FROM counter_journal WHERE kind = 'accepted' AND `+where, args...)
	if err != nil {
		return a, err
	}
	var refused []Reasons
	if err := tx.Select(&refused, `SELECT reasons FROM counter_journal WHERE kind = 'refused' AND `+where, args...); err != nil {
		return a, err
	}
	a.Refused = len(refused)
	for _, reasons := range refused {
		var told []string
		for _, r := range reasons {
			if !slices.Contains(told, r.Code) {
				told = append(told, r.Code)
				a.ByCode[r.Code]++
			}
		}
	}
	return a, nil
}
