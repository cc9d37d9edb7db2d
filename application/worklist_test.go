package application_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/application/sample"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/register"
)

// filedRow is a running case as the lists see it, put in without its papers.
type filedRow struct {
	id, executor, stage, citizenship string
	due                              time.Time
}

// rows puts running cases of the district in.
func (h *house) rows(list ...filedRow) {
	h.Helper()
	unit := h.unit(sample.Zhitikara)
	h.write(func(tx *db.Tx) error {
		for _, r := range list {
			if r.stage == "" {
				r.stage = string(application.StageReady)
			}
			_, err := tx.Exec(`INSERT INTO application (id, number, service, operation, edition, channel, state, applicant, unit,
				territory, executor, executor_name, citizenship, stage, started_at, saved_at, filed_at, received_at, due_at)
				VALUES (?, ?, ?, ?, '', ?, 'review', 'nobody', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				r.id, "number of "+r.id, sample.Service, sample.Operation, sample.Channel, unit, sample.Zhitikara,
				r.executor, "name of "+r.executor, r.citizenship, r.stage, morning, morning, morning, morning, r.due)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (h *house) unit(territory string) (id string) {
	h.Helper()
	h.read(func(tx *db.Tx) error {
		u, err := account.UnitFor(tx, account.Akimat, territory)
		id = u.ID
		return err
	})
	return id
}

func (h *house) worklist(f application.Filter, b application.Bounds, p application.Page) (list []application.Summary) {
	h.Helper()
	h.read(func(tx *db.Tx) (err error) {
		list, err = application.Worklist(tx, h.unit(sample.Zhitikara), f, b, p)
		return err
	})
	return list
}

func idsOf(list []application.Summary) (ids []string) {
	for _, s := range list {
		ids = append(ids, s.ID)
	}
	return ids
}

// next is the page after this one.
func after(p application.Page, last application.Summary) application.Page {
	p.After, p.AfterID, p.Own = last.DueAt, last.ID, last.Executor != "" && (last.Executor == p.First || last.Executor == p.For)
	return p
}

func theBounds() application.Bounds {
	return application.Bounds{Critical: morning.AddDate(0, 0, -4), Now: morning, EndOfDay: calendar.DayOf(morning).End()}
}

func TestASeverityEndsAtItsMoment(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		b := theBounds()
		step := time.Microsecond
		h.rows(
			filedRow{id: "critical-before", due: b.Critical.Add(-step)}, filedRow{id: "critical", due: b.Critical},
			filedRow{id: "overdue-first", due: b.Critical.Add(step)}, filedRow{id: "overdue-before", due: b.Now.Add(-step)},
			filedRow{id: "overdue-last", due: b.Now}, filedRow{id: "today-first", due: b.Now.Add(step)},
			filedRow{id: "today-last", due: b.EndOfDay.Add(-step)}, filedRow{id: "later-first", due: b.EndOfDay},
			filedRow{id: "later", due: b.EndOfDay.Add(step)})
		want := [][]string{{"critical-before", "critical"}, {"overdue-first", "overdue-before", "overdue-last"},
			{"today-first", "today-last"}, {"later-first", "later"}}
		var tally application.Tally
		h.read(func(tx *db.Tx) (err error) {
			tally, err = application.CountList(tx, h.unit(sample.Zhitikara), application.Filter{}, b)
			return err
		})
		if tally != (application.Tally{Critical: 2, Overdue: 3, Today: 2, Later: 2}) {
			t.Errorf("counted %+v", tally)
		}
		for i, s := range b.Severities() {
			if got := idsOf(h.worklist(s, b, application.Page{})); !slices.Equal(got, want[i]) {
				t.Errorf("severity %d: %v, not %v", i, got, want[i])
			}
		}
	})
}

func TestOwnCasesStandFirstInEachSeverityAcrossPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		b, me := theBounds(), h.Staff["abenov"].ID
		var want []string
		for severity, due := range []time.Time{b.Critical.Add(-time.Hour), b.Now.Add(-time.Hour), b.Now.Add(time.Hour), b.EndOfDay.Add(time.Hour)} {
			var own, others []string
			for i := range 9 {
				r := filedRow{id: fmt.Sprintf("%d-%d", severity, i), due: due.Add(time.Duration(i/2) * time.Minute)}
				switch i % 3 {
				case 0:
					r.executor = me
					own = append(own, r.id)
				case 1:
					r.executor = h.Staff["suleimenova"].ID
					others = append(others, r.id)
				default:
					others = append(others, r.id)
				}
				h.rows(r)
			}
			want = append(append(want, own...), others...)
		}
		for _, size := range []int{1, 2, 3, 5, 7, 36, 50} {
			var got []string
			p := application.Page{First: me, Size: size}
			for {
				page := h.worklist(application.Filter{}, b, p)
				if len(page) == 0 {
					break
				}
				got = append(got, idsOf(page)...)
				p = after(p, page[len(page)-1])
			}
			if !slices.Equal(got, want) {
				t.Errorf("pages of %d:\n%v, not\n%v", size, got, want)
			}
		}
	})
}

func TestTheCasesOfTheAbsentAreOwnToWhoActsForThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		b, me, absent := theBounds(), h.Staff["abenov"].ID, h.Staff["suleimenova"].ID
		h.rows(filedRow{id: "1", executor: absent, due: b.Now}, filedRow{id: "2", executor: "another", due: b.Now.Add(-2)},
			filedRow{id: "3", executor: me, due: b.Now.Add(-time.Hour)}, filedRow{id: "4", due: b.Now.Add(-3 * time.Hour)},
			filedRow{id: "5", executor: absent, due: b.Now.Add(-2 * time.Hour)}, filedRow{id: "6", executor: me, due: b.EndOfDay})
		var got []string
		p := application.Page{First: me, For: absent, Size: 1}
		for page := h.worklist(application.Filter{}, b, p); len(page) > 0; page = h.worklist(application.Filter{}, b, p) {
			got = append(got, idsOf(page)...)
			p = after(p, page[0])
		}
		if want := []string{"5", "3", "1", "4", "2", "6"}; !slices.Equal(got, want) {
			t.Errorf("%v, not %v", got, want)
		}
		mine := h.worklist(application.Filter{Executor: me, For: absent}, b, application.Page{First: me, For: absent, Size: 3})
		if want := []string{"5", "3", "1"}; !slices.Equal(idsOf(mine), want) {
			t.Errorf("mine are %v, not %v", idsOf(mine), want)
		}
	})
}

func TestNothingIsLostOrRepeatedWhileCasesAreDecidedBetweenThePages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		b, me := theBounds(), h.Staff["abenov"].ID
		var rows []filedRow
		for i := range 60 {
			r := filedRow{id: fmt.Sprintf("case-%02d", i), due: b.Critical.Add(time.Duration(i*3) * time.Hour)}
			if i%4 == 0 {
				r.executor = me
			}
			rows = append(rows, r)
		}
		h.rows(rows...)
		whole := idsOf(h.worklist(application.Filter{}, b, application.Page{First: me, Size: 100}))
		seen, gone := map[string]int{}, map[string]bool{}
		p := application.Page{First: me, Size: 7}
		for {
			page := h.worklist(application.Filter{}, b, p)
			if len(page) == 0 {
				break
			}
			for _, s := range page {
				seen[s.ID]++
			}
			last := page[len(page)-1]
			for _, id := range []string{last.ID, page[0].ID, whole[(len(seen)+5)%len(whole)]} { // the cursor's own case too
				gone[id] = true
				h.write(func(tx *db.Tx) error {
					_, err := tx.Exec(`UPDATE application SET state = 'approved', stage = '', decided_at = ? WHERE id = ?`, tx.Now(), id)
					return err
				})
			}
			p = after(p, last)
		}
		for _, id := range whole {
			if n := seen[id]; n > 1 || n == 0 && !gone[id] {
				t.Errorf("%s was shown %d times, gone %v", id, n, gone[id])
			}
		}
	})
}

func TestFiltersCombineAndTheirCountsAreThoseOfTheList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		b, me := theBounds(), h.Staff["abenov"].ID
		h.rows(
			filedRow{id: "a", executor: me, stage: "police", citizenship: "UZB", due: b.Now},
			filedRow{id: "b", executor: me, stage: "failed", citizenship: "TJK", due: b.EndOfDay},
			filedRow{id: "c", stage: "police", citizenship: "UZB", due: b.EndOfDay},
			filedRow{id: "d", executor: h.Staff["suleimenova"].ID, stage: "head", citizenship: "KGZ", due: b.Now})
		cases := []struct {
			f    application.Filter
			want string
		}{
			{application.Filter{}, "a d b c"},
			{application.Filter{Executor: me}, "a b"},
			{application.Filter{Executor: application.Nobody}, "c"},
			{application.Filter{Stage: application.StagePolice}, "a c"},
			{application.Filter{Stage: application.StagePolice, Executor: me}, "a"},
			{application.Filter{Stage: application.StageHead}, "d"},
			{application.Filter{Citizenship: "UZB", Executor: application.Nobody}, "c"},
			{application.Filter{Citizenship: "UZB", Until: b.Now}, "a"},
			{application.Filter{After: b.Now}, "b c"},
			{application.Filter{Channel: sample.Channel, Territory: sample.Zhitikara, Citizenship: "KGZ"}, "d"},
			{application.Filter{Channel: "elsewhere"}, ""},
			{application.Filter{Territory: sample.Kostanay}, ""},
		}
		for _, c := range cases {
			list := h.worklist(c.f, b, application.Page{First: me})
			if got := strings.Join(idsOf(list), " "); got != c.want {
				t.Errorf("%+v finds %q, not %q", c.f, got, c.want)
			}
			h.read(func(tx *db.Tx) error {
				n, err := application.Counts(tx, h.unit(sample.Zhitikara), []application.Filter{c.f})
				if err == nil && n[0] != len(list) {
					t.Errorf("%+v counts %d of %d", c.f, n[0], len(list))
				}
				return err
			})
		}
		h.read(func(tx *db.Tx) error {
			holders, err := application.Holders(tx, h.unit(sample.Zhitikara))
			if len(holders) != 2 || holders[0].Cases+holders[1].Cases != 3 {
				t.Errorf("holders: %+v", holders)
			}
			return err
		})
	})
}

func TestACountSaysMoreThanItsBound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		b := theBounds()
		var rows []filedRow
		for i := range application.Bound - 1 {
			rows = append(rows, filedRow{id: fmt.Sprintf("case-%04d", i), due: b.EndOfDay})
		}
		h.rows(rows...)
		for i, want := range []int{application.Bound - 1, application.Bound, application.Bound + 1, application.Bound + 1} {
			h.read(func(tx *db.Tx) error {
				tally, err := application.CountList(tx, h.unit(sample.Zhitikara), application.Filter{}, b)
				if _, exact := tally.Total(); tally.Later != want || exact != (want <= application.Bound) {
					t.Errorf("%d cases count as %d, exact %v", application.Bound-1+i, tally.Later, exact)
				}
				return err
			})
			h.rows(filedRow{id: fmt.Sprintf("more-%d", i), due: b.EndOfDay})
		}
	})
}

func TestACaseLiesWhereItsWayHasBroughtIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		executor, head := h.Staff["abenov"], h.Staff["temirbekova"]
		lies := func(c application.Case, want application.Stage) {
			t.Helper()
			h.read(func(tx *db.Tx) error {
				var stage application.Stage
				err := tx.Get(&stage, `SELECT stage FROM application WHERE id = ?`, c.ID)
				if stage != want {
					t.Errorf("the case lies at %q, not at %q", stage, want)
				}
				return err
			})
		}
		h.clock.Set(morning.Add(12 * time.Hour))
		late := h.file(h.hire(sample.Zhitikara, 6))
		lies(late, application.StageOpening)
		h.clock.Set(morning.AddDate(0, 0, 1))
		h.write(func(tx *db.Tx) error { return h.Office.Receive(tx, late.ID) })
		lies(late, application.StagePolice)
		c := h.answerPolice(late, true, "")
		lies(c, application.StageSystems)
		h.settle()
		lies(c, application.StageReady)
		c = h.find(c.ID)
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Office.DraftDecision(tx, executor, c.ID, c.Version, true, nil, "")
			return err
		})
		lies(c, application.StageHead)
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Office.Return(tx, head, c.ID, c.Version, "Негізін нақтылаңыз")
			return err
		})
		lies(c, application.StageReturned)
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Office.DraftDecision(tx, executor, c.ID, c.Version, true, nil, "")
			return err
		})
		lies(c, application.StageHead)
		decisions := h.decisions(c)
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Office.Decide(tx, head, c.ID, c.Version, decisions[0].Prepared)
			return err
		})
		lies(c, "")
		objected := h.file(h.hire(sample.Zhitikara, 6))
		h.answerPolice(objected, false, "Бұрын болу мерзімін бұзған")
		lies(objected, application.StageFailed)
	})
}

func (h *house) decisions(c application.Case) (list []application.Decision) {
	h.Helper()
	h.read(func(tx *db.Tx) (err error) { list, err = application.Decisions(tx, c.ID); return err })
	return list
}

func (h *house) assign(actor, to, id string, version int) error {
	return h.try(func(tx *db.Tx) error {
		_, err := h.Office.Assign(tx, h.Staff[actor], id, version, h.Staff[to].ID, "Заңда көрсетілген мерзімде қараңыз")
		return err
	})
}

func TestAHeadGivesACaseAndAnExecutorPassesHisOwnOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.ready(h.hire(sample.Zhitikara, 6))
		is := func(step string, err, want error) {
			t.Helper()
			if !errors.Is(err, want) || want == nil && err != nil {
				t.Fatalf("%s: %v, not %v", step, err, want)
			}
		}
		is("an executor takes from nobody what another has asked for", h.assign("suleimenova", "suleimenova", c.ID, 0), nil)
		is("another passes on what is not his", h.assign("abenov", "abenov", c.ID, 0), application.ErrTaken)
		is("the head gives it at the version he saw", h.assign("temirbekova", "abenov", c.ID, h.find(c.ID).Version), nil)
		is("and again", h.assign("temirbekova", "abenov", c.ID, 0), application.ErrHasIt)
		is("at an old version", h.assign("temirbekova", "suleimenova", c.ID, c.Version), db.ErrStale)
		is("to the police", h.assign("temirbekova", "sarsenov", c.ID, 0), application.ErrNotExecutor)
		is("to another unit", h.assign("temirbekova", "petrenko", c.ID, 0), application.ErrNotExecutor)
		is("to himself", h.assign("temirbekova", "temirbekova", c.ID, 0), application.ErrNotExecutor)
		is("by the head of another unit", h.assign("volkov", "petrenko", c.ID, 0), account.ErrHidden)
		is("the executor passes on his own", h.assign("abenov", "suleimenova", c.ID, 0), nil)
		long := strings.Repeat("қ", 4001)
		is("with endless words", h.try(func(tx *db.Tx) error {
			_, err := h.Office.Assign(tx, h.Staff["temirbekova"], c.ID, 0, h.Staff["abenov"].ID, long)
			return err
		}), application.ErrTooLong)

		c = h.find(c.ID)
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Office.DraftDecision(tx, h.Staff["suleimenova"], c.ID, c.Version, true, nil, "")
			return err
		})
		is("while it lies with the head", h.assign("temirbekova", "abenov", c.ID, 0), application.ErrState)
		h.write(func(tx *db.Tx) (err error) {
			c, err = h.Office.Return(tx, h.Staff["temirbekova"], c.ID, c.Version, "Қайта қараңыз")
			return err
		})
		h.write(func(tx *db.Tx) error { return account.Disable(tx, h.Staff["suleimenova"].ID, "left", "system") })
		is("of one who has left, to one who has left", h.assign("temirbekova", "suleimenova", c.ID, 0), application.ErrNotExecutor)
		is("of one who has left", h.assign("temirbekova", "abenov", c.ID, 0), nil)

		var ways []string
		h.read(func(tx *db.Tx) error {
			entries, err := register.History(tx, c.Subject())
			for _, e := range entries {
				switch e.Act {
				case "application.take":
					ways = append(ways, "nobody > "+e.Actor)
				case "application.assign":
					ways = append(ways, fmt.Sprint(e.Detail["from"], " > ", e.Detail["to"]))
					if e.Detail["resolution"] == "" || e.Due == nil {
						t.Errorf("the entry lacks its resolution or term: %+v", e)
					}
				}
			}
			return err
		})
		a, s := h.Staff["abenov"].ID, h.Staff["suleimenova"].ID
		want := []string{"nobody > " + s, s + " > " + a, a + " > " + s, s + " > " + a}
		if !slices.Equal(ways, want) {
			t.Errorf("the history is\n%v, not\n%v", ways, want)
		}
	})
}

func TestManyAreAssignedAtOnceAndWhatCannotBeIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		b, head, abenov := theBounds(), h.Staff["temirbekova"], h.Staff["abenov"].ID
		h.rows(filedRow{id: "free", due: b.Now}, filedRow{id: "his", executor: abenov, due: b.Now},
			filedRow{id: "other", executor: h.Staff["suleimenova"].ID, due: b.Now}, filedRow{id: "stale", due: b.Now},
			filedRow{id: "signing", stage: "head", due: b.Now}, filedRow{id: "elsewhere", due: b.Now})
		h.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE application SET state = 'signature' WHERE id = 'signing'`)
			if err == nil {
				_, err = tx.Exec(`UPDATE application SET unit = ? WHERE id = 'elsewhere'`, h.unit(sample.Kostanay))
			}
			return err
		})
		picks := []application.Pick{{ID: "free", Version: 1}, {ID: "his", Version: 1}, {ID: "other", Version: 1}, {ID: "stale", Version: 7},
			{ID: "signing", Version: 1}, {ID: "elsewhere", Version: 1}, {ID: "no such case"}, {ID: "free", Version: 1}}
		both := func() map[string]error {
			outcome := map[string]error{}
			h.write(func(tx *db.Tx) error {
				clear(outcome)
				list, err := h.Office.AssignMany(tx, head, picks, abenov, "")
				for _, a := range list {
					if _, twice := outcome[a.ID]; twice {
						t.Errorf("%s is told twice", a.ID)
					}
					outcome[a.ID] = a.Err
				}
				return err
			})
			return outcome
		}
		first := both()
		for id, want := range map[string]error{"free": nil, "other": nil, "his": application.ErrHasIt, "stale": db.ErrStale,
			"signing": application.ErrState, "elsewhere": account.ErrHidden, "no such case": application.ErrNoCase} {
			if got, told := first[id]; !told || !errors.Is(got, want) || want == nil && got != nil {
				t.Errorf("%s: %v, told %v, not %v", id, got, told, want)
			}
		}
		second := both() // another head who chose the same ones
		for _, id := range []string{"free", "other"} {
			if !errors.Is(second[id], db.ErrStale) {
				t.Errorf("%s is given twice: %v", id, second[id])
			}
			h.read(func(tx *db.Tx) error {
				entries, err := register.History(tx, "case:"+id)
				if len(entries) != 1 || entries[0].Act != "application.assign" {
					t.Errorf("%s has the entries %+v", id, entries)
				}
				return err
			})
		}
		err := h.try(func(tx *db.Tx) error {
			_, err := h.Office.AssignMany(tx, head, make([]application.Pick, application.AtOnce+1), abenov, "")
			return err
		})
		if !errors.Is(err, application.ErrTooMany) {
			t.Errorf("more than %d at once: %v", application.AtOnce, err)
		}
		err = h.try(func(tx *db.Tx) error {
			_, err := h.Office.AssignMany(tx, head, picks, h.Staff["petrenko"].ID, "")
			return err
		})
		if !errors.Is(err, application.ErrNotExecutor) {
			t.Errorf("to another unit's executor: %v", err)
		}
	})
}

