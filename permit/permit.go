package permit

import (
	"crypto/ecdsa"
	"errors"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/words"
)

// Errors that a caller branches on.
var (
	// ErrNoPermit says that there is no permit by that id, number or code.
	ErrNoPermit = errors.New("permit: no such permit")
	// ErrNotPrepared says that the case has no prepared permit.
	ErrNotPrepared = errors.New("permit: nothing is prepared for this case")
	// ErrRedeemed says that the prepared permit was already issued.
	ErrRedeemed = errors.New("permit: the prepared permit was issued already")
	// ErrVoid says that a newer preparation took the place of this one.
	ErrVoid = errors.New("permit: the preparation is void, a newer one exists")
	// ErrIncomplete says that a field without which no permit can be issued is missing.
	ErrIncomplete = errors.New("permit: incomplete data")
	// ErrEnded says that the permit has ended already; the end is never overwritten.
	ErrEnded = errors.New("permit: the permit has ended already")
	// ErrQR says that a QR text is not one of ours, damaged, or sealed by an unknown key.
	ErrQR = errors.New("permit: the QR cannot be read")
)

// Data is every field that is printed on a разрешение / рұқсат and signed by the head,
// without the number, which exists only from the moment of issue.
type Data struct {
	Service string `json:"service"` // id of the service in the law
	Prefix  string `json:"prefix"`  // prefix of the number, ASCII ("ZH")
	Case    string `json:"case"`    // registration number of the case

	Title      words.Text `json:"title"`      // name of the document
	Issuer     words.Text `json:"issuer"`     // the akimat
	Department words.Text `json:"department"` // its department (M-57)
	Unit       string     `json:"unit"`       // КАТО code of the issuing unit, 9 digits

	HolderAccount   string       `json:"holder_account"` // account id
	HolderLatin     string       `json:"holder_latin"`   // as in the passport: SURNAME GIVEN NAMES
	HolderNative    string       `json:"holder_native"`  // in Cyrillic or the person's own spelling, may be empty
	HolderIIN       string       `json:"holder_iin"`     // may be empty
	BirthDate       calendar.Day `json:"birth_date"`
	Citizenship     words.Text   `json:"citizenship"`
	PassportCountry string       `json:"passport_country"` // ISO 3166-1 alpha-3
	Passport        string       `json:"passport"`

	Employer    string `json:"employer"`     // full name
	EmployerIIN string `json:"employer_iin"` // 12 digits

	Address       words.Text `json:"address"`        // place of work
	Territory     words.Text `json:"territory"`      // where the permit is valid (M-45)
	TerritoryCode string     `json:"territory_code"` // its КАТО code, 9 digits

	First  calendar.Day `json:"first"`  // valid from 00:00 of this day (P5)
	Last   calendar.Day `json:"last"`   // valid until 24:00 of this day (P5)
	Months int          `json:"months"` // 1-12 (M-42)

	Allowed    words.Text   `json:"allowed"`    // what the holder may do
	Basis      []words.Text `json:"basis"`      // articles of the law
	Conditions []words.Text `json:"conditions"` // printed notes; see Conditions

	Head         string     `json:"head"`          // full name of who is to decide
	HeadPosition words.Text `json:"head_position"` // their office
}

// Prepared is a permit ready to be decided: the canonical bytes that are shown to the
// head, kept, and issued byte for byte, and their SHA-256.
type Prepared struct {
	ID   string
	Case string // case id
	Sum  string // SHA-256 of Bytes, 64 hexadecimal digits
	Data Data
	Raw  []byte    // canonical JSON of Data (RFC 8785)
	At   time.Time // moment of preparation
}

// Signatory is the person who decided: руководитель / басшы.
type Signatory struct {
	Account  string     `json:"account"` // account id
	Name     string     `json:"name"`    // full name
	Position words.Text `json:"position"`
}

// The states a permit can be in. Issued is the only one a permit is born with; the others
// are ends, each told apart from the rest.
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
	Number string // ZH-3944-26-000127
	Code   string // 26 characters that open the public status page
	Data   Data
	Sum    string // SHA-256 of the prepared data
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
	Code      string    // Valid, NotStarted, Expired, Revoked, Terminated, Replaced, Unknown
	AsOf      time.Time // age of the answer
	Number    string
	First     calendar.Day
	Last      calendar.Day
	Territory words.Text
	Service   string
	Ended     time.Time // moment of the early end, zero when there is none
}

// Prepare keeps the canonical data of a case's permit (design: prepare, then issue). A new
// preparation voids the earlier one. Errors: ErrIncomplete, ErrRedeemed.
func Prepare(tx *db.Tx, caseID string, d Data) (Prepared, error) { return Prepared{}, nil }

// FindPrepared reads the case's live preparation, issued or not; ErrNotPrepared without one.
func FindPrepared(tx *db.Tx, caseID string) (Prepared, error) { return Prepared{}, nil }

// Issue redeems the preparation once and gives the permit its number and code.
// Errors: ErrRedeemed, ErrVoid, ErrNotPrepared.
func Issue(tx *db.Tx, p Prepared, by Signatory) (Permit, error) { return Permit{}, nil }

// Find reads a permit by id.
func Find(tx *db.Tx, id string) (Permit, error) { return Permit{}, nil }

// ByCode reads a permit by the code of its status page.
func ByCode(tx *db.Tx, code string) (Permit, error) { return Permit{}, nil }

// ByNumber reads a permit by its number.
func ByNumber(tx *db.Tx, number string) (Permit, error) { return Permit{}, nil }

// ByCase reads the permit that was issued on a case.
func ByCase(tx *db.Tx, caseID string) (Permit, error) { return Permit{}, nil }

// ByHolder reads a person's permits, the newest first.
func ByHolder(tx *db.Tx, account string) ([]Permit, error) { return nil, nil }

// CountActive counts the employer's permits that are in force on the day or still to start.
func CountActive(tx *db.Tx, employerIIN string, on calendar.Day) (int, error) { return 0, nil }

// End ends a permit before its last day: state is Revoked, Terminated or Replaced, ground
// the clause or reason code, at the moment from which it has effect. It is written once
// and never overwritten: ErrEnded.
func End(tx *db.Tx, id, state, ground string, at time.Time) error { return nil }

// Status tells the permit's state at a moment (P5).
func (p Permit) Status(now time.Time) Status { return Status{} }

// Seal is печать сервера / сервер мөрі: the server's own key over the QR.
type Seal struct{ key *ecdsa.PrivateKey }

// KeyFile reads the seal's key, and makes it on the first start.
func KeyFile(path string) (*Seal, error) { return nil, nil }

// Payload is what a QR holds: no name.
type Payload struct {
	Number    string
	First     calendar.Day
	Last      calendar.Day
	Territory string // КАТО code
	Code      string // code of the status page
	Passport  []byte // salted hash of the passport
}

// QR makes the text of the permit's QR.
func (s *Seal) QR(host string, p Permit) (string, error) { return "", nil }

// ReadQR reads a QR that this seal has made; ErrQR for any other.
func (s *Seal) ReadQR(text string) (Payload, error) { return Payload{}, nil }

// Render draws the permit in Kazakh and Russian as a tagged PDF.
func Render(p Permit, qr string, now time.Time) ([]byte, error) { return nil, nil }
