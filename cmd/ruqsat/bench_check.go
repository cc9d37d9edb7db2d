package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/permit"
)

// checks measures the check of a permit, by the machines' door and by the page behind the QR, against
// a bare handler that reads one row; then it sees that a change of status shows at once.
func (b *bench) checks() ([]measure, error) {
	p, err := b.onePermit()
	if err != nil {
		return nil, err
	}
	bare := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { b.bareCheck(w, r, p.Code) })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: bare}
	go server.Serve(listener)
	defer server.Close()
	floorURL := "http://" + listener.Addr().String() + "/"

	var results []measure
	for _, door := range []struct{ what, path string }{
		{"check", "/api/permits/code/" + p.Code}, {"page", "/p/" + p.Code},
	} {
		var rates, floors []float64
		for range 3 { // in turns, so that both sides meet the same noise
			floor, err := b.hammer(floorURL)
			if err != nil {
				return nil, err
			}
			rate, err := b.hammer(b.base + door.path)
			if err != nil {
				return nil, err
			}
			rates, floors = append(rates, rate), append(floors, floor)
		}
		m := measure{What: door.what, Engine: string(b.engine), Unit: "checks/s", Rate: median(rates), Floor: median(floors), Bar: 0.5}
		if door.what == "page" {
			m.Bar = 0 // the whole page for people: reported
			m.Note = "the HTML page, reported only"
		}
		m.Ratio = m.Rate / m.Floor
		results = append(results, m)
	}
	note, err := b.freshness(p)
	if err != nil {
		return nil, err
	}
	results[0].Note = note
	return results, nil
}

// bareCheck is the floor: one row read by its code and written as JSON, nothing else.
func (b *bench) bareCheck(w http.ResponseWriter, r *http.Request, code string) {
	var row struct {
		Number string       `db:"number"`
		First  calendar.Day `db:"first_day"`
		Last   calendar.Day `db:"last_day"`
	}
	err := b.db.Peek(r.Context(), func(tx *db.Tx) error {
		return tx.Get(&row, `SELECT number, first_day, last_day FROM permit WHERE code = ?`, code)
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]string{"number": row.Number, "first": row.First.String(), "last": row.Last.String()})
}

// hammer asks one address from all clients for a while and tells the answers a second.
func (b *bench) hammer(url string) (float64, error) {
	ctx, cancel := context.WithTimeout(context.Background(), b.command.For/4)
	defer cancel()
	var done atomic.Int64
	var failed atomic.Pointer[error]
	var clients sync.WaitGroup
	began := time.Now()
	for range b.command.Clients {
		clients.Go(func() {
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1}}
			for ctx.Err() == nil {
				resp, err := client.Get(url)
				if err == nil && resp.StatusCode != http.StatusOK {
					err = fmt.Errorf("status %d", resp.StatusCode)
				}
				if err != nil {
					failed.Store(&err)
					return
				}
				io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				done.Add(1)
			}
		})
	}
	clients.Wait()
	if err := failed.Load(); err != nil {
		return 0, *err
	}
	return float64(done.Load()) / time.Since(began).Seconds(), nil
}

// freshness ends a permit and asks at once: the very next check must say so.
func (b *bench) freshness(p permit.Permit) (string, error) {
	at := b.clock.Now()
	err := b.db.Write(context.Background(), at, func(tx *db.Tx) error {
		return permit.End(tx, p.ID, permit.Revoked, "bench", at)
	})
	if err != nil {
		return "", err
	}
	resp, err := http.Get(b.base + "/api/permits/code/" + p.Code)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var answer struct{ Status string }
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || answer.Status != permit.Revoked {
		return "", fmt.Errorf("after a revocation the check says %q (%v)", answer.Status, err)
	}
	return "the check right after a revocation shows it", nil
}
