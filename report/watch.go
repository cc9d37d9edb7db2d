package report

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/regulation"
	"ruqsat/timer"
	"ruqsat/words"
)

// TimerWatch wakes the watch. It sets itself anew, so that the watch never ends.
const TimerWatch = "report.watch"

const (
	pace    = 5 * time.Minute  // between two rounds of the watch
	overlap = 10 * time.Minute // looked at again, for acts that were still being written
	reach   = 24 * time.Hour   // the longest one round looks over: after a pause several follow at once
	mark    = "watch"
)

// Watch (бақылау) finds what control wants to be seen (B-16).
type Watch struct {
	law func() *regulation.Law
}

// NewWatch returns a watch under the law of the moment.
func NewWatch(law func() *regulation.Law) *Watch { return &Watch{law: law} }

// Wind puts the watch on the wheel.
func (w *Watch) Wind(wheel *timer.Wheel) { wheel.Handle(TimerWatch, w.Round) }

// Begin lets the watch go its first round at once.
func Begin(tx *db.Tx) error { return timer.Set(tx, TimerWatch, mark, tx.Now()) }

// Round is the timer's verb: it looks at everything since the last round, keeps what it finds, and sets the
// next round. What is found twice is one alert.
func (w *Watch) Round(tx *db.Tx, _ string) error {
	since, err := w.since(tx)
	if err != nil {
		return err
	}
	until, next := tx.Now(), tx.Now().Add(pace)
	if until.Sub(since) > reach {
		until, next = since.Add(reach), tx.Now()
	}
	for _, look := range []func(tx *db.Tx, from, to time.Time) error{w.fast, w.night, w.addresses} {
		if err := look(tx, since.Add(-overlap), until); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`INSERT INTO report_mark (name, at) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at`, mark, at(until))
	if err != nil {
		return err
	}
	return timer.Set(tx, TimerWatch, mark, next)
}

// since is up to when the watch has looked. Before its first round: as far back as addresses are counted.
func (w *Watch) since(tx *db.Tx) (time.Time, error) {
	var t db.Time
	err := tx.Get(&t, `SELECT at FROM report_mark WHERE name = ?`, mark)
	if !errors.Is(err, db.ErrNone) {
		return t.Time, err
	}
	f, _ := w.law().Control.AddressDays.On(calendar.DayOf(tx.Now()))
	return tx.Now().AddDate(0, 0, -f.Value), nil
}

// deed is one act of an officer over a case.
type deed struct {
	Case string    `db:"id"`
	Who  string    `db:"who"`
	Name string    `db:"name"`
	Unit string    `db:"unit"`
	At   time.Time `db:"at"`
}

// fast finds who approved as many within one minute as the figure names. A minute is sixty seconds from
// any of them, the sixtieth not included.
func (w *Watch) fast(tx *db.Tx, from, to time.Time) error {
	var deeds []deed
	err := tx.Select(&deeds, `SELECT a.id, d.made_by AS who, d.maker AS name, a.unit, d.made_at AS at
		FROM application_decision d JOIN application a ON a.id = d.application
		WHERE d.state = 'made' AND d.approve = 1 AND d.made_at >= ? AND d.made_at <= ?
		ORDER BY d.made_by, d.made_at, d.id`, at(from), at(to))
	if err != nil {
		return err
	}
	for _, d := range chunked(deeds) {
		if err := w.bursts(tx, d); err != nil {
			return err
		}
	}
	return nil
}

// chunked parts deeds by who did them.
func chunked(all []deed) (parts [][]deed) {
	for len(all) > 0 {
		n := slices.IndexFunc(all, func(d deed) bool { return d.Who != all[0].Who })
		if n < 0 {
			n = len(all)
		}
		parts, all = append(parts, all[:n]), all[n:]
	}
	return parts
}

// bursts keeps each run of one officer's approvals in which every minute holds the figure.
func (w *Watch) bursts(tx *db.Tx, deeds []deed) error {
	first, last := -1, -1
	flush := func() error {
		if first < 0 {
			return nil
		}
		a := Alert{Kind: Fast, Unit: deeds[first].Unit, About: deeds[first].Who, Name: deeds[first].Name,
			First: deeds[first].At, Last: deeds[last].At}
		first, last = -1, -1
		return w.keep(tx, a, time.Minute)
	}
	for i, from := 0, 0; i < len(deeds); i++ {
		for deeds[i].At.Sub(deeds[from].At) >= time.Minute {
			from++
		}
		f, ok := w.law().Control.ApprovalsAMinute.On(calendar.DayOf(deeds[i].At))
		if !ok || i-from+1 < f.Value {
			continue
		}
		if first >= 0 && from > last {
			if err := flush(); err != nil {
				return err
			}
		}
		if first < 0 {
			first = from
		}
		last = i
	}
	return flush()
}

