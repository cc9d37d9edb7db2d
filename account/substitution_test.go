package account_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/register"
)

// staffed is an akimat, the police and a front office with their people, and an administrator.
type staffed struct {
	door
	admin, executor, head, second, police, operator, auditor account.Account
}

func newStaffed(t *testing.T, d *db.DB) staffed {
	akimat, police, front := addUnit(t, d, account.Akimat, "751110000"), addUnit(t, d, account.PoliceUnit, "751110000"), addUnit(t, d, account.Counter, "751110000")
	return staffed{door{t, d, plain()}, addStaff(t, d, account.Administrator, "admin.one", ""), addStaff(t, d, account.Executor, "executor.one", akimat.ID),
		addStaff(t, d, account.Head, "head.one", akimat.ID), addStaff(t, d, account.Executor, "executor.two", akimat.ID),
		addStaff(t, d, account.Police, "police.one", police.ID), addStaff(t, d, account.Operator, "operator.one", front.ID),
		addStaff(t, d, account.Auditor, "auditor.one", "")}
}

// order is one of two weeks from the second day after now.
func (s staffed) order() account.Substitution {
	today := calendar.DayOf(now)
	return account.Substitution{Absent: s.head.ID, Substitute: s.executor.ID, Number: "12-ж", OrderDay: today, First: today.AddDays(2),
		Last: today.AddDays(15), Reason: "еңбек демалысы"}
}

func (s staffed) add(o account.Substitution) (made account.Substitution, err error) {
	err = tryWrite(s.d, now, func(tx *db.Tx) (err error) { made, err = account.AddSubstitution(tx, o, s.admin.ID); return err })
	return made, err
}

func (s staffed) signIn(login string) account.Session {
	s.t.Helper()
	session, ok, _ := s.enter(now, account.Credential{Login: login, Address: "192.0.2.1"}, password, "")
	if !ok {
		s.t.Fatalf("%s is not signed in", login)
	}
	return session
}

// lasting is a session that lasts as long as an order.
func (s staffed) lasting(login string) account.Session {
	s.p.StaffIdle, s.p.StaffLife = 1000*time.Hour, 1000*time.Hour
	return s.signIn(login)
}

func TestASubstituteActsFromTheFirstDayToTheLast(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newStaffed(t, d)
		o, err := s.add(s.order())
		if err != nil {
			t.Fatal(err)
		}
		session := s.lasting("executor.one")
		actFor := func(at time.Time) error {
			return tryWrite(d, at, func(tx *db.Tx) error {
				found, err := account.FindSession(tx, session.Token, at)
				if err != nil {
					return err
				}
				return account.ActFor(tx, found, o.ID)
			})
		}
		acting := func(at time.Time) bool {
			found, err := s.find(at, session.Token)
			if err != nil {
				t.Fatal(err)
			}
			return found.Account.Duty.Order == o.ID
		}
		first, last := o.First.Start(), o.Last.End()
		if err := actFor(first.Add(-time.Second)); !errors.Is(err, account.ErrNoOrder) {
			t.Errorf("in the last second of the day before: %v", err)
		}
		if err := actFor(first); err != nil {
			t.Fatalf("in the first second of the first day: %v", err)
		}
		for at, want := range map[time.Time]bool{first.Add(-time.Second): false, first: true, last.Add(-time.Second): true, last: false} {
			if got := acting(at); got != want {
				t.Errorf("at %s: acts %v", at, got)
			}
		}
		if err := actFor(last); !errors.Is(err, account.ErrNoOrder) {
			t.Errorf("in the first second of the day after: %v", err)
		}
		found, _ := s.find(first, session.Token)
		a := found.Account
		if a.ID != s.executor.ID || a.FullName() != s.executor.FullName() || a.Role != account.Head || a.Unit != s.head.Unit {
			t.Errorf("%+v", a)
		}
		if a.Position.KK != "маман (міндетін атқарушы)" || a.Position.RU != "маман (и.о.)" || a.Duty.Number != "12-ж" || a.Duty.Name != s.head.FullName() {
			t.Errorf("%+v, %+v", a.Position, a.Duty)
		}
		if !a.Holds(s.head.ID) || !a.Holds(a.ID) || a.Holds("") || a.Holds(s.second.ID) || s.executor.Holds(s.head.ID) {
			t.Error("whose work is held")
		}
		mine := account.Thing{Unit: a.Unit, Executor: a.ID, Drafter: a.ID}
		if err := account.May(&a, account.DecisionMake, &mine); err != account.ErrForbidden {
			t.Errorf("an own draft is decided: %v", err)
		}
		mine.Drafter = s.second.ID
		if err := account.May(&a, account.DecisionMake, &mine); err != nil {
			t.Errorf("another's draft is not decided: %v", err)
		}
	})
}

