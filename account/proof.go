package account

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"time"

	"ruqsat/db"
	"ruqsat/words"
)

var b32 = base32.StdEncoding.WithPadding(base32.NoPadding)

// ErrNoIIN says that the account has no ИИН to prove: such a person signs at the ЦОН (P13).
var ErrNoIIN = errors.New("account: there is no ИИН to prove")

// Proof is how a try to prove an identity ended.
type Proof string

// The ends of a proof.
const (
	Proven  Proof = "proven"   // the code was right
	Wrong   Proof = "wrong"    // the code was another one; tries are left
	NoProof Proof = "no-proof" // no code is on its way: never sent, run out, or tried too often
)

// Text tells the person how it ended and what to do.
func (p Proof) Text() words.Text { return words.All("account.proof." + string(p)) }

// A code lives for ten minutes and may be tried five times: guessing wins once in 200,000 codes.
const (
	proofLife  = 10 * time.Minute
	proofTries = 5
)

// StartProof makes the code that proves the account's ИИН and gives it back, to be sent to the
// phone of the state's contact base (P13): by the door, after the transaction, and nowhere else.
// An earlier code ends. Too many codes are a *TooMany error.
func StartProof(tx *db.Tx, a Account, p Policy) (code string, err error) {
	if a.IIN == "" || a.Role != Person {
		return "", ErrNoIIN
	}
	return startProof(tx, a.ID, a.IIN, p)
}

// JoinIIN starts the proof that an ИИН that was assigned meanwhile belongs to the person of a
// passport account. The ИИН is joined to the account by Prove, so that nobody takes a number
// that is not theirs.
func JoinIIN(tx *db.Tx, a Account, iin string, p Policy) (code string, err error) {
	iin = digits(iin)
	var f Flaws
	Newcomer{IIN: iin}.iin(&f)
	if err := f.err(); err != nil {
		return "", err
	}
	if a.Role != Person || a.IIN != "" {
		return "", ErrTaken
	}
	return startProof(tx, a.ID, iin, p)
}

func startProof(tx *db.Tx, id, iin string, p Policy) (string, error) {
	if wait, err := count(tx, limitKey("proof", id), p.Code); err != nil {
		return "", err
	} else if wait > 0 {
		return "", &TooMany{wait}
	}
	code, salt := newDigits(), db.NewCode()
	_, err := tx.Exec(`INSERT INTO proof_of_identity (account, iin, salt, sum, expires_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (account) DO UPDATE SET iin = excluded.iin, salt = excluded.salt, sum = excluded.sum,
			tries = 0, expires_at = excluded.expires_at`,
		id, iin, salt, codeSum(salt, code), tx.Now().Add(proofLife))
	return code, err
}

// ProofPending says whether a code that can still be tried at the moment now is on its way to the
// account's owner.
func ProofPending(tx *db.Tx, id string, now time.Time) (bool, error) {
	var n int
	err := tx.Get(&n, `SELECT COUNT(*) FROM proof_of_identity WHERE account = ? AND tries < ? AND expires_at > ?`,
		id, proofTries, now)
	return n > 0, err
}

// DropProof forgets a code that could not be sent.
func DropProof(tx *db.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM proof_of_identity WHERE account = ?`, id)
	return err
}

// Prove tries a code. The transaction is to be committed whatever comes out, because the tries
// count. The right code marks the account as proven and joins the ИИН it was sent for; when
// another account has that ИИН meanwhile, the error is ErrTaken.
func Prove(tx *db.Tx, id, code string) (Proof, error) {
	iin, proof, err := redeem(tx, id, code)
	if err != nil || proof != Proven {
		return proof, err
	}
	_, err = tx.Exec(`UPDATE account SET iin = ?, proven_at = ?, version = version + 1 WHERE id = ?`, iin, tx.Now(), id)
	if err != nil {
		return "", taken(err)
	}
	a, err := Find(tx, id)
	if err != nil {
		return "", err
	}
	return Proven, record(tx, "account.prove", a, nil)
}

// redeem counts a try of the code and spends it when it is right. Wrong ones are written in the
// register and delay the next code, as wrong passwords delay the next try.
func redeem(tx *db.Tx, id, code string) (iin string, proof Proof, err error) {
	n, err := tx.Exec(`UPDATE proof_of_identity SET tries = tries + 1 WHERE account = ? AND tries < ? AND expires_at > ?`,
		id, proofTries, tx.Now())
	if err != nil || n == 0 {
		return "", NoProof, err
	}
	var kept struct {
		IIN  string `db:"iin"`
		Salt string `db:"salt"`
		Sum  string `db:"sum"`
	}
	if err := tx.Get(&kept, `SELECT iin, salt, sum FROM proof_of_identity WHERE account = ?`, id); err != nil {
		return "", "", err
	}
	if subtle.ConstantTimeCompare([]byte(codeSum(kept.Salt, digits(code))), []byte(kept.Sum)) != 1 {
		return "", Wrong, refused(tx, limitKey("proof", id), id, "proof")
	}
	if err := clear(tx, limitKey("proof", id)); err != nil {
		return "", "", err
	}
	_, err = tx.Exec(`DELETE FROM proof_of_identity WHERE account = ?`, id)
	return kept.IIN, Proven, err
}

// StartRecovery makes the code with which the owner of an ИИН gets into an account whose password
// is lost, or was set by somebody else. Unknown and disabled accounts give ErrUnknown, for which the
// door shows what it shows otherwise.
func StartRecovery(tx *db.Tx, iin string, p Policy) (a Account, code string, err error) {
	a, err = ByIIN(tx, digits(iin))
	if err == nil && a.State != Active {
		err = ErrUnknown
	}
	if err != nil {
		return Account{}, "", err
	}
	code, err = StartProof(tx, a, p)
	return a, code, err
}

// Recover tries the code of StartRecovery: the right one proves the identity, sets the new password
// and ends every session. Phone and mail of an account that was never proven are forgotten, because
// somebody else may have written them.
func Recover(tx *db.Tx, id, code, passwordHash string) (Proof, error) {
	before, err := Find(tx, id)
	if err != nil {
		return "", err
	}
	proof, err := Prove(tx, id, code)
	if err != nil || proof != Proven {
		return proof, err
	}
	if !before.Proven() {
		if _, err := tx.Exec(`UPDATE account SET phone = '', email = '' WHERE id = ?`, id); err != nil {
			return "", err
		}
	}
	return proof, SetPassword(tx, id, passwordHash)
}

// newDigits makes six random digits.
func newDigits() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		panic(err) // crypto/rand does not fail
	}
	return fmt.Sprintf("%06d", n)
}

func codeSum(salt, code string) string {
	sum := sha256.Sum256([]byte(salt + ":" + code))
	return hex.EncodeToString(sum[:])
}
