package quota

import "ruqsat/db"

// Hold keeps one place for the subject until it is consumed or released (P6, M-29).
// Holding again for the same subject changes nothing. Errors: ErrNoQuota, ErrNoPlace,
// ErrElsewhere, ErrIncomplete; the transaction can go on after them.
func Hold(tx *db.Tx, p Place) error {
	if p.Region == "" || p.Year <= 0 || p.Ledger == "" || p.Subject == "" {
		return ErrIncomplete
	}
	last, err := latest(tx, p.Subject)
	if err != nil {
		return err
	}
	if last.has() {
		return last.sameAs(p)
	}
	m := movement{last.Step + 1, free, held, 1, ""}
	fresh, err := enter(tx, p, m)
	if err != nil {
		return err
	}
	if !fresh {
		return overtaken(tx, p)
	}
	return takeFree(tx, p, m)
}

// takeFree touches the hot row: one place less is free. When none is, the movement that was
// just written is taken back; nobody has seen it.
func takeFree(tx *db.Tx, p Place, m movement) error {
	n, err := tx.Exec(`UPDATE quota_balance SET held = held + 1
		WHERE ledger = ? AND year = ? AND region = ? AND held + used < allotted`, p.Ledger, p.Year, p.Region)
	if err != nil || n == 1 {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM quota_entry WHERE subject = ? AND step = ?`, p.Subject, m.step); err != nil {
		return err
	}
	_, known, err := Free(tx, p.Region, p.Year, p.Ledger)
	if err != nil {
		return err
	}
	if !known {
		return ErrNoQuota
	}
	return ErrNoPlace
}

// overtaken judges what another act of the same subject did while this one waited for it.
func overtaken(tx *db.Tx, p Place) error {
	last, err := latest(tx, p.Subject)
	if err != nil {
		return err
	}
	if last.has() {
		return last.sameAs(p)
	}
	return db.ErrStale // held and released again meanwhile
}

// Consume turns the subject's held place into a used one: the permit is issued (P6).
// ErrNotHeld when it holds none.
func Consume(tx *db.Tx, subject string) error {
	return leave(tx, subject, used, "", `UPDATE quota_balance SET held = held - 1, used = used + 1
		WHERE ledger = ? AND year = ? AND region = ? AND held > 0`)
}

// Release gives the subject's held place back to the free ones: refusal, withdrawal or
// lapse (P6), named by reason. ErrNotHeld when it holds none.
func Release(tx *db.Tx, subject, reason string) error {
	if reason == "" {
		return ErrIncomplete
	}
	return leave(tx, subject, free, reason, `UPDATE quota_balance SET held = held - 1
		WHERE ledger = ? AND year = ? AND region = ? AND held > 0`)
}

// leave moves the subject's held place to another account.
func leave(tx *db.Tx, subject, to, reason, update string) error {
	last, err := latest(tx, subject)
	if err != nil {
		return err
	}
	if last.Account != held {
		return ErrNotHeld
	}
	fresh, err := enter(tx, last.place(subject), movement{last.Step + 1, held, to, 1, reason})
	if err != nil {
		return err
	}
	if !fresh {
		return ErrNotHeld // another act of the same subject was first
	}
	n, err := tx.Exec(update, last.Ledger, last.Year, last.Region)
	if err == nil && n != 1 {
		err = ErrImbalance // the ledger knows a held place, the balance none: stop the act
	}
	return err
}
