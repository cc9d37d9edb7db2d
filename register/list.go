package register

import (
	"strings"
	"time"

	"ruqsat/db"
)

// Filter narrows a list of entries. Empty fields do not narrow.
type Filter struct {
	Act, Not    string    // one act; all acts but one
	Actor       string    // account id
	Unit        string    // id of the actor's unit on that day
	Subject     string    // "case:ID"
	From, Until time.Time // moments; Until itself is outside
}

// Place is where a list goes on: after the entry of this moment and id.
type Place struct {
	At time.Time
	ID string
}

// List is entries, the newest first, a page at a time.
func List(tx *db.Tx, f Filter, after Place, size int) ([]Entry, error) {
	conds, args := f.conditions()
	if after.ID != "" {
		conds, args = append(conds, `(at < ? OR at = ? AND id < ?)`), append(args, db.At(after.At), db.At(after.At), after.ID)
	}
	text := `SELECT ` + columns + ` FROM register_entry`
	if len(conds) > 0 {
		text += ` WHERE ` + strings.Join(conds, ` AND `)
	}
	var rows []row
	if err := tx.Select(&rows, text+` ORDER BY at DESC, id DESC LIMIT ?`, append(args, size)...); err != nil {
		return nil, err
	}
	entries := make([]Entry, len(rows))
	for i, r := range rows {
		var err error
		if entries[i], err = r.entry(); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

func (f Filter) conditions() (conds []string, args []any) {
	for _, c := range []struct{ text, value string }{
		{`act = ?`, f.Act}, {`act <> ?`, f.Not}, {`actor = ?`, f.Actor}, {`unit = ? AND unit <> ''`, f.Unit}, {`subject = ?`, f.Subject},
	} {
		if c.value != "" {
			conds, args = append(conds, c.text), append(args, c.value)
		}
	}
	if !f.From.IsZero() {
		conds, args = append(conds, `at >= ?`), append(args, db.At(f.From))
	}
	if !f.Until.IsZero() {
		conds, args = append(conds, `at < ?`), append(args, db.At(f.Until))
	}
	return conds, args
}
