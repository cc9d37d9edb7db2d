package permit_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/permit"
)

func almaty(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", text, calendar.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func TestAPermitIsInForceFromTheFirstMidnightToTheLast(t *testing.T) {
	p := sample() // 11.02.2026 - 10.08.2026
	for at, want := range map[string]string{
		"2026-02-10 23:59:59": permit.NotStarted,
		"2026-02-11 00:00:00": permit.Valid,
		"2026-08-10 23:59:59": permit.Valid,
		"2026-08-11 00:00:00": permit.Expired,
	} {
		if got := p.Status(almaty(at)).Code; got != want {
			t.Errorf("at %s: %s, want %s", at, got, want)
		}
	}
	if got := p.Status(time.Time{}).Code; got != permit.Unknown {
		t.Errorf("without a moment: %s, want unknown", got)
	}
}

func TestAnEndHasEffectFromItsMomentAndForGood(t *testing.T) {
	for _, state := range []string{permit.Revoked, permit.Terminated, permit.Replaced} {
		p := sample()
		p.End = &permit.Ending{State: state, Ground: "clause", At: almaty("2026-05-01 12:00:00")}
		for at, want := range map[string]string{
			"2026-05-01 11:59:59": permit.Valid,
			"2026-05-01 12:00:00": state,
			"2026-09-01 00:00:00": state,
		} {
			if got := p.Status(almaty(at)).Code; got != want {
				t.Errorf("%s at %s: %s, want %s", state, at, got, want)
			}
		}
	}
	p := sample()
	p.End = &permit.Ending{State: "something", At: almaty("2026-05-01 12:00:00")}
	if got := p.Status(almaty("2026-06-01 00:00:00")).Code; got != permit.Unknown {
		t.Errorf("an end of an unknown kind: %s, want unknown", got)
	}
}

func TestAnEndIsWrittenOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := issued(t, d, "case-1", data())
		at := almaty("2026-02-11 17:00:00")
		errs := together(20, func(i int) error {
			return d.Write(context.Background(), now, func(tx *db.Tx) error {
				return permit.End(tx, p.ID, []string{permit.Revoked, permit.Terminated}[i%2], "clause", at)
			})
		})
		if count(errs, nil) != 1 || count(errs, permit.ErrEnded) != 19 {
			t.Fatalf("answers: %v", errs)
		}
		write(t, d, func(tx *db.Tx) error {
			for _, bad := range []struct {
				id, state, ground string
				at                time.Time
				want              error
			}{
				{p.ID, permit.Valid, "clause", at, permit.ErrIncomplete},
				{p.ID, "", "clause", at, permit.ErrIncomplete},
				{p.ID, permit.Revoked, "", at, permit.ErrIncomplete},
				{p.ID, permit.Revoked, "clause", time.Time{}, permit.ErrIncomplete},
				{"none", permit.Revoked, "clause", at, permit.ErrNoPermit},
				{p.ID, permit.Replaced, "clause", at, permit.ErrEnded},
			} {
				if err := permit.End(tx, bad.id, bad.state, bad.ground, bad.at); !errors.Is(err, bad.want) {
					t.Errorf("%+v: %v", bad, err)
				}
			}
			return nil
		})
	})
}

func TestAnyoneLearnsTheStatusByCode(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := issued(t, d, "case-1", data())
		later := almaty("2026-03-01 09:00:00")
		ask := func(code string) (s permit.Status, err error) {
			err = d.Read(context.Background(), func(tx *db.Tx) error {
				s, err = permit.StatusByCode(tx, code, later)
				return err
			})
			return s, err
		}
		got, err := ask(p.Code)
		if err != nil || got != p.Status(later) || got.Code != permit.Valid {
			t.Errorf("status %+v (%v), want %+v", got, err, p.Status(later))
		}
		if got, err := ask("aaaaaaaaaaaaaaaaaaaaaaaaaa"); !errors.Is(err, permit.ErrNoPermit) || got.Code != permit.Unknown {
			t.Errorf("an unknown code: %+v (%v), want unknown and ErrNoPermit", got, err)
		}
		write(t, d, func(tx *db.Tx) error { return permit.End(tx, p.ID, permit.Revoked, "clause", now) })
		if got, _ := ask(p.Code); got.Code != permit.Revoked || !got.Ended.Equal(now) {
			t.Errorf("right after the revocation: %+v", got)
		}
	})
}

func TestTheEmployersActivePermitsAreCounted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		issued(t, d, "case-1", data())
		later := data() // approved, not started
		later.First, later.Last = calendar.NewDay(2026, 8, 11), calendar.NewDay(2027, 2, 10)
		issued(t, d, "case-2", later)
		other := data()
		other.EmployerIIN = "900101300013"
		issued(t, d, "case-3", other)
		revoked := issued(t, d, "case-4", data())
		write(t, d, func(tx *db.Tx) error {
			return permit.End(tx, revoked.ID, permit.Revoked, "clause", now.Add(time.Hour))
		})
		ask := func(at time.Time, on calendar.Day) (n int) {
			err := d.Write(context.Background(), at, func(tx *db.Tx) (err error) {
				n, err = permit.CountActive(tx, data().EmployerIIN, on)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for _, c := range []struct {
			at   time.Time
			on   calendar.Day
			want int
		}{
			{now, calendar.DayOf(now), 3},                // the revocation has no effect yet
			{now.Add(time.Hour), calendar.DayOf(now), 2}, // now it has
			{now, calendar.NewDay(2026, 2, 12), 2},       // nor is it in force tomorrow
			{now, calendar.NewDay(2026, 8, 10), 2},       // the last day still counts
			{now, calendar.NewDay(2026, 8, 11), 1},
			{now, calendar.NewDay(2027, 2, 11), 0},
		} {
			if got := ask(c.at, c.on); got != c.want {
				t.Errorf("on %s, asked at %s: %d permits, want %d", c.on, c.at, got, c.want)
			}
		}
	})
}

func TestAHoldersPermitsComeNewestFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		first, second := issued(t, d, "case-1", data()), issued(t, d, "case-2", data())
		nobody := data()
		nobody.HolderAccount = ""
		issued(t, d, "case-3", nobody)
		read(t, d, func(tx *db.Tx) error {
			got, err := permit.ByHolder(tx, "holder")
			if err != nil || len(got) != 2 || got[0].ID != second.ID || got[1].ID != first.ID {
				t.Errorf("%d permits (%v)", len(got), err)
			}
			if got, err := permit.ByHolder(tx, ""); len(got) != 0 || err != nil {
				t.Errorf("permits without an account: %d (%v)", len(got), err)
			}
			return nil
		})
	})
}

func TestThePaperIsKeptOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := issued(t, d, "case-1", data())
		write(t, d, func(tx *db.Tx) error {
			if ids, err := permit.WithoutPaper(tx, 10); len(ids) != 1 || ids[0] != p.ID || err != nil {
				t.Errorf("without a paper: %v (%v)", ids, err)
			}
			for i, want := range []bool{true, false} {
				kept, err := permit.KeepPaper(tx, p.ID, permit.Paper{Attachment: []string{"a", "b"}[i], QR: "Q"})
				if kept != want || err != nil {
					t.Errorf("keeping paper %d: %v (%v)", i, kept, err)
				}
			}
			if got, ok, err := permit.FindPaper(tx, p.ID); !ok || got.Attachment != "a" || err != nil {
				t.Errorf("kept %+v (%v, %v)", got, ok, err)
			}
			ids, err := permit.WithoutPaper(tx, 10)
			if len(ids) != 0 {
				t.Errorf("still without a paper: %v", ids)
			}
			return err
		})
	})
}
