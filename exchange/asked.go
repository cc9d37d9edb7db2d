package exchange

import "ruqsat/db"

// AskedBy are the other subjects about which a question under this key was ever asked, at most limit.
func AskedBy(tx *db.Tx, key, but string, limit int) ([]string, error) {
	var list []string
	err := tx.Select(&list, `SELECT DISTINCT subject FROM exchange_question WHERE question_key = ? AND subject <> ?
		ORDER BY subject LIMIT ?`, key, but, limit)
	return list, err
}
