package permit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"ruqsat/db"
)

// Prepared is a permit ready to be decided: the canonical bytes that the head is shown and
// that are issued byte for byte, and their SHA-256.
type Prepared struct {
	ID   string
	Case string // case id
	Sum  string // SHA-256 of Raw, 64 hexadecimal digits
	Raw  []byte // canonical JSON of Data (RFC 8785)
	Data Data
	At   time.Time // moment of preparation
}

// Prepare keeps the canonical data of a case's permit. A new preparation voids the earlier
// one; the earlier one's bytes stay kept. Errors: ErrIncomplete; ErrRedeemed when the case
// has its permit.
func Prepare(tx *db.Tx, caseID string, d Data) (Prepared, error) {
	if err := d.check(); err != nil {
		return Prepared{}, err
	}
	raw, err := canonical(d)
	if err != nil {
		return Prepared{}, err
	}
	p := Prepared{ID: db.NewID(tx.Now()), Case: caseID, Sum: sum(raw), Raw: raw, Data: d, At: db.At(tx.Now()).Time}
	_, err = tx.Exec(`INSERT INTO permit_preparation (id, case_id, sum, data, at) VALUES (?, ?, ?, ?, ?)`,
		p.ID, p.Case, p.Sum, string(p.Raw), p.At)
	if err != nil {
		return Prepared{}, err
	}
	n, err := tx.Exec(`INSERT INTO permit_ready (case_id, preparation_id) VALUES (?, ?)
		ON CONFLICT (case_id) DO UPDATE SET preparation_id = excluded.preparation_id
		WHERE permit_ready.redeemed = 0`, p.Case, p.ID)
	if err != nil {
		return Prepared{}, err
	}
	if n == 0 {
		return Prepared{}, withdraw(tx, p)
	}
	return p, nil
}

// withdraw takes back the row of a preparation that came too late; nobody has seen it.
func withdraw(tx *db.Tx, p Prepared) error {
	if _, err := tx.Exec(`DELETE FROM permit_preparation WHERE id = ?`, p.ID); err != nil {
		return err
	}
	return ErrRedeemed
}

// FindPrepared reads the case's newest preparation, issued or not. ErrNotPrepared without one.
func FindPrepared(tx *db.Tx, caseID string) (Prepared, error) {
	return readPrepared(tx, `SELECT p.id, p.case_id, p.sum, p.data, p.at FROM permit_ready r
		JOIN permit_preparation p ON p.id = r.preparation_id WHERE r.case_id = ?`, caseID)
}

func readPrepared(tx *db.Tx, query, key string) (Prepared, error) {
	var row struct {
		ID   string  `db:"id"`
		Case string  `db:"case_id"`
		Sum  string  `db:"sum"`
		Data string  `db:"data"`
		At   db.Time `db:"at"`
	}
	if err := tx.Get(&row, query, key); err != nil {
		if errors.Is(err, db.ErrNone) {
			err = ErrNotPrepared
		}
		return Prepared{}, err
	}
	p := Prepared{ID: row.ID, Case: row.Case, Sum: row.Sum, Raw: []byte(row.Data), At: row.At.Time}
	if sum(p.Raw) != p.Sum {
		return Prepared{}, fmt.Errorf("%w: the kept bytes have another SHA-256", ErrVoid)
	}
	return p, json.Unmarshal(p.Raw, &p.Data)
}

// canonical is the JSON of RFC 8785: keys sorted, no spaces, the shortest form of strings.
// Equal data has equal bytes, so that a signature over them means the same everywhere.
func canonical(d Data) ([]byte, error) {
	raw, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("permit: canonical: %w", err)
	}
	value := jsontext.Value(raw)
	if err := value.Canonicalize(); err != nil {
		return nil, fmt.Errorf("permit: canonical: %w", err)
	}
	return value, nil
}

func sum(raw []byte) string {
	s := sha256.Sum256(raw)
	return hex.EncodeToString(s[:])
}
