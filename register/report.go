package register

import (
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// Window is how long before the checkpoint's moment an entry may stand without a place: longer
// than any act's transaction lasts.
const Window = 2 * time.Minute

// Kind names a damage; the words are stable.
type Kind string

// The kinds of damage.
const (
	Edited     Kind = "edited"    // the entry at this place is not the one that was placed
	Moved      Kind = "moved"     // the entry was placed elsewhere
	Missing    Kind = "missing"   // no entry stands at this place
	Inserted   Kind = "inserted"  // an entry outside the log's size, or the second at one place
	Tile       Kind = "tile"      // a tile is missing, too many, or does not fit the hashes below it
	Root       Kind = "root"      // the entries do not lead to the signed root
	Signature  Kind = "signature" // the head is missing, contradicts itself or is not signed by the key
	RolledBack Kind = "rollback"  // the log is shorter than the checkpoint kept outside
	Forked     Kind = "fork"      // the log is another than that of the checkpoint kept outside
	Unplaced   Kind = "unplaced"  // an entry without a place, too old for it
)

// Damage is one thing found: at the places From to To (-1: none), of the entry ID where it is known.
type Damage struct {
	Kind     Kind
	From, To int64
	ID       string
	Text     string
}

// String says it in one line, without personal data.
func (d Damage) String() string {
	s := string(d.Kind)
	if d.From >= 0 && d.From == d.To {
		s += fmt.Sprintf(" at %d", d.From)
	} else if d.From >= 0 {
		s += fmt.Sprintf(" at %d to %d", d.From, d.To)
	}
	if d.ID != "" {
		s += ", entry " + d.ID
	}
	return s + ": " + d.Text
}

// Report is what Verify found.
type Report struct {
	Origin         string
	Size           int64     // of the log, by its checkpoint
	Root           tlog.Hash // of the log, computed anew
	At             time.Time // the checkpoint's moment
	Entries        int64     // placed entries read
	Waiting        int64     // entries without a place
	OldestWaiting  time.Time // the moment of the oldest of them
	OutsideChecked bool      // a checkpoint from outside was compared
	Damages        []Damage
}

// OK tells that nothing was found.
func (r Report) OK() bool { return len(r.Damages) == 0 }

func (r *Report) found(kind Kind, from, to int64, id, text string) {
	if n := len(r.Damages); n > 0 && id == "" {
		if last := &r.Damages[n-1]; last.Kind == kind && last.ID == "" && last.Text == text && last.From >= 0 && last.To+1 == from {
			last.To = to // a run of places is one damage
			return
		}
	}
	r.Damages = append(r.Damages, Damage{kind, from, to, id, text})
}
