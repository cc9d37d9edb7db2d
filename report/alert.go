package report

import (
	"errors"
	"strings"
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/words"
)

// The kinds of alert (B-16).
const (
	Fast  = "fast"    // many approvals by one person within a minute
	Night = "night"   // decisions, drafts or answers in the night hours
	Crowd = "address" // many applications for one address
)

// Kinds lists them in the order of the law's figures.
var Kinds = []string{Fast, Night, Crowd}

// Alert (сигнал контроля, бақылау белгісі) is something that control wants to be looked at. It accuses
// nobody: it says what, when, who and under which figure.
type Alert struct {
	ID         string    `db:"id"`
	Kind       string    `db:"kind"`
	Unit       string    `db:"unit"`       // whose officers did it
	About      string    `db:"about"`      // account, or territory and folded address
	Name       string    `db:"about_name"` // of the person, or the address as it was written last
	First      time.Time `db:"first_at"`
	Last       time.Time `db:"last_at"`
	Count      int       `db:"count"`
	Figure     int       `db:"figure"` // of the rule when it was found; for the night 1
	FoundAt    time.Time `db:"found_at"`
	LookedAt   time.Time `db:"looked_at"`
	LookedBy   string    `db:"looked_by"`
	LookedName string    `db:"looked_name"`
	Comment    string    `db:"comment"`
	Version    int       `db:"version"`
}

// Subject is the alert's name in the register.
func (a Alert) Subject() string { return "alert:" + a.ID }

// Thing is what the authority decides on.
func (a Alert) Thing() account.Thing { return account.Thing{Unit: a.Unit} }

const alertColumns = `id, kind, unit, about, about_name, first_at, last_at, count, figure, found_at, looked_at,
	looked_by, looked_name, comment, version`

