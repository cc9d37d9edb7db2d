package register

import (
	"golang.org/x/mod/sumdb/tlog"

	"ruqsat/db"
)

// HashAt computes the leaf hash of what stands at a place, as who knows the format could.
func HashAt(tx *db.Tx, seq int64) (tlog.Hash, error) {
	var r row
	err := tx.Get(&r, `SELECT `+columns+` FROM register_entry WHERE seq = ?`, seq)
	return r.hash(), err
}
