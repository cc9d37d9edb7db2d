package application

import (
	"ruqsat/account"
	"ruqsat/attachment"
	"ruqsat/db"
	"ruqsat/register"
)

// The tray (лоток сканов; скан науасы) holds what came from an operator's scanner until it is put to a document.
// It is the operator's own.

// PutInTray keeps a scan for an operator, the same bytes once: sent again, they are the scan that is there.
func (o *Office) PutInTray(tx *db.Tx, operator account.Account, a attachment.Attachment) (TrayScan, error) {
	t := TrayScan{ID: db.NewID(tx.Now()), Scans: Scans{scanOf(a)}, At: tx.Now()}
	n, err := tx.Exec(`INSERT INTO counter_scan (id, unit, operator, scan, sum, arrived_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (operator, sum) DO NOTHING`, t.ID, operator.Unit, operator.ID, t.Scans, a.Sum, t.At)
	if err != nil {
		return t, err
	}
	if n == 0 {
		err := tx.Get(&t, `SELECT id, scan, arrived_at FROM counter_scan WHERE operator = ? AND sum = ?`, operator.ID, a.Sum)
		return t, err
	}
	return t, enterTray(tx, operator, "counter.tray", a.Sum)
}

// Tray are an operator's scans that are not attached yet, the oldest first.
func Tray(tx *db.Tx, operator string) ([]TrayScan, error) {
	var list []TrayScan
	err := tx.Select(&list, `SELECT id, scan, arrived_at FROM counter_scan WHERE operator = ? ORDER BY arrived_at, id`, operator)
	return list, err
}

// AttachFromTray puts a scan of the tray to a document of the sheet: to the paper named, or as SaveIntake does to
// the only one of its document or to a new one. The scan leaves the tray. ErrNoScan when the tray has no such
// scan; db.ErrStale, ErrNotHere, ErrState, ErrNoPaper.
func (o *Office) AttachFromTray(tx *db.Tx, operator account.Account, id string, version int, scan, document, paper string) (Case, error) {
	c, e, err := o.openIntake(tx, operator, id, version)
	if err != nil {
		return c, err
	}
	t, err := takeFromTray(tx, operator, scan)
	if err != nil {
		return c, err
	}
	p := Paper{ID: paper, Document: document, Fields: Fields{}}
	if kept, err := Papers(tx, id); err != nil {
		return c, err
	} else if d, _ := e.Document(document); paper != "" || !d.Many {
		if old, found := findPaper(kept, p, d.Many); found {
			p.Fields = old.Fields
		}
	}
	a := Attach{Paper: p, More: []attachment.Attachment{t.attachment()}}
	if err := o.attach(tx, c, e, []Attach{a}); err != nil {
		return c, err
	}
	return c, o.changed(tx, operator, &c, act{name: "counter.attach", ground: document, due: c.KeptUntil})
}

// DropFromTray throws a scan of the operator's tray away. ErrNoScan when it is not there.
func (o *Office) DropFromTray(tx *db.Tx, operator account.Account, scan string) error {
	t, err := takeFromTray(tx, operator, scan)
	if err != nil {
		return err
	}
	return enterTray(tx, operator, "counter.drop", t.Scans[0].Sum)
}

// InTray reads a scan of the operator's tray. ErrNoScan when it is not there.
func InTray(tx *db.Tx, operator, scan string) (TrayScan, error) {
	list, err := Tray(tx, operator)
	if err != nil {
		return TrayScan{}, err
	}
	for _, t := range list {
		if t.ID == scan && len(t.Scans) == 1 {
			return t, nil
		}
	}
	return TrayScan{}, ErrNoScan
}

func takeFromTray(tx *db.Tx, operator account.Account, scan string) (TrayScan, error) {
	t, err := InTray(tx, operator.ID, scan)
	if err != nil {
		return t, err
	}
	n, err := tx.Exec(`DELETE FROM counter_scan WHERE id = ? AND operator = ?`, t.ID, operator.ID)
	if err == nil && n == 0 {
		err = ErrNoScan
	}
	return t, err
}

// attachment is the scan as a paper takes it.
func (t TrayScan) attachment() attachment.Attachment {
	s := t.Scans[0]
	return attachment.Attachment{ID: s.ID, Sum: s.Sum, Kind: s.Kind, Name: s.Name, Size: s.Size, Pages: s.Pages}
}

// enterTray writes an act about the operator's own tray into the register.
func enterTray(tx *db.Tx, operator account.Account, name, sum string) error {
	_, err := register.Append(tx, operator.Signed(register.Entry{
		At: tx.Now(), Act: name, Subject: "account:" + operator.ID, Detail: map[string]any{"sum": sum},
	}))
	return err
}
