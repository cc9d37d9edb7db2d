package regulation

import (
	"errors"
	"io/fs"
	"time"

	"ruqsat/calendar"
)

// Terms computes when a filing is received and when each step is due.
func (e *Edition) Terms(op string, filed time.Time) (Terms, error) {
	return Terms{}, errors.ErrUnsupported
}

// Validate checks the formats of one page and returns the cleaned values.
func (e *Edition) Validate(sectionID string, values map[string]string, on calendar.Day) ([]Defect, map[string]string) {
	return nil, nil
}

// Defects is everything that is wrong before filing, in one round (B-05).
func (e *Edition) Defects(op string, f Facts, on time.Time) []Defect { return nil }

// Questions is what the checks need from other systems.
func (e *Edition) Questions(op string, f Facts) []Question { return nil }

// Judge judges every check of the operation.
func (e *Edition) Judge(op string, f Facts, on time.Time) []Verdict { return nil }

// Payment is the prepayment for so many months filed on that day (P9).
func (e *Edition) Payment(op string, months int, filed calendar.Day) (Payment, error) {
	return Payment{}, errors.ErrUnsupported
}

func load(fs.FS) (*Law, error)                  { return nil, errors.ErrUnsupported }
func (l *Law) lint() []Finding                  { return nil }
func (l *Law) merge([]RuntimeAct) (*Law, error) { return nil, errors.ErrUnsupported }
