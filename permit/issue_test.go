package permit_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/permit"
	"ruqsat/words"
)

func TestWhatWasPreparedIsIssuedByteForByte(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := issued(t, d, "case-1", data())
		read(t, d, func(tx *db.Tx) error {
			ready, err := permit.FindPrepared(tx, "case-1")
			if err != nil {
				return err
			}
			if p.Number != "ZH-3944-26-000001" || len(p.Code) != 26 || p.Sum != ready.Sum || !p.Issued.Equal(now) {
				t.Errorf("issued %+v over %s", p, ready.Sum)
			}
			for name, find := range map[string]func() (permit.Permit, error){
				"id":     func() (permit.Permit, error) { return permit.Find(tx, p.ID) },
				"code":   func() (permit.Permit, error) { return permit.ByCode(tx, p.Code) },
				"number": func() (permit.Permit, error) { return permit.ByNumber(tx, p.Number) },
				"case":   func() (permit.Permit, error) { return permit.ByCase(tx, "case-1") },
			} {
				got, err := find()
				if err != nil || fmt.Sprint(got) != fmt.Sprint(p) {
					t.Errorf("by %s: %+v (%v), want %+v", name, got, err, p)
				}
			}
			return nil
		})
	})
}

func TestTheCanonicalBytesAreSortedAndRepeat(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		write(t, d, func(tx *db.Tx) error {
			a, err := permit.Prepare(tx, "case-1", data())
			if err != nil {
				return err
			}
			b, err := permit.Prepare(tx, "case-2", data())
			if err != nil {
				return err
			}
			if !bytes.Equal(a.Raw, b.Raw) || a.Sum != b.Sum || a.ID == b.ID {
				t.Error("equal data have other bytes")
			}
			if !bytes.HasPrefix(a.Raw, []byte(`{"address":{"en":"","kk":"Жітіқара қаласы`)) || bytes.Contains(a.Raw, []byte(`": `)) {
				t.Errorf("not canonical: %.80s", a.Raw)
			}
			return nil
		})
	})
}

func TestANewPreparationVoidsTheEarlierOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		write(t, d, func(tx *db.Tx) error {
			old, err := permit.Prepare(tx, "case-1", data())
			if err != nil {
				return err
			}
			changed := data()
			changed.Passport = "402771937"
			fresh, err := permit.Prepare(tx, "case-1", changed)
			if err != nil {
				return err
			}
			if _, err := permit.Issue(tx, old, head); !errors.Is(err, permit.ErrVoid) {
				t.Errorf("issuing the earlier one: %v, want ErrVoid", err)
			}
			mixed := fresh
			mixed.Sum = old.Sum
			if _, err := permit.Issue(tx, mixed, head); !errors.Is(err, permit.ErrVoid) {
				t.Errorf("issuing with another SHA-256: %v, want ErrVoid", err)
			}
			p, err := permit.Issue(tx, fresh, head)
			if err != nil || p.Data.Passport != "402771937" {
				t.Errorf("issued %q (%v)", p.Data.Passport, err)
			}
			if _, err := permit.Issue(tx, fresh, head); !errors.Is(err, permit.ErrRedeemed) {
				t.Errorf("issuing twice: %v, want ErrRedeemed", err)
			}
			if _, err := permit.Prepare(tx, "case-1", data()); !errors.Is(err, permit.ErrRedeemed) {
				t.Errorf("preparing after the issue: %v, want ErrRedeemed", err)
			}
			return nil
		})
	})
}

func TestNothingIsIssuedThatWasNotPreparedForThisDayAndHead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		write(t, d, func(tx *db.Tx) error {
			if _, err := permit.FindPrepared(tx, "case-1"); !errors.Is(err, permit.ErrNotPrepared) {
				t.Errorf("find: %v, want ErrNotPrepared", err)
			}
			if _, err := permit.Issue(tx, permit.Prepared{ID: "none", Case: "case-1"}, head); !errors.Is(err, permit.ErrNotPrepared) {
				t.Errorf("issue: %v, want ErrNotPrepared", err)
			}
			past := data()
			past.First, past.Last = calendar.NewDay(2026, 2, 10), calendar.NewDay(2026, 8, 9)
			p, err := permit.Prepare(tx, "case-1", past)
			if err != nil {
				return err
			}
			if _, err := permit.Issue(tx, p, head); !errors.Is(err, permit.ErrOutdated) {
				t.Errorf("issue of yesterday: %v, want ErrOutdated", err)
			}
			if p, err = permit.Prepare(tx, "case-1", data()); err != nil {
				return err
			}
			if _, err := permit.Issue(tx, p, permit.Signatory{Name: "Another"}); !errors.Is(err, permit.ErrSignatory) {
				t.Errorf("issue by another head: %v, want ErrSignatory", err)
			}
			return nil
		})
	})
}

func TestKeptBytesThatWereChangedAreNotIssued(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		write(t, d, func(tx *db.Tx) error {
			p, err := permit.Prepare(tx, "case-1", data())
			if err != nil {
				return err
			}
			_, err = tx.Exec(`UPDATE permit_preparation SET data = REPLACE(data, '402771936', '111111111')`)
			if err != nil {
				return err
			}
			if _, err := permit.Issue(tx, p, head); !errors.Is(err, permit.ErrVoid) {
				t.Errorf("issue of changed bytes: %v, want ErrVoid", err)
			}
			return nil
		})
	})
}

