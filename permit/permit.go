package permit

import (
	"errors"
	"time"

	"ruqsat/calendar"
	"ruqsat/words"
)

// Errors that a caller branches on.
var (
	// ErrNoPermit says that there is no permit by that id, number, code or case.
	ErrNoPermit = errors.New("permit: no such permit")
	// ErrNotPrepared says that the case has no prepared permit.
	ErrNotPrepared = errors.New("permit: nothing is prepared for this case")
	// ErrRedeemed says that the prepared permit was already issued.
	ErrRedeemed = errors.New("permit: the prepared permit was issued already")
	// ErrVoid says that a newer preparation took the place of this one, or that this one
	// is not what was kept.
	ErrVoid = errors.New("permit: the preparation is void, a newer one exists")
	// ErrOutdated says that the prepared first day has passed: prepare anew (P5).
	ErrOutdated = errors.New("permit: the prepared first day has passed")
	// ErrSignatory says that the prepared data names another head than the one who decides.
	ErrSignatory = errors.New("permit: the prepared data names another head")
	// ErrIncomplete says that a field without which no permit can be issued is missing or
	// contradicts another; the text names the fields and holds no values.
	ErrIncomplete = errors.New("permit: incomplete data")
	// ErrEnded says that the permit has ended already; an end is never overwritten.
	ErrEnded = errors.New("permit: the permit has ended already")
	// ErrQR says that a QR text is not one of ours, damaged, or sealed by another key.
	ErrQR = errors.New("permit: the QR cannot be read")
)

// Signatory is руководитель / басшы: the person who decided.
type Signatory struct {
	Account  string     `json:"account"` // account id
	Name     string     `json:"name"`    // full name
	Position words.Text `json:"position"`
}

// The states of a permit, as anyone may know them.
const (
	Valid      = "valid"       // действует / жарамды
	NotStarted = "not-started" // ещё не начало действовать / әлі басталған жоқ
	Expired    = "expired"     // срок истёк / мерзімі өтті
	Revoked    = "revoked"     // отозвано / кері қайтарып алынды
	Terminated = "terminated"  // договор прекращён / шарт тоқтатылды
	Replaced   = "replaced"    // заменено / ауыстырылды
	Unknown    = "unknown"     // неизвестно / белгісіз
)

// Permit is an issued разрешение / рұқсат.
type Permit struct {
	ID     string
	Case   string // case id
	Number string // ZH-3944-26-000127, ASCII (P18)
	Code   string // 26 characters that open the public status page
	Data   Data
	Sum    string // SHA-256 of the prepared data, 64 hexadecimal digits
	By     Signatory
	Issued time.Time
	End    *Ending // nil while nothing has ended it before its last day
}

// Ending is прекращение действия / қолданылуын тоқтату: how a permit ended before its time.
type Ending struct {
	State  string    // Revoked, Terminated or Replaced
	Ground string    // clause or reason code
	At     time.Time // effective from this moment
}

// Status is what anyone may know of a permit: no name, no passport.
type Status struct {
	Code      string    // Valid, NotStarted, Expired, Revoked, Terminated, Replaced or Unknown
	AsOf      time.Time // the moment for which this is true
	Number    string
	Service   string // id of the service in the law
	First     calendar.Day
	Last      calendar.Day
	Territory words.Text
	Ended     time.Time // moment of the early end; zero when there is none
}

// Status tells the permit's state at a moment: it starts at 00:00 of the first day and ends
// at 24:00 of the last, in Asia/Almaty (P5). Without a moment it is unknown.
func (p Permit) Status(now time.Time) Status {
	s := Status{AsOf: now, Number: p.Number, Service: p.Data.Service, First: p.Data.First,
		Last: p.Data.Last, Territory: p.Data.Territory}
	if p.End != nil {
		s.Ended = p.End.At
	}
	s.Code = state(p.Data.First, p.Data.Last, p.End, now)
	return s
}

// state judges days and end at a moment.
func state(first, last calendar.Day, end *Ending, now time.Time) string {
	switch {
	case now.IsZero() || first.IsZero() || last.IsZero():
		return Unknown
	case end != nil && !now.Before(end.At):
		return ended(end.State)
	case now.Before(first.At(0, 0)):
		return NotStarted
	case !now.Before(last.End()):
		return Expired
	}
	return Valid
}

// ended passes the states an end can have; any other is unknown.
func ended(state string) string {
	switch state {
	case Revoked, Terminated, Replaced:
		return state
	}
	return Unknown
}
