package account_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/register"
)

func by(n account.Newcomer, address string) account.Credential {
	return account.Credential{Login: n.IIN, Address: address}
}

func TestTheRightPasswordOpensASession(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := signUp(t, d, worker(1))
		o := door{t, d, plain()}
		s, ok, _ := o.enter(now, by(worker(1), "192.0.2.1"), password, "")
		if !ok || len(s.Token) != 26 || s.Stage != account.StageFull {
			t.Fatalf("%v %+v", ok, s)
		}
		if found, err := o.find(now, s.Token); err != nil || !reflect.DeepEqual(found.Account, a) {
			t.Errorf("%v\n%+v\n%+v", err, found.Account, a)
		}
	})
}

// M-101, M-102: the three are told apart neither by answer nor by work.
func TestUnknownDisabledAndWrongAreRefusedAlike(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		signUp(t, d, worker(1))
		gone := signUp(t, d, worker(2))
		write(t, d, now, func(tx *db.Tx) error { return account.Disable(tx, gone.ID, "test", "system") })
		o := door{t, d, plain()}
		for name, c := range map[string]struct {
			who account.Newcomer
			pw  string
		}{"wrong": {worker(1), "wrong wrong wrong"}, "disabled": {worker(2), password}, "unknown": {worker(3), password}} {
			s, ok, wait := o.enter(now, by(c.who, "192.0.2.1"), c.pw, "")
			if ok || wait != 0 || !reflect.DeepEqual(s, account.Session{}) {
				t.Errorf("%s: %v %v %+v", name, ok, wait, s)
			}
			if !hashes(t, d, c.who, c.pw) {
				t.Errorf("%s: refused without the work of a hash", name)
			}
		}
	})
}

// hashes says whether the try needs a place among the hashes, by taking them all.
func hashes(t *testing.T, d *db.DB, who account.Newcomer, pw string) bool {
	t.Helper()
	var try account.Try
	write(t, d, now, func(tx *db.Tx) (err error) {
		try, err = account.Attempt(tx, by(who, "192.0.2.1"), plain())
		return err
	})
	defer account.HoldHashing()()
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer stop()
	_, err := try.Verify(ctx, pw)
	return errors.Is(err, context.DeadlineExceeded)
}

func TestEveryTryIsWrittenInTheRegisterWithoutPersonalData(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := signUp(t, d, worker(1))
		o := door{t, d, plain()}
		o.enter(now, by(worker(1), "192.0.2.77"), "wrong wrong wrong", "")
		o.enter(now, by(worker(1), "192.0.2.77"), password, "")
		o.enter(now, by(worker(9), "192.0.2.77"), password, "")
		var all []register.Entry
		read(t, d, func(tx *db.Tx) error {
			for _, subject := range []string{"account:" + a.ID, "account:unknown"} {
				h, err := register.History(tx, subject)
				if err != nil {
					return err
				}
				all = append(all, h...)
			}
			return nil
		})
		var acts []string
		for _, e := range all {
			acts = append(acts, e.Act)
		}
		if got := strings.Join(acts, " "); got != "account.sign-up account.sign-in.refused account.sign-in account.sign-in.refused" {
			t.Errorf("the register has %s", got)
		}
		for _, e := range all {
			detail, err := json.Marshal(e.Detail)
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range []string{worker(1).IIN, worker(9).IIN, "192.0.2", password, "wrong"} {
				if strings.Contains(string(detail)+e.Subject+e.Actor, secret) {
					t.Errorf("%s holds %q", e.Act, secret)
				}
			}
		}
	})
}

