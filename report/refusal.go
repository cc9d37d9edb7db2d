package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"ruqsat/application"
	"ruqsat/db"
)

// Ground is how often a ground of refusal was used in a period. A refusal may have several.
type Ground struct {
	Service, Edition, Code string // the newest edition it was used under
	Count                  int
}

// Refusal is one refused case of the period.
type Refusal struct {
	ID       string            `db:"id"`
	Decision string            `db:"decision"`
	Number   string            `db:"number"`
	Name     string            `db:"applicant_name"`
	Service  string            `db:"service"`
	Edition  string            `db:"edition"`
	Executor string            `db:"executor_name"`
	Maker    string            `db:"maker"`
	MadeAt   time.Time         `db:"made_at"`
	Grounds  application.Codes `db:"grounds"`
}

const refusalSelect = `SELECT a.id, d.id AS decision, a.number, a.applicant_name, a.service, a.edition, a.executor_name, d.maker, d.made_at,
	d.grounds FROM application_decision d JOIN application a ON a.id = d.application
	WHERE d.state = 'made' AND d.approve = 0 AND `

// Refusals counts the refusals of a unit, or of all, in a period by their grounds, the most frequent first.
// total is the refusals themselves: fewer than the sum of the counts when some have several grounds.
func Refusals(tx *db.Tx, unit string, p Period) (grounds []Ground, total int, err error) {
	where, args := scope(`a.unit`, unit)
	from, to := p.bounds()
	found, last := map[string]*Ground{}, ""
	for {
		var rows []Refusal
		err := tx.Select(&rows, refusalSelect+where+` AND (d.made_at > ? OR d.made_at = ? AND d.id > ?) AND d.made_at < ?
			ORDER BY d.made_at, d.id LIMIT ?`, append(args[:len(args):len(args)], at(from), at(from), last, at(to), batch)...)
		if err != nil {
			return nil, 0, err
		}
		total += len(rows)
		for _, r := range rows {
			r.addTo(found)
		}
		if len(rows) < batch {
			break
		}
		from, last = rows[batch-1].MadeAt, rows[batch-1].Decision
	}
	for _, g := range found {
		grounds = append(grounds, *g)
	}
	slices.SortFunc(grounds, func(x, y Ground) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), strings.Compare(x.Service+" "+x.Code, y.Service+" "+y.Code))
	})
	return grounds, total, nil
}

func (r Refusal) addTo(found map[string]*Ground) {
	for _, code := range r.Grounds {
		key := r.Service + " " + code
		g, ok := found[key]
		if !ok {
			g = &Ground{Service: r.Service, Code: code}
			found[key] = g
		}
		g.Edition, g.Count = r.Edition, g.Count+1
	}
}

// RefusedBy are the refusals of a period by one ground, the newest first, at most limit.
func RefusedBy(tx *db.Tx, unit string, p Period, service, code string, limit int) ([]Refusal, error) {
	where, args := scope(`a.unit`, unit)
	from, to := p.bounds()
	var rows []Refusal
	err := tx.Select(&rows, refusalSelect+where+` AND a.service = ? AND d.grounds LIKE ? ESCAPE '!' AND d.made_at >= ? AND d.made_at < ?
		ORDER BY d.made_at DESC, d.id DESC LIMIT ?`,
		append(args, service, `%"`+escape.Replace(code)+`"%`, at(from), at(to), limit)...)
	return rows, err
}

// escape makes % and _ themselves.
var escape = strings.NewReplacer(`!`, `!!`, `%`, `!%`, `_`, `!_`)