func TestAnOrderThatIsCalledOffOrWhosePeopleLeaveEndsAtTheNextRequest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newStaffed(t, d)
		o := s.order()
		o.First = calendar.DayOf(now)
		o, err := s.add(o)
		if err != nil {
			t.Fatal(err)
		}
		session := s.lasting("executor.one")
		write(t, d, now, func(tx *db.Tx) error {
			session.Account.Duty = account.Duty{}
			found, _ := account.FindSession(tx, session.Token, now)
			return account.ActFor(tx, found, o.ID)
		})
		role := func() account.Role {
			found, err := s.find(now.Add(time.Minute), session.Token)
			if err != nil {
				t.Fatal(err)
			}
			return found.Account.Role
		}
		if role() != account.Head {
			t.Fatal("does not act")
		}
		write(t, d, now, func(tx *db.Tx) error {
			return account.Disable(tx, s.head.ID, "жұмыстан шықты", s.admin.ID)
		})
		if role() != account.Executor {
			t.Error("acts for somebody whose account is closed")
		}
		write(t, d, now, func(tx *db.Tx) error { return account.Enable(tx, s.head.ID, "қайта келді", s.admin.ID) })
		write(t, d, now, func(tx *db.Tx) error {
			return account.SetRole(tx, s.executor.ID, 1, account.Auditor, "", s.admin.ID)
		})
		if role() != account.Auditor {
			t.Error("an auditor acts for a head")
		}
		write(t, d, now, func(tx *db.Tx) error {
			return account.SetRole(tx, s.executor.ID, 2, account.Executor, s.executor.Unit, s.admin.ID)
		})
		if role() != account.Head {
			t.Error("does not act again")
		}
		end := func(reason string) error {
			return tryWrite(d, now, func(tx *db.Tx) error { return account.EndSubstitution(tx, o.ID, reason, s.admin.ID) })
		}
		if err := end(" "); !errors.Is(err, account.ErrIncomplete) || role() != account.Head {
			t.Errorf("ended without a reason: %v", err)
		}
		if err := end("басшы ерте оралды"); err != nil || role() != account.Executor {
			t.Errorf("%v, %s", err, role())
		}
		if err := end("тағы"); !errors.Is(err, account.ErrNoOrder) {
			t.Errorf("ended twice: %v", err)
		}
	})
}