func TestTwoHeadsAtTheSameTimeGiveACaseOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		b := theBounds()
		var rows []filedRow
		var picks []application.Pick
		for i := range 40 {
			rows = append(rows, filedRow{id: fmt.Sprintf("case-%02d", i), due: b.Now})
			picks = append(picks, application.Pick{ID: rows[i].id, Version: 1})
		}
		h.rows(rows...)
		done := make(chan int, 2)
		turned := slices.Clone(picks)
		slices.Reverse(turned)
		for to, picks := range map[string][]application.Pick{"abenov": picks, "suleimenova": turned} {
			go func() {
				n := 0
				err := h.try(func(tx *db.Tx) error {
					n = 0
					list, err := h.Office.AssignMany(tx, h.Staff["temirbekova"], picks, h.Staff[to].ID, "")
					for _, a := range list {
						if a.Err == nil {
							n++
						}
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
				done <- n
			}()
		}
		if n := <-done + <-done; n != len(picks) {
			t.Errorf("%d of %d cases were given", n, len(picks))
		}
		h.read(func(tx *db.Tx) error {
			var entries int
			err := tx.Get(&entries, `SELECT COUNT(*) FROM register_entry WHERE act = 'application.assign'`)
			if entries != len(picks) {
				t.Errorf("%d entries for %d cases", entries, len(picks))
			}
			return err
		})
	})
}

func TestASearchFindsTheBeginningsOfWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		unit := h.unit(sample.Zhitikara)
		p := h.hire(sample.Zhitikara, 6)
		c := h.file(p)
		other := h.file(h.hire(sample.Zhitikara, 6))
		find := func(text string, running bool) (ids []string) {
			t.Helper()
			h.read(func(tx *db.Tx) error {
				f, err := application.Search(tx, unit, text, running)
				ids = idsOf(f.Cases)
				return err
			})
			return ids
		}
		iin, passport := p.Worker.IIN, c.Fields[application.FieldPassport]
		for _, text := range []string{c.Number, c.Number[len(c.Number)-6:], iin, iin[:8], passport, strings.ToLower(passport),
			c.Name, c.Name + " " + passport, c.EmployerIIN, p.Employer.IIN[:11]} {
			if got := find(text, true); !slices.Contains(got, c.ID) {
				t.Errorf("%q is not found", text)
			}
		}
		for _, text := range []string{"", " ", "%", "_", iin[1:], c.Name + " " + other.Fields[application.FieldPassport], "nobody", "'; --"} {
			if got := find(text, true); len(got) != 0 {
				t.Errorf("%q finds %v", text, got)
			}
		}
		if got := find(passport, false); len(got) != 0 {
			t.Errorf("a running case is among the decided ones")
		}
		h.write(func(tx *db.Tx) (err error) {
			c = h.find(c.ID)
			_, err = h.Office.Withdraw(tx, p.worker, c.ID, c.Version)
			return err
		})
		if len(find(passport, true)) != 0 || len(find(passport, false)) != 1 {
			t.Errorf("a decided case is not found among the decided ones alone")
		}
	})
}

