package quota_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/quota"
)

// books is the model: the same rules in plain Go.
type books struct {
	set   int
	state map[string]quota.State
}

func (b books) count(s quota.State) (n int) {
	for _, state := range b.state {
		if state == s {
			n++
		}
	}
	return n
}

func (b *books) hold(subject string) error {
	switch {
	case b.state[subject] == quota.Held || b.state[subject] == quota.Used:
		return nil
	case b.count(quota.Held)+b.count(quota.Used) >= b.set:
		return quota.ErrNoPlace
	}
	b.state[subject] = quota.Held
	return nil
}

func (b *books) leave(subject string, to quota.State) error {
	if b.state[subject] != quota.Held {
		return quota.ErrNotHeld
	}
	b.state[subject] = to
	return nil
}

func (b *books) allot(places int) error {
	if places < b.count(quota.Held)+b.count(quota.Used) {
		return quota.ErrBelowUse
	}
	b.set = places
	return nil
}

// TestAnyWalkOfVerbsKeepsTheBooks walks at random and compares every answer, every state
// and the whole of the books with the model; limits from 0, so that the last place
// and the first one refused are met in every walk.
func TestAnyWalkOfVerbsKeepsTheBooks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		walks := 0
		rapid.Check(t, func(r *rapid.T) {
			walks++
			walk(r, d, 3000+walks) // a year of its own
		})
	})
}

func walk(r *rapid.T, d *db.DB, year int) {
	b := &books{state: map[string]quota.State{}}
	limit := rapid.IntRange(0, 4)
	enter := func(places int) func(*db.Tx) error {
		a := order(places)
		a.Year = year
		return allot(a)
	}
	b.set = limit.Draw(r, "first order")
	if err := d.Write(context.Background(), now, enter(b.set)); err != nil {
		r.Fatal(err)
	}
	for range rapid.IntRange(1, 12).Draw(r, "steps") {
		id := rapid.IntRange(0, 5).Draw(r, "subject")
		subject := fmt.Sprintf("case:%d-%d", year, id)
		p := placeOf(subject)
		p.Year = year
		var want error
		var verb func(*db.Tx) error
		switch rapid.IntRange(0, 6).Draw(r, "verb") {
		case 0, 1, 2:
			want, verb = b.hold(subject), func(tx *db.Tx) error { return quota.Hold(tx, p) }
		case 3:
			want, verb = b.leave(subject, quota.Used), consume(subject)
		case 4, 5:
			want, verb = b.leave(subject, quota.Released), release(subject)
		case 6:
			places := limit.Draw(r, "order")
			want, verb = b.allot(places), enter(places)
		}
		if err := d.Write(context.Background(), now, verb); !errors.Is(err, want) {
			r.Fatalf("%s: answered %v, the model says %v", subject, err, want)
		}
		compare(r, d, b, year)
	}
}

func compare(r *rapid.T, d *db.DB, b *books, year int) {
	err := d.Read(context.Background(), func(tx *db.Tx) error {
		lines, err := quota.Board(tx, year, ledger)
		if err != nil {
			return err
		}
		got, held, used := lines[0], b.count(quota.Held), b.count(quota.Used)
		if got.Set != b.set || got.Held != held || got.Used != used || got.Free != b.set-held-used {
			r.Fatalf("the board says %+v, the model set %d, held %d, used %d", got, b.set, held, used)
		}
		for subject, want := range b.state {
			if _, state, err := quota.Find(tx, subject); state != want || err != nil {
				r.Fatalf("%s is %q (%v), the model says %q", subject, state, err, want)
			}
		}
		return quota.Verify(tx)
	})
	if err != nil {
		r.Fatal(err)
	}
}

func TestTheLastPlaceIsGivenAndTheNextIsNot(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for n := range 4 {
			a := order(n)
			a.Year = 2030 + n
			must(t, d, allot(a))
			for i := range n + 2 {
				p := placeOf(fmt.Sprintf("case:%d-%d", n, i))
				p.Year = a.Year
				err := act(t, d, func(tx *db.Tx) error { return quota.Hold(tx, p) })
				if i < n && err != nil || i >= n && !errors.Is(err, quota.ErrNoPlace) {
					t.Errorf("place %d of %d: %v", i+1, n, err)
				}
			}
		}
	})
}