func TestWhatIsDoneForAnotherNamesTheOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newStaffed(t, d)
		o := s.order()
		o.First = calendar.DayOf(now)
		o, err := s.add(o)
		if err != nil {
			t.Fatal(err)
		}
		session := s.lasting("executor.one")
		another := s.signIn("executor.two")
		if err := tryWrite(d, now, func(tx *db.Tx) error {
			found, _ := account.FindSession(tx, another.Token, now)
			return account.ActFor(tx, found, o.ID)
		}); !errors.Is(err, account.ErrNoOrder) {
			t.Errorf("acts by another's order: %v", err)
		}
		act := func(order string) {
			t.Helper()
			write(t, d, now, func(tx *db.Tx) error {
				found, err := account.FindSession(tx, session.Token, now)
				return errors.Join(err, account.ActFor(tx, found, order))
			})
		}
		look := func(at time.Time) {
			write(t, d, at, func(tx *db.Tx) error {
				found, err := account.FindSession(tx, session.Token, at)
				return errors.Join(err, account.Read(tx, found.Account, "case:one", "decision"))
			})
		}
		act(o.ID)
		look(now)
		act("")
		look(now.Add(time.Hour))
		read(t, d, func(tx *db.Tx) error {
			entries, err := register.History(tx, "case:one")
			if err != nil || len(entries) != 2 {
				t.Fatalf("%+v, %v", entries, err)
			}
			acting, own := entries[0], entries[1]
			if acting.Actor != s.executor.ID || acting.ActorRole != string(account.Head) || acting.Detail["order"] != "12-ж" || acting.Detail["acting-for"] != s.head.ID {
				t.Errorf("acting: %+v", acting)
			}
			if own.Actor != s.executor.ID || own.ActorRole != string(account.Executor) || own.Detail["order"] != nil {
				t.Errorf("own: %+v", own)
			}
			mine, err := register.History(tx, "account:"+s.executor.ID)
			var acts []string
			for _, e := range mine {
				acts = append(acts, e.Act)
			}
			if want := "[staff.add account.sign-in account.acting account.acting.end]"; fmt.Sprint(acts) != want {
				t.Errorf("%v, %v", acts, err)
			}
			orders, err := register.History(tx, "account:"+s.head.ID)
			if last := orders[len(orders)-1]; err != nil || last.Act != "staff.substitution" || last.Actor != s.admin.ID || last.Detail["order"] != "12-ж" {
				t.Errorf("%+v, %v", last, err)
			}
			return nil
		})
	})
}

func TestAnOrderThatDoesNotFitIsRefusedWithItsField(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, today := newStaffed(t, d), calendar.DayOf(now)
		if _, err := s.add(s.order()); err != nil {
			t.Fatal(err)
		}
		gone := addStaff(t, d, account.Executor, "gone.one", s.executor.Unit)
		write(t, d, now, func(tx *db.Tx) error { return account.Disable(tx, gone.ID, "жұмыстан шықты", s.admin.ID) })
		later := s.order()
		later.First, later.Last = later.Last.AddDays(1), later.Last.AddDays(5)
		for name, c := range map[string]struct {
			change     func(*account.Substitution)
			field, why string
		}{
			"nobody is absent":             {func(o *account.Substitution) { o.Absent = "" }, account.FieldAbsent, account.WhyMissing},
			"nobody stands in":             {func(o *account.Substitution) { o.Substitute = "" }, account.FieldSubstitute, account.WhyMissing},
			"one and the same":             {func(o *account.Substitution) { o.Substitute = o.Absent }, account.FieldSubstitute, account.WhySame},
			"an unknown one":               {func(o *account.Substitution) { o.Absent = "nobody" }, account.FieldAbsent, account.WhyClosed},
			"an absent one who left":       {func(o *account.Substitution) { o.Absent = gone.ID }, account.FieldAbsent, account.WhyClosed},
			"a substitute who left":        {func(o *account.Substitution) { o.Substitute = gone.ID }, account.FieldSubstitute, account.WhyClosed},
			"the police for a head":        {func(o *account.Substitution) { o.Substitute = s.police.ID }, account.FieldSubstitute, account.WhyRole},
			"a head for an operator":       {func(o *account.Substitution) { o.Absent, o.Substitute = s.operator.ID, s.head.ID }, account.FieldSubstitute, account.WhyRole},
			"an auditor for a head":        {func(o *account.Substitution) { o.Substitute = s.auditor.ID }, account.FieldSubstitute, account.WhyRole},
			"for an auditor":               {func(o *account.Substitution) { o.Absent = s.auditor.ID }, account.FieldAbsent, account.WhyRole},
			"for an administrator":         {func(o *account.Substitution) { o.Absent = s.admin.ID }, account.FieldAbsent, account.WhyRole},
			"no number":                    {func(o *account.Substitution) { o.Number = "  " }, account.FieldNumber, account.WhyMissing},
			"no day of the order":          {func(o *account.Substitution) { o.OrderDay = calendar.Day{} }, account.FieldOrderDay, account.WhyMissing},
			"an order of tomorrow":         {func(o *account.Substitution) { o.OrderDay = today.AddDays(1) }, account.FieldOrderDay, account.WhyFuture},
			"no first day":                 {func(o *account.Substitution) { o.First = calendar.Day{} }, account.FieldFirstDay, account.WhyMissing},
			"a first day before the order": {func(o *account.Substitution) { o.First = today.AddDays(-1) }, account.FieldFirstDay, account.WhyOrder},
			"no last day":                  {func(o *account.Substitution) { o.Last = calendar.Day{} }, account.FieldLastDay, account.WhyMissing},
			"a last day before the first":  {func(o *account.Substitution) { o.Last = o.First.AddDays(-1) }, account.FieldLastDay, account.WhyOrder},
			"a last day that is over": {func(o *account.Substitution) {
				o.OrderDay, o.First, o.Last = today.AddDays(-9), today.AddDays(-9), today.AddDays(-1)
			}, account.FieldLastDay, account.WhyPast},
			"no reason": {func(o *account.Substitution) { o.Reason = "" }, account.FieldReason, account.WhyMissing},
			"the last day of another": {func(o *account.Substitution) {
				o.First, o.Last, o.Substitute = o.First.AddDays(-1), o.First, s.second.ID
			}, account.FieldAbsent, account.WhyOverlaps},
			"the first day on another's last":    {func(o *account.Substitution) { o.First, o.Substitute = o.Last, s.second.ID }, account.FieldAbsent, account.WhyOverlaps},
			"a substitute who is absent himself": {func(o *account.Substitution) { o.Absent, o.Substitute = s.second.ID, s.head.ID }, account.FieldSubstitute, account.WhyAway},
		} {
			o := s.order()
			if c.why != account.WhyOverlaps && c.why != account.WhyAway {
				o = later
			}
			c.change(&o)
			_, err := s.add(o)
			var flaws account.Flaws
			if !errors.As(err, &flaws) || len(flaws) == 0 || flaws[0].Field != c.field || flaws[0].Why != c.why {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.add(later); err != nil {
			t.Errorf("the day after another's last: %v", err)
		}
		one := later
		one.First, one.Last, one.Absent, one.Substitute = today, today, s.second.ID, s.executor.ID
		if _, err := s.add(one); err != nil {
			t.Errorf("one single day: %v", err)
		}
		if got, err := s.add(account.Substitution{}); len(got.ID) != 0 || !errors.Is(err, account.ErrIncomplete) {
			t.Errorf("an empty order: %v", err)
		} else if flaws := (account.Flaws)(nil); !errors.As(err, &flaws) || len(flaws) != 7 {
			t.Errorf("not everything at once: %v", err)
		}
	})
}

