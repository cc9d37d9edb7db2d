package application

import (
	"errors"
	"strings"

	"ruqsat/db"
	"ruqsat/permit"
)

// Numbers are the registration numbers of cases by their ids; a draft has none and is not among them.
func Numbers(tx *db.Tx, ids []string) (map[string]string, error) {
	numbers := map[string]string{}
	if len(ids) == 0 {
		return numbers, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	var rows []struct {
		ID     string `db:"id"`
		Number string `db:"number"`
	}
	err := tx.Select(&rows, `SELECT id, number FROM application WHERE number <> '' AND id IN (?`+strings.Repeat(`, ?`, len(ids)-1)+`)`, args...)
	for _, r := range rows {
		numbers[r.ID] = r.Number
	}
	return numbers, err
}

// Named finds the id of the case that a number means: its own registration number, or that of the permit that was
// issued in it. ErrNoCase when there is none.
func Named(tx *db.Tx, number string) (string, error) {
	c, err := ByNumber(tx, number)
	if !errors.Is(err, ErrNoCase) || number == "" {
		return c.ID, err
	}
	p, err := permit.ByNumber(tx, number)
	if errors.Is(err, permit.ErrNoPermit) {
		err = ErrNoCase
	}
	return p.Case, err
}
