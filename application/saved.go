package application

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/register"
)

// SavedFilters is how many filters of the worklist an officer may keep; the table holds no more.
const SavedFilters = 20

// The errors of saved filters.
var (
	ErrFiltersFull = errors.New("application: no more filters can be kept")
	ErrFilterName  = errors.New("application: a saved filter needs a name of its own")
	ErrNoFilter    = errors.New("application: no such saved filter")
)

// longestName is the longest name of a saved filter, in characters.
const longestName = 60

// SavedFilter (сохранённый отбор; сақталған іріктеу) is a filter of the worklist that an officer keeps under
// a name. Query is the filter as an address has it, without personal data.
type SavedFilter struct {
	ID     string    `db:"id"`
	Name   string    `db:"name"`
	Query  string    `db:"query"`
	MadeAt time.Time `db:"made_at"`
}

// FiltersOf are an officer's saved filters, in the order they were made.
func FiltersOf(tx *db.Tx, owner string) ([]SavedFilter, error) {
	var list []SavedFilter
	err := tx.Select(&list, `SELECT id, name, query, made_at FROM saved_filter WHERE account = ? ORDER BY made_at, id`, owner)
	return list, err
}

// SaveFilter keeps a filter under a name; the filter that had the name gives way to it. ErrFiltersFull for
// the twenty-first, ErrFilterName without a name or with one longer than 60 characters.
func SaveFilter(tx *db.Tx, owner account.Account, name, query string) error {
	name, err := filterName(name)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE saved_filter SET query = ? WHERE account = ? AND name = ?`, query, owner.ID, name)
	if err == nil && n == 0 {
		n, err = tx.Exec(`INSERT INTO saved_filter (id, account, slot, name, query, made_at)
			WITH RECURSIVE place (slot) AS (SELECT 1 UNION ALL SELECT slot + 1 FROM place WHERE slot < ?)
			SELECT ?, ?, MIN(place.slot), ?, ?, ? FROM place
			WHERE place.slot NOT IN (SELECT s.slot FROM saved_filter s WHERE s.account = ?) HAVING MIN(place.slot) IS NOT NULL`,
			SavedFilters, db.NewID(tx.Now()), owner.ID, name, query, tx.Now(), owner.ID)
	}
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrFiltersFull
	}
	return recordFilter(tx, owner, "staff.filter.save", query)
}

// RenameFilter gives one's saved filter another name. ErrNoFilter, ErrFilterName.
func RenameFilter(tx *db.Tx, owner account.Account, id, name string) error {
	if _, err := findFilter(tx, owner, id); err != nil {
		return err
	}
	name, err := filterName(name)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE saved_filter SET name = ? WHERE id = ? AND account = ? AND NOT EXISTS (SELECT 1
		FROM saved_filter s WHERE s.account = ? AND s.name = ? AND s.id <> ?)`, name, id, owner.ID, owner.ID, name, id)
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrFilterName
	}
	return recordFilter(tx, owner, "staff.filter.rename", "")
}

// DropFilter forgets one's saved filter. ErrNoFilter.
func DropFilter(tx *db.Tx, owner account.Account, id string) error {
	n, err := tx.Exec(`DELETE FROM saved_filter WHERE id = ? AND account = ?`, id, owner.ID)
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrNoFilter
	}
	return recordFilter(tx, owner, "staff.filter.drop", "")
}

func findFilter(tx *db.Tx, owner account.Account, id string) (s SavedFilter, err error) {
	err = tx.Get(&s, `SELECT id, name, query, made_at FROM saved_filter WHERE id = ? AND account = ?`, id, owner.ID)
	if errors.Is(err, db.ErrNone) {
		err = ErrNoFilter
	}
	return s, err
}

func filterName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" || utf8.RuneCountInString(name) > longestName {
		return "", ErrFilterName
	}
	return name, nil
}

// recordFilter enters the change of one's own list; the name is the officer's and stays out.
func recordFilter(tx *db.Tx, owner account.Account, name, query string) error {
	e := register.Entry{Act: name, Subject: "account:" + owner.ID}
	if query != "" {
		e.Detail = map[string]any{"query": query}
	}
	_, err := register.Append(tx, owner.Signed(e))
	return err
}
