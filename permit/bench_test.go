package permit_test

import (
	"context"
	"fmt"
	"testing"

	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/permit"
)

func BenchmarkCheck(b *testing.B) {
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		d := dbtest.Open(b, engine)
		p := issued(b, d, "case-1", data())
		bench := func(name string, ask func(tx *db.Tx) (permit.Status, error)) {
			b.Run(fmt.Sprint(engine, "/", name), func(b *testing.B) {
				for b.Loop() {
					err := d.Read(context.Background(), func(tx *db.Tx) error {
						s, err := ask(tx)
						if err == nil && s.Code != permit.Valid {
							b.Errorf("status %s", s.Code)
						}
						return err
					})
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		bench("ByCodeStatus", func(tx *db.Tx) (permit.Status, error) {
			p, err := permit.ByCode(tx, p.Code)
			return p.Status(now), err
		})
		bench("StatusByCode", func(tx *db.Tx) (permit.Status, error) { return permit.StatusByCode(tx, p.Code, now) })
	}
}

func BenchmarkQR(b *testing.B) {
	s, p := seal(b), sample()
	for b.Loop() {
		if _, err := s.QR(host, p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerifyQR(b *testing.B) {
	s := seal(b)
	qr, trust := qrOf(b, s), trusting(s)
	for b.Loop() {
		if permit.VerifyQR(qr, trust, now).Code != permit.Valid {
			b.Fatal("not valid")
		}
	}
}

func BenchmarkRender(b *testing.B) {
	p, qr := sample(), qrOf(b, seal(b))
	for b.Loop() {
		if _, err := permit.Render(p, qr, now); err != nil {
			b.Fatal(err)
		}
	}
}
