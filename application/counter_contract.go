package application

import (
	"errors"
	"time"

	"ruqsat/account"
	"ruqsat/attachment"
	"ruqsat/db"
	"ruqsat/regulation"
)

var errComing = errors.ErrUnsupported

// StartIntake opens a draft of the counter (приём документов; құжат қабылдау): in the channel whose papers the
// operator's unit takes. Nobody needs an account (P11).
func (o *Office) StartIntake(tx *db.Tx, operator account.Account, service, operation string) (Case, error) {
	return Case{}, errComing
}

// IntakeFrom opens a draft of the counter with the data and papers of an ended case of this counter (P15).
func (o *Office) IntakeFrom(tx *db.Tx, operator account.Account, id string) (Case, error) {
	return Case{}, errComing
}

// SaveIntake keeps the whole sheet in one act, right or wrong.
func (o *Office) SaveIntake(tx *db.Tx, operator account.Account, id string, version int, values map[string]string, papers ...Attach) (Case, []regulation.Defect, error) {
	return Case{}, nil, errComing
}

// DiscardIntake deletes a sheet that was not accepted, with its papers.
func (o *Office) DiscardIntake(tx *db.Tx, operator account.Account, id string, version int) error {
	return errComing
}

// Shortfalls is everything that keeps the sheet from being accepted now, in one list.
func (o *Office) Shortfalls(tx *db.Tx, c Case, papers []Paper) ([]Shortfall, error) {
	return nil, errComing
}

// Accept takes the papers in: the operator attests that both parties signed document 1 before him.
func (o *Office) Accept(tx *db.Tx, operator account.Account, id string, version int, sum string) (Case, []Shortfall, error) {
	return Case{}, nil, errComing
}

// RefuseAcceptance refuses to take the papers (M-40).
func (o *Office) RefuseAcceptance(tx *db.Tx, operator account.Account, id string, version int, documents []string, note string) (Entry, error) {
	return Entry{}, errComing
}

// Journal of a front office, the newest first.
func Journal(tx *db.Tx, unit string, p Page) ([]Entry, error) { return nil, errComing }

// FindEntry reads one entry. ErrNoCase when there is none.
func FindEntry(tx *db.Tx, id string) (Entry, error) { return Entry{}, errComing }

// EntriesOf a case, the newest first.
func EntriesOf(tx *db.Tx, id string) ([]Entry, error) { return nil, errComing }

// CountAcceptance counts the refusals of acceptance by ground and the acceptances.
func CountAcceptance(tx *db.Tx, unit string, from, to time.Time) (Acceptance, error) {
	return Acceptance{}, errComing
}

// Acceptance is what a front office, or all of them, took in and refused in a time.
type Acceptance struct {
	Accepted, Refused int
	ByCode            map[string]int // refusals that named this ground; one may name several
}

// ReturnOriginal gives a paper back (M-13), with the mark where the law puts one on it (M-08).
func (o *Office) ReturnOriginal(tx *db.Tx, operator account.Account, id, paper string) error {
	return errComing
}

// Originals of a case, in the order of its papers.
func (o *Office) Originals(tx *db.Tx, c Case) ([]Original, error) { return nil, errComing }

// Unreturned are the originals that lie in the office (M-13), the oldest first.
func (o *Office) Unreturned(tx *db.Tx, unit string, now time.Time) ([]Original, error) {
	return nil, errComing
}

// HandOver hands the result out, once (M-41).
func (o *Office) HandOver(tx *db.Tx, operator account.Account, id string, h HandOver) error {
	return errComing
}

// HandedOver says to whom the result was handed out; false while it was not.
func HandedOver(tx *db.Tx, id string) (HandOver, bool, error) { return HandOver{}, false, errComing }

// WithdrawAtCounter withdraws a case by a request signed on paper, of which scan is the scan.
func (o *Office) WithdrawAtCounter(tx *db.Tx, operator account.Account, id string, version int, scan attachment.Attachment) (Case, error) {
	return Case{}, errComing
}

// Intakes are the sheets of a front office that are being filled or were refused, the last saved first.
func Intakes(tx *db.Tx, unit string) ([]Attended, error) { return nil, errComing }

// The tabs of the counter.
const (
	TabIntake  Tab = "intake"  // being filled, or refused and kept
	TabWaiting Tab = "waiting" // accepted, not decided
	TabReady   Tab = "ready"   // decided, the result not handed out
	TabDone    Tab = "done"    // handed out, or withdrawn
)

// Tab is a list of the counter.
type Tab string

// AtCounter is a page of one list of a front office, the newest first.
func AtCounter(tx *db.Tx, unit string, t Tab, p Page) ([]Attended, error) { return nil, errComing }

// Tray are the scans that came from the operator's scanner and are not attached yet, the oldest first.
func Tray(tx *db.Tx, operator string) ([]TrayScan, error) { return nil, errComing }

// PutInTray keeps a scan for an operator; the same bytes once.
func (o *Office) PutInTray(tx *db.Tx, operator account.Account, a attachment.Attachment) (TrayScan, error) {
	return TrayScan{}, errComing
}

// AttachFromTray puts a scan of the tray to a document of the sheet: to the paper, or to a new one when paper is empty.
func (o *Office) AttachFromTray(tx *db.Tx, operator account.Account, id string, version int, scan, document, paper string) (Case, error) {
	return Case{}, errComing
}

// DropFromTray throws a scan of the tray away.
func (o *Office) DropFromTray(tx *db.Tx, operator account.Account, scan string) error {
	return errComing
}

// Attested says who attested the signatures of the parties on paper, and when; false for a case that was
// confirmed in the cabinets.
func Attested(tx *db.Tx, id string) (operator string, at time.Time, ok bool, err error) {
	return "", time.Time{}, false, errComing
}
