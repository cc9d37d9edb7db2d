package api_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"ruqsat/api"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/law"
	"ruqsat/regulation"
)

// What no database could look up, a NUL or broken UTF-8, is refused in words and never a fault of ours.
func TestAnAddressThatNobodyCanReadNamesNothing(t *testing.T) {
	l, err := regulation.Load(law.Files)
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		door := api.New(api.Config{DB: d, Clock: calendar.NewAdjustable(time.Date(2026, 3, 26, 10, 20, 0, 0, calendar.Zone)),
			Cases: application.NewOffice(l), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Cookie: "ruqsat"})
		for path, want := range map[string]int{
			"/api/permits/%00":                   http.StatusNotFound,
			"/api/permits/code/%ff%fe":           http.StatusNotFound,
			"/api/quota?year=2026&ledger=%00":    http.StatusBadRequest,
			"/api/quota?year=2026&ledger=%ff":    http.StatusBadRequest,
			"/api/quota?year=2026&ledger=%D2%9B": http.StatusOK,
		} {
			w := httptest.NewRecorder()
			door.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil).WithContext(t.Context()))
			if w.Code != want {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		}
	})
}
