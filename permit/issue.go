package permit

import (
	"encoding/json"
	"errors"
	"fmt"

	"ruqsat/calendar"
	"ruqsat/db"
)

// Issue redeems the preparation once and gives the permit its number and code. What is
// issued is what was kept: p must carry the SHA-256 that the head was shown. Errors:
// ErrNotPrepared, ErrVoid, ErrRedeemed, ErrOutdated, ErrSignatory; nothing was changed after
// them, and the transaction can go on.
func Issue(tx *db.Tx, p Prepared, by Signatory) (Permit, error) {
	kept, err := readPrepared(tx, `SELECT id, case_id, sum, data, at FROM permit_preparation WHERE id = ?`, p.ID)
	if err != nil {
		return Permit{}, err
	}
	switch {
	case kept.Sum != p.Sum || kept.Case != p.Case:
		return Permit{}, ErrVoid
	case kept.Data.First.Before(calendar.DayOf(tx.Now())):
		return Permit{}, ErrOutdated
	case by.Name == "" || kept.Data.Head != "" && kept.Data.Head != by.Name:
		return Permit{}, ErrSignatory
	}
	if err := redeem(tx, kept); err != nil {
		return Permit{}, err
	}
	return issue(tx, kept, by)
}

// redeem marks the preparation as issued, if it is the case's newest and was not yet.
func redeem(tx *db.Tx, p Prepared) error {
	n, err := tx.Exec(`UPDATE permit_ready SET redeemed = 1
		WHERE case_id = ? AND preparation_id = ? AND redeemed = 0`, p.Case, p.ID)
	if err != nil || n == 1 {
		return err
	}
	var live string
	err = tx.Get(&live, `SELECT preparation_id FROM permit_ready WHERE case_id = ?`, p.Case)
	switch {
	case errors.Is(err, db.ErrNone):
		return ErrNotPrepared
	case err != nil:
		return err
	case live != p.ID:
		return ErrVoid
	}
	return ErrRedeemed
}

func issue(tx *db.Tx, p Prepared, by Signatory) (Permit, error) {
	signatory, err := json.Marshal(by)
	if err != nil {
		return Permit{}, fmt.Errorf("permit: signatory: %w", err)
	}
	number, err := number(tx, p.Data)
	if err != nil {
		return Permit{}, err
	}
	one := Permit{ID: db.NewID(tx.Now()), Case: p.Case, Number: number, Code: db.NewCode(),
		Data: p.Data, Sum: p.Sum, By: by, Issued: db.At(tx.Now()).Time}
	d := p.Data
	_, err = tx.Exec(`INSERT INTO permit (id, number, code, case_id, preparation_id, service, holder, employer_iin,
		first_day, last_day, territory_kk, territory_ru, territory_en, signatory, issued_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		one.ID, one.Number, one.Code, one.Case, p.ID, d.Service, d.HolderAccount, d.EmployerIIN,
		d.First, d.Last, d.Territory.KK, d.Territory.RU, d.Territory.EN, string(signatory), one.Issued)
	return one, err
}

// number takes the next number of the unit's counter: ZH-3944-26-000127 is prefix, four
// digits of КАТО, year of issue, serial. Whoever comes second waits for the first, so that a
// number is lost only together with the act that took it, and there are no gaps.
func number(tx *db.Tx, d Data) (string, error) {
	unit, year := d.Unit[:4], calendar.DayOf(tx.Now()).Year()
	_, err := tx.Exec(`INSERT INTO permit_counter (prefix, unit, year, last) VALUES (?, ?, ?, 1)
		ON CONFLICT (prefix, unit, year) DO UPDATE SET last = permit_counter.last + 1`, d.Prefix, unit, year)
	if err != nil {
		return "", err
	}
	var last int
	err = tx.Get(&last, `SELECT last FROM permit_counter WHERE prefix = ? AND unit = ? AND year = ?`, d.Prefix, unit, year)
	return fmt.Sprintf("%s-%s-%02d-%06d", d.Prefix, unit, year%100, last), err
}
