package permit

import (
	"bytes"
	"crypto/ecdsa"
	"fmt"
	"strings"

	"github.com/fxamacker/cbor/v2"
	"github.com/veraison/go-cose"
)

// ReadQR reads a QR that this seal has made, whole or only what follows /P/. ErrQR for any
// other.
func (s *Seal) ReadQR(text string) (Payload, error) {
	m, err := parse(text)
	if err != nil {
		return Payload{}, err
	}
	return m.open(s.Public())
}

// message is a parsed QR that nobody has verified yet.
type message struct {
	base string // HTTPS://HOST/P/, empty when the text had none
	cose cose.Sign1Message
	id   []byte
}

// parse takes a QR text apart. It accepts one form of every message and no other: what it
// encodes again must be the same bytes, so that no second text passes for the first.
func parse(text string) (message, error) {
	var m message
	rest := text
	if i := strings.LastIndex(text, "/"); i >= 0 {
		m.base, rest = strings.ToUpper(text[:i+1]), text[i+1:]
		if host, ok := strings.CutSuffix(m.base, "/P/"); !ok || !hostForm.MatchString(host) {
			return m, fmt.Errorf("%w: address", ErrQR)
		}
	}
	raw, err := letters.DecodeString(rest)
	if err != nil || letters.EncodeToString(raw) != rest {
		return m, fmt.Errorf("%w: base32", ErrQR)
	}
	if err := m.cose.UnmarshalCBOR(raw); err != nil {
		return m, fmt.Errorf("%w: message", ErrQR)
	}
	if again, err := m.cose.MarshalCBOR(); err != nil || !bytes.Equal(again, raw) {
		return m, fmt.Errorf("%w: form", ErrQR)
	}
	m.id, _ = m.cose.Headers.Protected[cose.HeaderLabelKeyID].([]byte)
	return m, nil
}

// open verifies the message by the key and reads it.
func (m message) open(key *ecdsa.PublicKey) (Payload, error) {
	verifier, err := cose.NewVerifier(cose.AlgorithmES256, key)
	if err != nil {
		return Payload{}, fmt.Errorf("permit: seal: %w", err)
	}
	if err := m.cose.Verify(nil, verifier); err != nil {
		return Payload{}, fmt.Errorf("%w: seal", ErrQR)
	}
	var w wire
	if err := cbor.Unmarshal(m.cose.Payload, &w); err != nil || w.Version != wireVersion {
		return Payload{}, fmt.Errorf("%w: version", ErrQR)
	}
	p := Payload{Number: w.Number, First: dayOf(w.First), Last: dayOf(w.Last),
		Territory: fmt.Sprintf("%09d", w.Territory),
		Code:      strings.ToLower(letters.EncodeToString(w.Code)), Passport: w.Passport}
	if p.First.IsZero() || p.Last.IsZero() || len(w.Code) != 16 || len(w.Passport) != passportSize {
		return Payload{}, fmt.Errorf("%w: fields", ErrQR)
	}
	return p, nil
}