// night finds who decided, drafted or answered in the night hours: one alert a person and night.
func (w *Watch) night(tx *db.Tx, since, until time.Time) error {
	deeds, err := nightDeeds(tx, "", since, until.Add(time.Microsecond))
	if err != nil {
		return err
	}
	done := map[string]bool{}
	for _, d := range deeds {
		f, ok := w.law().Control.Night.On(calendar.DayOf(d.At))
		if !ok {
			continue
		}
		day, night := f.Value.Of(d.At)
		if !night || done[d.Who+day.String()] {
			continue
		}
		done[d.Who+day.String()] = true
		from := f.Value.From.On(day)
		to := f.Value.To.On(day)
		if !to.After(from) {
			to = f.Value.To.On(day.AddDays(1))
		}
		whole, err := nightDeeds(tx, d.Who, from, to)
		if err != nil {
			return err
		}
		a := Alert{Kind: Night, Unit: d.Unit, About: d.Who, Name: d.Name, First: whole[0].At, Last: whole[len(whole)-1].At}
		if err := w.keep(tx, a, to.Sub(from)); err != nil {
			return err
		}
	}
	return nil
}

// nightDeeds are decisions, drafts and the police's answers from a moment and before another, in order; of
// one officer, or of all. A police officer's deeds are their own unit's to see, not the akimat's.
func nightDeeds(tx *db.Tx, who string, from, to time.Time) ([]deed, error) {
	var all []deed
	for _, part := range []string{
		`SELECT a.id, d.made_by AS who, d.maker AS name, a.unit, d.made_at AS at FROM application_decision d
			JOIN application a ON a.id = d.application WHERE d.made_at >= ? AND d.made_at < ? AND (d.made_by = ? OR ? = '')`,
		`SELECT a.id, d.drafted_by AS who, d.drafter AS name, a.unit, d.drafted_at AS at FROM application_decision d
			JOIN application a ON a.id = d.application WHERE d.drafted_at >= ? AND d.drafted_at < ? AND (d.drafted_by = ? OR ? = '')`,
		`SELECT a.id, p.officer AS who, p.officer_name AS name, p.unit, p.answered_at AS at FROM application_police p
			JOIN application a ON a.id = p.application
			WHERE p.answered_at >= ? AND p.answered_at < ? AND p.officer <> '' AND (p.officer = ? OR ? = '')`,
	} {
		var deeds []deed
		if err := tx.Select(&deeds, part, at(from), at(to), who, who); err != nil {
			return nil, err
		}
		all = append(all, deeds...)
	}
	slices.SortStableFunc(all, func(x, y deed) int { return x.At.Compare(y.At) })
	return all, nil
}

// addresses notes each new filing's address and finds those that many name.
func (w *Watch) addresses(tx *db.Tx, from, to time.Time) error {
	var filed []struct {
		ID        string    `db:"id"`
		Territory string    `db:"territory"`
		Address   string    `db:"address"`
		Unit      string    `db:"unit"`
		At        time.Time `db:"filed_at"`
	}
	err := tx.Select(&filed, `SELECT id, territory, address, unit, filed_at FROM application
		WHERE filed_at >= ? AND filed_at <= ? AND address <> '' ORDER BY filed_at, id`, at(from), at(to))
	if err != nil {
		return err
	}
	for _, f := range filed {
		key := Address(f.Address)
		n, err := tx.Exec(`INSERT INTO report_address (application, territory, address, unit, filed_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (application) DO NOTHING`, f.ID, f.Territory, key, f.Unit, at(f.At))
		if err != nil {
			return err
		}
		if n == 0 || key == "" {
			continue
		}
		if err := w.crowded(tx, f.Territory, key, f.Address, f.Unit, f.At); err != nil {
			return err
		}
	}
	return nil
}

// crowded keeps an alert when this filing makes the address one of too many within the days of the figure.
func (w *Watch) crowded(tx *db.Tx, territory, key, address, unit string, filed time.Time) error {
	day := calendar.DayOf(filed)
	days, known := w.law().Control.AddressDays.On(day)
	limit, ok := w.law().Control.PermitsAnAddress.On(day)
	if !known || !ok {
		return nil
	}
	from := day.AddDays(1 - days.Value).Start()
	var found struct {
		N     int       `db:"n"`
		First time.Time `db:"first_at"`
	}
	err := tx.Get(&found, `SELECT COUNT(*) AS n, MIN(filed_at) AS first_at FROM report_address
		WHERE territory = ? AND address = ? AND filed_at >= ? AND filed_at <= ?`, territory, key, at(from), at(filed))
	if err != nil || found.N < limit.Value {
		return err
	}
	return w.keep(tx, Alert{Kind: Crowd, Unit: unit, About: territory + " " + key, Name: address, First: found.First, Last: filed},
		time.Duration(days.Value)*24*time.Hour)
}

// Address is an address as two are compared: letters folded, without punctuation.
func Address(text string) string {
	return words.Fold(strings.Map(func(r rune) rune {
		if unicode.IsPunct(r) || unicode.IsSymbol(r) {
			return ' '
		}
		return r
	}, text))
}