func TestFailuresLockForLongerAndLongerButNeverForGood(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		signUp(t, d, worker(1))
		p := plain()
		p.Account = account.Limit{Burst: 1000, Every: time.Second}
		o := door{t, d, p}
		at := now
		var locks []time.Duration
		for range 12 {
			o.enter(at, by(worker(1), "192.0.2.1"), "wrong wrong wrong", "")
			var try account.Try
			write(t, d, at, func(tx *db.Tx) (err error) {
				try, err = account.Attempt(tx, by(worker(1), "198.51.100.9"), p)
				return err
			})
			locks = append(locks, try.Wait)
			at = at.Add(try.Wait)
		}
		m := time.Minute
		want := []time.Duration{0, 0, 0, 0, m, 2 * m, 4 * m, 8 * m, 15 * m, 15 * m, 15 * m, 15 * m}
		if !reflect.DeepEqual(locks, want) {
			t.Errorf("got  %v\nwant %v", locks, want)
		}
		if _, ok, _ := o.enter(at, by(worker(1), "192.0.2.1"), password, ""); !ok {
			t.Error("the owner stays out after the last lock")
		}
	})
}

func TestTriesOfOneAccountAreLimitedEvenAllAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := plain()
		p.Account = account.Limit{Burst: 10, Every: 90 * time.Second}
		var let atomic.Int64
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() {
				err := tryWrite(d, now, func(tx *db.Tx) error {
					try, err := account.Attempt(tx, by(worker(1), fmt.Sprintf("192.0.2.%d", i)), p)
					if err == nil && try.Wait == 0 {
						tx.After(func() { let.Add(1) })
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if let.Load() != 10 {
			t.Errorf("%d of 40 tries came through, 10 are allowed", let.Load())
		}
		later := now.Add(91 * time.Second)
		write(t, d, later, func(tx *db.Tx) error {
			try, err := account.Attempt(tx, by(worker(1), "192.0.2.1"), p)
			if try.Wait != 0 {
				t.Errorf("the window does not slide: wait %s", try.Wait)
			}
			return err
		})
	})
}

func TestTriesFromOneAddressAreLimitedAcrossAccounts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := plain()
		p.Address = account.Limit{Burst: 5, Every: time.Minute}
		wait := func(n int, address string) (w time.Duration) {
			write(t, d, now, func(tx *db.Tx) error {
				try, err := account.Attempt(tx, by(worker(n), address), p)
				w = try.Wait
				return err
			})
			return w
		}
		for n := range 5 {
			if w := wait(n, fmt.Sprintf("[2001:db8:0:1::%x]:4%d", n+1, n)); w != 0 {
				t.Fatalf("try %d waits %s", n, w)
			}
		}
		if w := wait(6, "2001:db8:0:1:ffff::1"); w != time.Minute {
			t.Errorf("another host of the same customer: wait %s", w)
		}
		if w := wait(6, "2001:db8:0:2::1"); w != 0 {
			t.Errorf("another customer waits %s", w)
		}
	})
}

func TestSignInEndsTheSessionTheBrowserCameWith(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		signUp(t, d, worker(1))
		o := door{t, d, plain()}
		first, _, _ := o.enter(now, by(worker(1), "192.0.2.1"), password, "")
		second, _, _ := o.enter(now, by(worker(1), "192.0.2.1"), password, first.Token)
		if first.Token == second.Token {
			t.Error("the token was not changed")
		}
		if _, err := o.find(now, first.Token); err != account.ErrNoSession {
			t.Errorf("the earlier token still works: %v", err)
		}
	})
}

func TestThePresentPasswordIsAskedForWithoutASession(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := signUp(t, d, worker(1))
		known := func(pw string) (id string, ok bool) {
			var try account.Try
			write(t, d, now, func(tx *db.Tx) (err error) {
				try, err = account.Attempt(tx, by(worker(1), "192.0.2.1"), plain())
				return err
			})
			try, err := try.Verify(t.Context(), pw)
			if err != nil {
				t.Fatal(err)
			}
			write(t, d, now, func(tx *db.Tx) error {
				a, is, err := account.Known(tx, try)
				id, ok = a.ID, is
				return err
			})
			return id, ok
		}
		if id, ok := known(password); !ok || id != a.ID {
			t.Errorf("the right one: %s %v", id, ok)
		}
		if id, ok := known("wrong wrong wrong"); ok || id != "" {
			t.Errorf("a wrong one: %s %v", id, ok)
		}
		read(t, d, func(tx *db.Tx) error {
			var n int
			err := tx.Get(&n, `SELECT count(*) FROM session`)
			if n != 0 {
				t.Errorf("%d sessions", n)
			}
			return err
		})
	})
}
