package application

import (
	"strings"

	"ruqsat/db"
	"ruqsat/exchange"
	"ruqsat/regulation"
)

// Twin (та же квитанция в другом деле; сол түбіртек басқа істе) is a paper that a running or an approved case names too
// (M-07): one payment may have been counted twice. Nobody of the other case is named.
type Twin struct {
	Paper  string // its number, as the other system was asked about it
	Number string `db:"number"` // of the other case
	Unit   string `db:"unit"`   // that has it
}

// twinsLooked is how many other cases of one paper are looked at, refused ones too.
const twinsLooked = 100

// Twins are the cases that name a paper of this one which the law has another system asked about one by one. They are
// known from the moment these questions are asked: at receipt.
func (o *Office) Twins(tx *db.Tx, c Case) ([]Twin, error) {
	e, op, err := o.EditionOf(c)
	if err != nil {
		return nil, err
	}
	papers, err := Papers(tx, c.ID)
	if err != nil {
		return nil, err
	}
	f := regulation.Facts{Filed: c.FiledAt, Fields: c.Fields, Documents: map[string][]regulation.Paper{}}
	for _, p := range papers {
		f.Documents[p.Document] = append(f.Documents[p.Document], regulation.Paper{Fields: p.Fields})
	}
	var list []Twin
	for _, q := range e.Questions(op.ID, f) {
		if number, each := ofPaper(op, q.Key); each {
			more, err := twins(tx, c, q.Key, number)
			if err != nil {
				return nil, err
			}
			list = append(list, more...)
		}
	}
	return list, nil
}

// ofPaper is the paper's number in the key of a question that is asked about each paper of a document.
func ofPaper(op *regulation.Operation, key string) (number string, each bool) {
	for _, check := range op.Checks {
		if check.Asks == nil || check.Asks.Each == "" {
			continue
		}
		if number, each = strings.CutPrefix(key, check.Asks.Key+"/"); each {
			return number, true
		}
	}
	return "", false
}

// twins are the running and the approved cases that asked under the same key.
func twins(tx *db.Tx, c Case, key, number string) ([]Twin, error) {
	subjects, err := exchange.AskedBy(tx, key, c.Subject(), twinsLooked)
	if err != nil || len(subjects) == 0 {
		return nil, err
	}
	var ids []any
	for _, s := range subjects {
		id, _ := strings.CutPrefix(s, Case{}.Subject())
		ids = append(ids, id)
	}
	var list []Twin
	err = tx.Select(&list, `SELECT number, unit FROM application WHERE id IN (?`+strings.Repeat(`, ?`, len(ids)-1)+`)
		AND state IN ('filed', 'review', 'signature', 'approved') ORDER BY number`, ids...)
	for i := range list {
		list[i].Paper = number
	}
	return list, err
}
