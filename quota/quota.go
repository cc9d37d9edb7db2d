package quota

import (
	"errors"

	"ruqsat/calendar"
)

// Errors that a caller branches on. After each of them nothing was changed, and the
// transaction can go on.
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
	// ErrBelowUse says that an order would set fewer places than are held and used.
	ErrBelowUse = errors.New("quota: fewer places than are held and used")
	// ErrNotYet says that the order's first day is still to come.
	ErrNotYet = errors.New("quota: the order is not in force yet")
	// ErrIncomplete says that an order or a place lacks its region, year, ledger, subject,
	// citation or reason, or sets less than no places.
	ErrIncomplete = errors.New("quota: region, year, ledger, subject, citation and reason are required")
	// ErrImbalance says that the books do not agree; the text names every difference found.
	ErrImbalance = errors.New("quota: the books do not balance")
)

// Allotment is приказ о квоте / квота туралы бұйрық: an order that sets how many places a
// region has in a year (P6, P19).
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

// Place is место по квоте / квота орны: whose it is and of which quota.
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

// The accounts of the books.
const (
	allotted = "allotted"
	free     = "free"
	held     = "held"
	used     = "used"
)