// keep writes an alert down. One of the same kind about the same, whose end lies no further than gap before the
// new one's beginning, grows; when it has grown, it is to be looked at again.
func (w *Watch) keep(tx *db.Tx, a Alert, gap time.Duration) error {
	var old Alert
	err := tx.Get(&old, `SELECT `+alertColumns+` FROM report_alert WHERE kind = ? AND about = ? AND last_at >= ? AND first_at <= ?
		ORDER BY first_at LIMIT 1`+tx.Lock(), a.Kind, a.About, at(a.First.Add(-gap)), at(a.Last))
	known := err == nil
	if err != nil && !errors.Is(err, db.ErrNone) {
		return err
	}
	if known && old.First.Before(a.First) && a.Kind != Crowd {
		a.First = old.First
	}
	if known && old.Last.After(a.Last) {
		a.Last = old.Last
	}
	cases, err := a.deeds(tx)
	if err != nil {
		return err
	}
	a.Count, a.Figure = len(cases), w.figure(a)
	switch {
	case known && old.Count >= a.Count:
		return nil
	case known:
		a.ID, a.Version = old.ID, old.Version+1
		_, err = tx.Exec(`UPDATE report_alert SET first_at = ?, last_at = ?, count = ?, figure = ?, about_name = ?, found_at = ?,
			looked_at = NULL, version = version + 1 WHERE id = ?`, at(a.First), at(a.Last), a.Count, a.Figure, a.Name, at(tx.Now()), a.ID)
	default:
		a.ID = db.NewID(tx.Now())
		_, err = tx.Exec(`INSERT INTO report_alert (id, kind, unit, about, about_name, first_at, last_at, count, figure, found_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, a.ID, a.Kind, a.Unit, a.About, a.Name, at(a.First), at(a.Last), a.Count, a.Figure, at(tx.Now()))
	}
	if err != nil {
		return err
	}
	_, err = register.Append(tx, register.Entry{At: tx.Now(), Act: "report.alert", Subject: a.Subject(), Actor: "system",
		ActorName: words.All("application.system"), Ground: a.Kind,
		Detail: map[string]any{"about": a.About, "count": a.Count, "figure": a.Figure, "first": at(a.First), "last": at(a.Last)}})
	return err
}

// figure is what the rule named on the day of the alert.
func (w *Watch) figure(a Alert) int {
	c, day := w.law().Control, calendar.DayOf(a.Last)
	switch a.Kind {
	case Fast:
		f, _ := c.ApprovalsAMinute.On(day)
		return f.Value
	case Crowd:
		f, _ := c.PermitsAnAddress.On(day)
		return f.Value
	}
	return 1
}

// deeds are the acts that the alert is about, in order.
func (a Alert) deeds(tx *db.Tx) ([]deed, error) {
	switch a.Kind {
	case Night:
		return nightDeeds(tx, a.About, a.First, a.Last.Add(time.Microsecond))
	case Crowd:
		return a.filings(tx)
	}
	var list []deed
	err := tx.Select(&list, `SELECT a.id, d.made_by AS who, d.maker AS name, a.unit, d.made_at AS at
		FROM application_decision d JOIN application a ON a.id = d.application
		WHERE d.made_by = ? AND d.made_at >= ? AND d.made_at <= ? AND d.state = 'made' AND d.approve = 1
		ORDER BY d.made_at, d.id`, a.About, at(a.First), at(a.Last))
	return list, err
}

// filings for the alert's address.
func (a Alert) filings(tx *db.Tx) ([]deed, error) {
	territory, key, _ := strings.Cut(a.About, " ")
	var list []deed
	err := tx.Select(&list, `SELECT application AS id, '' AS who, '' AS name, unit, filed_at AS at FROM report_address
		WHERE territory = ? AND address = ? AND filed_at >= ? AND filed_at <= ? ORDER BY filed_at, application`,
		territory, key, at(a.First), at(a.Last))
	return list, err
}

// Point is one act that an alert is about, with its case.
type Point struct {
	Case, Number, Name string
	At                 time.Time
}

// Points are the acts that an alert is about, at most limit.
func (a Alert) Points(tx *db.Tx, limit int) ([]Point, error) {
	deeds, err := a.deeds(tx)
	if err != nil {
		return nil, err
	}
	var list []Point
	for _, d := range deeds[:min(len(deeds), limit)] {
		p := Point{Case: d.Case, At: d.At}
		var row struct {
			Number string `db:"number"`
			Name   string `db:"applicant_name"`
		}
		if err := tx.Get(&row, `SELECT number, applicant_name FROM application WHERE id = ?`, d.Case); err != nil {
			return nil, err
		}
		p.Number, p.Name = row.Number, row.Name
		list = append(list, p)
	}
	return list, nil
}

// Alerts of a unit, or of all, whose last act fell into the period, the newest first, at most limit;
// open are only those that nobody has looked at.
func Alerts(tx *db.Tx, unit string, p Period, open bool, limit int) ([]Alert, error) {
	where, args := scope(`unit`, unit)
	from, to := p.bounds()
	if open {
		where += ` AND looked_at IS NULL`
	}
	var list []Alert
	err := tx.Select(&list, `SELECT `+alertColumns+` FROM report_alert WHERE `+where+` AND last_at >= ? AND last_at < ?
		ORDER BY last_at DESC, id DESC LIMIT ?`, append(args, at(from), at(to), limit)...)
	return list, err
}

// Unlooked counts the alerts of a unit, or of all, that nobody has looked at.
func Unlooked(tx *db.Tx, unit string) (n int, err error) {
	where, args := scope(`unit`, unit)
	err = tx.Get(&n, `SELECT COUNT(*) FROM report_alert WHERE looked_at IS NULL AND `+where, args...)
	return n, err
}

// FindAlert reads one. ErrNoAlert when there is none.
func FindAlert(tx *db.Tx, id string) (Alert, error) {
	var a Alert
	err := tx.Get(&a, `SELECT `+alertColumns+` FROM report_alert WHERE id = ?`, id)
	if errors.Is(err, db.ErrNone) {
		err = ErrNoAlert
	}
	return a, err
}

// Look marks an alert as looked at, with a word for those who come after (B-16). db.ErrStale when it has grown
// or somebody has looked since version; ErrOwnAlert for whom it is about; ErrNoComment without a word.
func Look(tx *db.Tx, actor account.Account, id string, version int, comment string) (Alert, error) {
	a, err := FindAlert(tx, id)
	switch {
	case err != nil:
		return a, err
	case a.About == actor.ID:
		return a, ErrOwnAlert
	case comment == "":
		return a, ErrNoComment
	}
	n, err := tx.Exec(`UPDATE report_alert SET looked_at = ?, looked_by = ?, looked_name = ?, comment = ?, version = version + 1
		WHERE id = ? AND version = ?`, at(tx.Now()), actor.ID, actor.FullName(), comment, id, version)
	if err != nil {
		return a, err
	}
	if n == 0 {
		return a, db.ErrStale
	}
	name := actor.FullName()
	_, err = register.Append(tx, register.Entry{At: tx.Now(), Act: "report.look", Subject: a.Subject(), Actor: actor.ID,
		ActorName: words.Text{KK: name, RU: name, EN: name}, ActorRole: string(actor.Role), ActorUnit: actor.Unit, Ground: a.Kind,
		Detail: map[string]any{"comment": comment, "count": a.Count}})
	return a, err
}
