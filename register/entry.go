package register

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"ruqsat/db"
	"ruqsat/words"
)

// ErrEntry says that an entry lacks its act, subject or actor, or that they are no plain words.
var ErrEntry = errors.New("register: the entry is not complete")

// Entry is one act (әрекет / действие): who did what to whom, when and on which ground.
type Entry struct {
	ID        string         // made by Append when empty
	At        time.Time      // the act's own moment when zero
	Act       string         // "application.file"
	Subject   string         // "case:ID", "permit:ID", "account:ID"
	Actor     string         // account id or "system"
	ActorName words.Text     // as it was on that day
	ActorRole string         // "head"
	ActorUnit string         // the unit's id
	Ground    string         // clause or reason code
	Due       *time.Time     // when the next step falls due
	Purpose   string         // of a reading (B-15)
	Detail    map[string]any // may hold personal data; it never leaves the table
}

// body is what the leaf knows only as a salted hash.
type body struct {
	Name    words.Text     `json:"name"`
	Role    string         `json:"role,omitempty"`
	Unit    string         `json:"unit,omitempty"`
	Ground  string         `json:"ground,omitempty"`
	Due     *time.Time     `json:"due,omitempty"`
	Purpose string         `json:"purpose,omitempty"`
	Detail  map[string]any `json:"detail,omitempty"`
}

// row is an entry in the table.
type row struct {
	ID      string `db:"id"`
	Seq     *int64 `db:"seq"`
	At      string `db:"at"`
	Act     string `db:"act"`
	Subject string `db:"subject"`
	Actor   string `db:"actor"`
	Salt    []byte `db:"salt"`
	Body    string `db:"body"`
}

const columns = `id, seq, at, act, subject, actor, salt, body`

// Append writes the entry of an act in the act's own transaction and gives its id. When it fails
// the act fails: what cannot be written down is not done.
func Append(tx *db.Tx, e Entry) (string, error) {
	if e.At.IsZero() {
		e.At = tx.Now()
	}
	if e.ID == "" {
		e.ID = db.NewID(tx.Now())
	}
	for _, word := range []string{e.ID, e.Act, e.Subject, e.Actor} {
		if !plain(word) {
			return "", fmt.Errorf("%w: %q by %q", ErrEntry, e.Act, e.Actor)
		}
	}

	text, err := json.Marshal(body{e.ActorName, e.ActorRole, e.ActorUnit, e.Ground, utc(e.Due), e.Purpose, e.Detail})
	if err != nil {
		return "", fmt.Errorf("register: %s: %w", e.Act, err)
	}
	salt := make([]byte, 16)
	rand.Read(salt)
	_, err = tx.Exec(`INSERT INTO register_entry (id, at, act, subject, actor, unit, salt, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		e.ID, db.At(e.At), e.Act, e.Subject, e.Actor, e.ActorUnit, salt, string(text))
	return e.ID, err
}

// plain keeps the lines of a leaf apart.
func plain(word string) bool {
	return word != "" && len(word) <= 200 && !strings.ContainsFunc(word, func(r rune) bool { return r <= ' ' || r > '~' })
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := db.At(*t).Time
	return &u
}

// History is everything that was done to a subject, in the register's order; what has no place yet
// comes last, by moment.
func History(tx *db.Tx, subject string) ([]Entry, error) {
	var rows []row
	err := tx.Select(&rows, `SELECT `+columns+` FROM register_entry WHERE subject = ?
		ORDER BY CASE WHEN seq IS NULL THEN 1 ELSE 0 END, seq, at, id`, subject)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, len(rows))
	for i, r := range rows {
		if entries[i], err = r.entry(); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// Find gives one entry; db.ErrNone when there is none.
func Find(tx *db.Tx, id string) (Entry, error) {
	var r row
	if err := tx.Get(&r, `SELECT `+columns+` FROM register_entry WHERE id = ?`, id); err != nil {
		return Entry{}, err
	}
	return r.entry()
}

func (r row) entry() (Entry, error) {
	var at db.Time
	var b body
	if err := errors.Join(at.Scan(r.At), json.Unmarshal([]byte(r.Body), &b)); err != nil {
		return Entry{}, fmt.Errorf("register: entry %s cannot be read", r.ID) // the text may hold personal data
	}
	return Entry{
		ID: r.ID, At: at.Time, Act: r.Act, Subject: r.Subject, Actor: r.Actor,
		ActorName: b.Name, ActorRole: b.Role, ActorUnit: b.Unit,
		Ground: b.Ground, Due: b.Due, Purpose: b.Purpose, Detail: b.Detail,
	}, nil
}

// leaf is the canonical text of an entry in the log: seven lines, without personal data.
func (r row) leaf() []byte {
	sum := sha256.New()
	sum.Write(r.Salt)
	sum.Write([]byte(r.Body))

	leaf := make([]byte, 0, 320)
	for _, line := range []string{"ruqsat register entry 1", r.ID, r.At, r.Act, r.Subject, r.Actor} {
		leaf = append(append(leaf, line...), '\n')
	}
	var digest [sha256.Size]byte
	leaf = hex.AppendEncode(leaf, sum.Sum(digest[:0]))
	return append(leaf, '\n')
}

func (r row) hash() tlog.Hash { return tlog.RecordHash(r.leaf()) }