func TestOfTwoOrdersAtOnceForOnePersonOneIsEntered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newStaffed(t, d)
		var all sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			all.Go(func() {
				o := s.order()
				if i%2 == 1 {
					o.Substitute = s.second.ID
				}
				_, errs[i] = s.add(o)
			})
		}
		all.Wait()
		entered := 0
		for _, err := range errs {
			if err == nil {
				entered++
			} else if !errors.Is(err, account.ErrOrder) {
				t.Error(err)
			}
		}
		if entered != 1 {
			t.Errorf("%d orders", entered)
		}
	})
}

func TestOrdersAreListedByTheirTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, today := newStaffed(t, d), calendar.DayOf(now)
		o := s.order()
		o.First, o.Last = today, today.AddDays(1)
		running, err := s.add(o)
		if err != nil {
			t.Fatal(err)
		}
		o.First, o.Last = today.AddDays(2), today.AddDays(3)
		coming, err := s.add(o)
		if err != nil {
			t.Fatal(err)
		}
		o.First, o.Last = today.AddDays(4), today.AddDays(5)
		ended, err := s.add(o)
		if err != nil {
			t.Fatal(err)
		}
		write(t, d, now, func(tx *db.Tx) error { return account.EndSubstitution(tx, ended.ID, "қажет емес", s.admin.ID) })
		list := func(when string, day calendar.Day, after string) (ids []string) {
			read(t, d, func(tx *db.Tx) error {
				rows, err := account.Substitutions(tx, when, day, after, 10)
				for _, r := range rows {
					ids = append(ids, r.ID)
					if r.When(day) != when || r.AbsentName() != s.head.FullName() || r.SubstituteName() != s.executor.FullName() || r.AbsentRole != account.Head {
						t.Errorf("%s: %+v", when, r)
					}
				}
				return err
			})
			return ids
		}
		for _, c := range []struct {
			when  string
			day   calendar.Day
			after string
			want  []string
		}{
			{account.Running, today, "", []string{running.ID}}, {account.Coming, today, "", []string{coming.ID}}, {account.Past, today, "", []string{ended.ID}},
			{account.Running, today.AddDays(2), "", []string{coming.ID}}, {account.Coming, today.AddDays(2), "", nil},
			{account.Past, today.AddDays(2), "", []string{ended.ID, running.ID}}, {account.Past, today.AddDays(2), ended.ID, []string{running.ID}},
			{account.Past, today.AddDays(4), "", []string{ended.ID, coming.ID, running.ID}},
		} {
			if got := list(c.when, c.day, c.after); fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("%s on %s after %q: %v, want %v", c.when, c.day, c.after, got, c.want)
			}
		}
		read(t, d, func(tx *db.Tx) error {
			for day, want := range map[calendar.Day]int{today.AddDays(-1): 0, today: 1, today.AddDays(3): 1, today.AddDays(4): 0} {
				if duties, err := account.Duties(tx, s.executor.ID, day); err != nil || len(duties) != want {
					t.Errorf("%s: %d duties, %v", day, len(duties), err)
				}
			}
			return nil
		})
	})
}

