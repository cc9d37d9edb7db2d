package application

import (
	"slices"
	"strings"

	"ruqsat/db"
)

// SearchCounter finds what a front office has by the beginnings of words, as Search does for a unit: its cases by
// number, its own or the state's, names, ИИН or passport, and its open sheets; the last begun first.
func SearchCounter(tx *db.Tx, unit, text string, size int) ([]Attended, error) {
	asked := searchWords(text)
	if len(asked) > askedWords {
		asked = asked[:askedWords]
	}
	if len(asked) == 0 || unit == "" {
		return nil, nil
	}
	sheets, err := sheetsLike(tx, unit, asked)
	if err != nil {
		return nil, err
	}
	where, args := `a.state <> 'draft'`, []any{unit}
	for _, word := range asked {
		where += ` AND EXISTS (SELECT 1 FROM application_key k WHERE k.application = a.id AND k.word >= ? AND k.word < ?)`
		args = append(args, keyed(word), keyed(word)+pastHex)
	}
	if len(sheets) > 0 {
		where += ` OR a.id IN (?` + strings.Repeat(`, ?`, len(sheets)-1) + `)`
		args = append(args, sheets...)
	}
	var list []Attended
	err = tx.Select(&list, `SELECT `+attendedColumns+attendedFrom+` WHERE a.counter = ? AND a.counter <> '' AND (`+where+`)
		ORDER BY a.started_at DESC, a.id DESC LIMIT ?`, append(args, size)...)
	return list, err
}

// sheetsLike are the open sheets of a front office that have all these words: they are few, and have no keys
// before they are registered.
func sheetsLike(tx *db.Tx, unit string, asked []string) ([]any, error) {
	var list []Case
	err := tx.Select(&list, `SELECT `+caseColumns+`, `+noJudgement+` FROM application
		WHERE counter = ? AND counter <> '' AND state = 'draft' ORDER BY started_at DESC LIMIT 200`, unit)
	var found []any
	for _, c := range list {
		keys := c.keys()
		begun := func(word string) bool {
			return slices.ContainsFunc(keys, func(key string) bool { return strings.HasPrefix(key, word) })
		}
		if !slices.ContainsFunc(asked, func(word string) bool { return !begun(word) }) {
			found = append(found, c.ID)
		}
	}
	return found, err
}