func TestIncompleteDataNamesItsFieldsAndNoValues(t *testing.T) {
	spoil := map[string]func(*permit.Data){
		"prefix":              func(d *permit.Data) { d.Prefix = "ЖИ" },
		"unit":                func(d *permit.Data) { d.Unit = "3944" },
		"holder_latin":        func(d *permit.Data) { d.HolderLatin = "" },
		"passport":            func(d *permit.Data) { d.Passport = "" },
		"citizenship":         func(d *permit.Data) { d.Citizenship.RU = "" },
		"employer_iin":        func(d *permit.Data) { d.EmployerIIN = "12" },
		"territory":           func(d *permit.Data) { d.Territory = words.Text{} },
		"first, last, months": func(d *permit.Data) { d.Last = d.Last.AddDays(1) },
		"basis":               func(d *permit.Data) { d.Basis = nil },
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for field, change := range spoil {
			of := data()
			change(&of)
			write(t, d, func(tx *db.Tx) error {
				_, err := permit.Prepare(tx, "case-1", of)
				if !errors.Is(err, permit.ErrIncomplete) || !strings.HasSuffix(err.Error(), ": "+field) {
					t.Errorf("without %s: %v", field, err)
				}
				return nil
			})
		}
	})
}

func TestFiftyHeadsAtOnceIssueOnePermit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var ready permit.Prepared
		write(t, d, func(tx *db.Tx) (err error) {
			ready, err = permit.Prepare(tx, "case-1", data())
			return err
		})
		errs := together(50, func(int) error {
			return d.Write(context.Background(), now, func(tx *db.Tx) error {
				_, err := permit.Issue(tx, ready, head)
				return err
			})
		})
		if good := count(errs, nil); good != 1 || count(errs, permit.ErrRedeemed) != 49 {
			t.Errorf("%d issued, the others: %v", good, errs)
		}
	})
}

func TestPrepareAgainstIssueNeverIssuesAVoidOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var first permit.Prepared
		write(t, d, func(tx *db.Tx) (err error) {
			first, err = permit.Prepare(tx, "case-1", data())
			return err
		})
		errs := together(50, func(i int) error {
			return d.Write(context.Background(), now, func(tx *db.Tx) error {
				if i%2 == 0 {
					_, err := permit.Issue(tx, first, head)
					return err
				}
				_, err := permit.Prepare(tx, "case-1", data())
				return err
			})
		})
		for _, err := range errs {
			if err != nil && !errors.Is(err, permit.ErrVoid) && !errors.Is(err, permit.ErrRedeemed) {
				t.Error(err)
			}
		}
		read(t, d, func(tx *db.Tx) error {
			p, err := permit.ByCase(tx, "case-1")
			if errors.Is(err, permit.ErrNoPermit) {
				return nil // every Issue came after a newer preparation
			}
			ready, err2 := permit.FindPrepared(tx, "case-1")
			if err != nil || err2 != nil || ready.ID != first.ID || p.Sum != first.Sum {
				t.Errorf("issued %s over %s (%v, %v)", p.Number, ready.ID, err, err2)
			}
			return nil
		})
	})
}

func TestNumbersAreUniqueAndWithoutGaps(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		undone := errors.New("undone")
		errs := together(60, func(i int) error {
			return d.Write(context.Background(), now, func(tx *db.Tx) error {
				of := data()
				if i%2 == 1 {
					of.Unit = "395200000"
				}
				ready, err := permit.Prepare(tx, fmt.Sprint("case-", i), of)
				if err != nil {
					return err
				}
				if _, err = permit.Issue(tx, ready, head); err == nil && i%6 >= 4 {
					err = undone // a third of the acts falls after it took its number
				}
				return err
			})
		})
		if count(errs, nil) != 40 || count(errs, undone) != 20 {
			t.Fatalf("answers: %v", errs)
		}
		read(t, d, func(tx *db.Tx) error {
			var got []string
			err := tx.Select(&got, `SELECT number FROM permit ORDER BY number`)
			var want []string
			for _, unit := range []string{"3944", "3952"} {
				for n := 1; n <= 20; n++ {
					want = append(want, fmt.Sprintf("ZH-%s-26-%06d", unit, n))
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("numbers %v", got)
			}
			return err
		})
	})
}

func TestTheNumberBeginsAnewWithTheYearInAlmaty(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		issued(t, d, "case-1", data())
		midnight := time.Date(2026, 12, 31, 19, 0, 0, 0, time.UTC) // 1 January 2027, 00:00 in Almaty
		of := data()
		of.First, of.Last = calendar.NewDay(2027, 1, 1), calendar.NewDay(2027, 6, 30)
		for at, want := range map[time.Time]string{
			midnight.Add(-time.Second): "ZH-3944-26-000002", midnight: "ZH-3944-27-000001",
		} {
			err := d.Write(context.Background(), at, func(tx *db.Tx) error {
				ready, err := permit.Prepare(tx, want, of)
				if err != nil {
					return err
				}
				p, err := permit.Issue(tx, ready, head)
				if p.Number != want {
					t.Errorf("at %s the number is %s, want %s", at, p.Number, want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// together runs n acts at the same time.
func together(n int, act func(i int) error) []error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { errs[i] = act(i) })
	}
	wg.Wait()
	return errs
}

func count(errs []error, want error) (n int) {
	for _, err := range errs {
		if errors.Is(err, want) {
			n++
		}
	}
	return n
}
