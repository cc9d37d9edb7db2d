package permit

import (
	"crypto/sha256" // also the hash that go-cose looks up
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/fxamacker/cbor/v2"
	"github.com/veraison/go-cose"

	"ruqsat/calendar"
)

// Payload is what a QR holds: no name. Its code is also the salt of the passport's hash.
type Payload struct {
	Number    string
	First     calendar.Day
	Last      calendar.Day
	Territory string // КАТО code, 9 digits
	Code      string // code of the status page
	Passport  []byte // salted hash of country and number of the passport
}

// Holds tells whether the passport is the holder's (M-44).
func (p Payload) Holds(country, number string) bool {
	h, err := passportHash(p.Code, country, number)
	return err == nil && subtle.ConstantTimeCompare(h, p.Passport) == 1
}

// wire is the payload in CBOR, an array to save space: version, number, days since 1970,
// КАТО as a number, the 16 bytes of the code, 12 bytes of the hash.
type wire struct {
	_         struct{} `cbor:",toarray"`
	Version   int
	Number    string
	First     int64
	Last      int64
	Territory uint32
	Code      []byte
	Passport  []byte
}

const (
	wireVersion  = 1
	passportSize = 12
)

var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// QR makes the text of the permit's QR: HTTPS://HOST/P/ and base32 without padding of a
// COSE_Sign1 (RFC 9052) with ES256. The same permit gives the same text. host is a name with
// an optional port; "http://" before it is for a server without TLS.
func (s *Seal) QR(host string, p Permit) (string, error) {
	base, err := base(host)
	if err != nil {
		return "", err
	}
	payload, err := pack(p)
	if err != nil {
		return "", err
	}
	id, err := keyID(s.Public())
	if err != nil {
		return "", err
	}
	signer, err := cose.NewSigner(cose.AlgorithmES256, steady{s.key})
	if err != nil {
		return "", fmt.Errorf("permit: seal: %w", err)
	}
	message := cose.Sign1Message{Payload: payload, Headers: cose.Headers{Protected: cose.ProtectedHeader{
		cose.HeaderLabelAlgorithm: cose.AlgorithmES256, cose.HeaderLabelKeyID: id}}}
	if err := message.Sign(nil, nil, signer); err != nil {
		return "", fmt.Errorf("permit: seal: %w", err)
	}
	sealed, err := message.MarshalCBOR()
	if err != nil {
		return "", fmt.Errorf("permit: seal: %w", err)
	}
	return base + letters.EncodeToString(sealed), nil
}

var hostForm = regexp.MustCompile(`^(HTTPS?)://([A-Z0-9.-]+(?::[0-9]+)?)$`)

// base is the address of the status pages in the letters of a QR.
func base(host string) (string, error) {
	up := strings.ToUpper(host)
	if !strings.Contains(up, "://") {
		up = "HTTPS://" + up
	}
	if !hostForm.MatchString(up) {
		return "", fmt.Errorf("%w: the host does not fit into a QR", ErrQR)
	}
	return up + "/P/", nil
}

func pack(p Permit) ([]byte, error) {
	code, err := letters.DecodeString(strings.ToUpper(p.Code))
	if err != nil || len(code) != 16 {
		return nil, fmt.Errorf("%w: code", ErrQR)
	}
	territory, err := strconv.ParseUint(p.Data.TerritoryCode, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("%w: territory", ErrQR)
	}
	hash, err := passportHash(p.Code, p.Data.PassportCountry, p.Data.Passport)
	if err != nil {
		return nil, err
	}
	return cbor.Marshal(wire{Version: wireVersion, Number: p.Number, First: days(p.Data.First), Last: days(p.Data.Last),
		Territory: uint32(territory), Code: code, Passport: hash})
}

// passportHash is SHA-256 over the code, the country and the number, cut to 12 bytes: enough
// to tell two passports apart, and bound to this one permit by its random code.
func passportHash(code, country, number string) ([]byte, error) {
	salt, err := letters.DecodeString(strings.ToUpper(code))
	if err != nil {
		return nil, fmt.Errorf("%w: code", ErrQR)
	}
	h := sha256.New()
	h.Write(salt)
	h.Write([]byte(plain(country) + "\x00" + plain(number)))
	return h.Sum(nil)[:passportSize], nil
}

// plain drops spaces and case, which people write differently.
func plain(s string) string {
	return strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(s), " ", ""))
}

func days(d calendar.Day) int64 { return int64(d.Sub(calendar.NewDay(1970, time.January, 1))) }

func dayOf(n int64) calendar.Day {
	if n < 0 || n > 1<<20 {
		return calendar.Day{}
	}
	return calendar.NewDay(1970, time.January, 1).AddDays(int(n))
}