func TestCasesFromBeforeAreFoundOnceTheyAreTakenOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		c := h.file(h.hire(sample.Zhitikara, 6))
		h.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`DELETE FROM application_key`)
			if err == nil {
				_, err = tx.Exec(`UPDATE application SET search_key = 'old' WHERE id = ?`, c.ID)
			}
			return err
		})
		for _, want := range []int{1, 0} {
			h.write(func(tx *db.Tx) error {
				n, err := h.Office.KeepOld(tx)
				if n != want {
					t.Errorf("%d cases were taken over, not %d", n, want)
				}
				return err
			})
		}
		h.read(func(tx *db.Tx) error {
			f, err := application.Search(tx, c.Unit, c.Name, true)
			if len(f.Cases) != 1 {
				t.Errorf("%d found", len(f.Cases))
			}
			return err
		})
	})
}

func TestAnOfficerKeepsTwentyFiltersAndNoMore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		me, other := h.Staff["abenov"], h.Staff["suleimenova"]
		save := func(name string) error {
			return h.try(func(tx *db.Tx) error { return application.SaveFilter(tx, me, name, "whose=mine") })
		}
		for i := range application.SavedFilters {
			must(t, save(fmt.Sprint("сүзгі ", i)))
		}
		if err := save("the twenty-first"); !errors.Is(err, application.ErrFiltersFull) {
			t.Errorf("the twenty-first: %v", err)
		}
		must(t, save(" сүзгі  3 ")) // the same name
		for _, name := range []string{"", "  ", strings.Repeat("ұ", 61)} {
			if err := save(name); !errors.Is(err, application.ErrFilterName) {
				t.Errorf("the name %q: %v", name, err)
			}
		}
		must(t, h.try(func(tx *db.Tx) error { return application.SaveFilter(tx, other, "theirs", "whose=none") }))
		list := h.filters(me)
		if len(list) != application.SavedFilters {
			t.Fatalf("%d kept", len(list))
		}
		is := func(err, want error) {
			t.Helper()
			if !errors.Is(err, want) || want == nil && err != nil {
				t.Errorf("%v, not %v", err, want)
			}
		}
		is(h.try(func(tx *db.Tx) error { return application.RenameFilter(tx, me, list[0].ID, list[1].Name) }), application.ErrFilterName)
		is(h.try(func(tx *db.Tx) error { return application.RenameFilter(tx, other, list[0].ID, "mine now") }), application.ErrNoFilter)
		is(h.try(func(tx *db.Tx) error { return application.DropFilter(tx, other, list[0].ID) }), application.ErrNoFilter)
		is(h.try(func(tx *db.Tx) error { return application.RenameFilter(tx, me, list[0].ID, strings.Repeat("ұ", 60)) }), nil)
		is(h.try(func(tx *db.Tx) error { return application.DropFilter(tx, me, list[5].ID) }), nil)
		is(h.try(func(tx *db.Tx) error { return application.DropFilter(tx, me, list[5].ID) }), application.ErrNoFilter)
		is(save("in its place"), nil)
		is(save("one too many"), application.ErrFiltersFull)
	})
}

func (h *house) filters(a account.Account) (list []application.SavedFilter) {
	h.Helper()
	h.read(func(tx *db.Tx) (err error) { list, err = application.FiltersOf(tx, a.ID); return err })
	return list
}
