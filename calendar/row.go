package calendar

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"

	"ruqsat/words"
)

// columns are the columns of law/calendar.csv.
var columns = []string{"date", "kind", "name_kk", "name_ru", "name_en", "source", "mark", "because"}

// unconfirmed marks a row for which no published calendar was seen.
const unconfirmed = "unconfirmed"

// ReadRows reads rows as law/calendar.csv keeps them; lines beginning with # are
// notes. Every error names its line.
func ReadRows(r io.Reader) ([]Row, error) {
	in := csv.NewReader(r)
	in.Comment = '#'
	in.FieldsPerRecord = len(columns)
	head, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("calendar: head of the table: %w", err)
	}
	if !slices.Equal(head, columns) {
		return nil, fmt.Errorf("calendar: columns are %v, want %v", head, columns)
	}

	var rows []Row
	for {
		record, err := in.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("calendar: %w", err)
		}
		row, err := readRow(record)
		if err != nil {
			line, _ := in.FieldPos(0)
			return nil, fmt.Errorf("calendar: line %d: %w", line, err)
		}
		rows = append(rows, row)
	}
}

func readRow(f []string) (Row, error) {
	day, err := ParseDay(f[0])
	if err != nil {
		return Row{}, err
	}

	row := Row{
		Day: day, Kind: Kind(f[1]), Name: words.Text{KK: f[2], RU: f[3], EN: f[4]},
		Source: f[5], Mark: f[6], Because: f[7],
	}
	return row, row.check()
}

// check refuses a row that says nothing, or says what cannot be.
func (r Row) check() error {
	free := r.Day.Weekday() == 0 || r.Day.Weekday() == 6
	switch {
	case r.Day.IsZero():
		return fmt.Errorf("a row without a day")
	case !slices.Contains(kinds, r.Kind):
		return fmt.Errorf("%s: unknown kind %q", r.Day, r.Kind)
	case r.Kind == WorkingWeekend && !free:
		return fmt.Errorf("%s: a working weekend on a weekday", r.Day)
	case r.Kind == TransferredDayOff && free:
		return fmt.Errorf("%s: a day off moved to a day off", r.Day)
	case r.Kind == Weekend && !free, r.Kind == Working && free:
		return fmt.Errorf("%s: %s on a %s", r.Day, r.Kind, r.Day.Weekday())
	case !r.Name.Complete():
		return fmt.Errorf("%s: the name lacks a language", r.Day)
	case r.Source == "":
		return fmt.Errorf("%s: no source", r.Day)
	case r.Mark != "" && r.Mark != unconfirmed:
		return fmt.Errorf("%s: unknown mark %q", r.Day, r.Mark)
	case (r.Mark == unconfirmed) != (r.Because != ""):
		return fmt.Errorf("%s: unconfirmed and its reason stand together", r.Day)
	}
	return nil
}

var kinds = []Kind{Holiday, TransferredDayOff, WorkingWeekend, Weekend, Working}
