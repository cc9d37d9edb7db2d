package quota

import (
	"errors"

	"ruqsat/calendar"
	"ruqsat/db"
)

// Errors that a caller branches on.
var (
	// ErrNoQuota says that no order has set a quota for that region, year and ledger:
	// the number of places is unknown, and unknown never passes.
	ErrNoQuota = errors.New("quota: no order sets places for this region and year")
	// ErrNoPlace says that the quota is set and every place of it is held or used.
	ErrNoPlace = errors.New("quota: no free place")
	// ErrNotHeld says that the subject holds no place that could be consumed or released.
	ErrNotHeld = errors.New("quota: the subject holds no place")
	// ErrElsewhere says that the subject already has a place of another region, year or ledger.
	ErrElsewhere = errors.New("quota: the subject has a place of another quota")
	// ErrBelowUse says that an order would set fewer places than are already held and used.
	ErrBelowUse = errors.New("quota: fewer places than are held and used")
	// ErrNotYet says that the order's first day is still to come.
	ErrNotYet = errors.New("quota: the order is not in force yet")
	// ErrIncomplete says that an order or a place lacks its region, year, ledger, subject or citation.
	ErrIncomplete = errors.New("quota: region, year, ledger, subject and citation are required")
	// ErrImbalance says that the books do not agree; the text names every difference found.
	ErrImbalance = errors.New("quota: the books do not balance")
)

// Allotment is a распоряжение о квоте / квота туралы бұйрық: an order that sets how many
// places a region has in a year (P6, P19).
type Allotment struct {
	Region string       // КАТО code of the oblast or of the city of republican significance
	Year   int          // year of filing (P6)
	Ledger string       // name of the quota in the law, such as "labour-immigrant"
	Places int          // the whole number of places from now on, not the difference
	Cite   string       // the order by number and date
	Since  calendar.Day // first day of the order; zero means the day of the act
	Sample bool         // a figure of the demonstration, labelled so wherever it is shown
	By     string       // account id of who entered it
}

// Place names one место по квоте / квота орны: whose it is and of which quota.
type Place struct {
	Region  string // КАТО code of the oblast or of the city of republican significance
	Year    int    // year of filing (P6)
	Ledger  string // name of the quota in the law
	Subject string // what holds it: "case:ID", later "agreement:ID"
}

// State says where a subject's place is now.
type State string

// The states of a place.
const (
	None     State = ""         // the subject never had one
	Held     State = "held"     // забронировано / ұсталған: kept until the decision
	Used     State = "used"     // использовано / пайдаланылған: a permit was issued on it
	Released State = "released" // освобождено / босатылған: it went back to the free ones
)

// Line is a row of the public board (B-09): places of one region.
type Line struct {
	Region string
	Set    int // places set by the last order
	Used   int // places on which a permit was issued
	Held   int // places kept for cases under decision
	Free   int // Set - Used - Held
	Sample bool
	Cite   string       // the last order
	Since  calendar.Day // its first day
}

// Allot enters an order: the first sets the places of a region and year, a later one
// changes them, with its own first day and citation (P6, P19). The total never falls
// below what is held and used: ErrBelowUse. The same order entered twice changes nothing.
func Allot(tx *db.Tx, a Allotment) error { return nil }

// Hold keeps one place for the subject until it is consumed or released (P6, M-29).
// Holding again for the same subject changes nothing. Errors: ErrNoQuota, ErrNoPlace,
// ErrElsewhere; after them nothing was changed, and the transaction can go on.
func Hold(tx *db.Tx, p Place) error { return nil }

// Consume turns the subject's held place into a used one: the permit is issued (P6).
func Consume(tx *db.Tx, subject string) error { return nil }

// Release gives the subject's held place back to the free ones: refusal, withdrawal or
// lapse (P6), named by reason.
func Release(tx *db.Tx, subject, reason string) error { return nil }

// Find tells which place the subject has or had last, and its state.
func Find(tx *db.Tx, subject string) (Place, State, error) { return Place{}, None, nil }

// Board is табло квоты / квота тақтасы: every region that has an order for the year, by
// region code, read in one statement, so that it equals the books at every moment (B-09).
func Board(tx *db.Tx, year int, ledger string) ([]Line, error) { return nil, nil }

// Free tells how many places are free; known is false when no order has set any.
func Free(tx *db.Tx, region string, year int, ledger string) (free int, known bool, err error) {
	return 0, false, nil
}

// Verify re-reads the whole ledger: every movement sums to zero, no subject has more than
// one place, the ledger equals the balances and the balances equal the orders. It answers
// nil or ErrImbalance with every difference.
func Verify(tx *db.Tx) error { return nil }