func TestAOneTimePasswordOpensNothingButItsChange(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newStaffed(t, d)
		old := s.signIn("executor.one")
		write(t, d, now, func(tx *db.Tx) error { return account.GivePassword(tx, s.executor.ID, hash, s.admin.ID) })
		if _, err := s.find(now, old.Token); !errors.Is(err, account.ErrNoSession) {
			t.Errorf("the old session: %v", err)
		}
		a := s.signIn("executor.one").Account
		own := account.Thing{Account: a.ID}
		for act, want := range map[account.Act]error{account.Public: nil, account.Password: nil, account.Self: account.ErrOneTime, account.WorklistRead: account.ErrOneTime} {
			if err := account.May(&a, act, &own); err != want {
				t.Errorf("%s: %v", act, err)
			}
		}
		var fresh account.Session
		write(t, d, now, func(tx *db.Tx) (err error) { fresh, err = account.OwnPassword(tx, a.ID, hash, s.p); return err })
		found, err := s.find(now, fresh.Token)
		if err != nil || found.Account.OneTime || account.May(&found.Account, account.Self, &own) != nil {
			t.Errorf("%+v, %v", found, err)
		}
		read(t, d, func(tx *db.Tx) error {
			entries, err := register.History(tx, "account:"+a.ID)
			last := entries[len(entries)-4:]
			if err != nil || last[0].Act != "staff.password" || last[0].Actor != s.admin.ID || last[2].Act != "account.password" || last[2].Actor != a.ID {
				t.Errorf("%+v, %v", last, err)
			}
			return nil
		})
	})
}

func TestALostPhoneIsDroppedWithAReason(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newStaffed(t, d)
		session := s.signIn("executor.one")
		drop := func(reason string) error {
			return tryWrite(d, now, func(tx *db.Tx) error { return account.DropTOTP(tx, s.executor.ID, reason, s.admin.ID) })
		}
		if err := drop(""); !errors.Is(err, account.ErrIncomplete) {
			t.Errorf("without a reason: %v", err)
		}
		if _, err := s.find(now, session.Token); err != nil {
			t.Errorf("signed out by a refusal: %v", err)
		}
		if err := drop("телефонын жоғалтты"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.find(now, session.Token); !errors.Is(err, account.ErrNoSession) {
			t.Errorf("the session lives: %v", err)
		}
		read(t, d, func(tx *db.Tx) error {
			entries, err := register.History(tx, "account:"+s.executor.ID)
			if last := entries[len(entries)-1]; err != nil || last.Act != "account.second-factor.drop" || last.Detail["reason"] != "телефонын жоғалтты" {
				t.Errorf("%+v, %v", last, err)
			}
			return nil
		})
	})
}
