package register_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"ruqsat/db"
	"ruqsat/db/dbtest"
)

// BenchmarkVerify re-reads a log; R-20 asks for a million entries in a minute. RUQSAT_ENTRIES sets
// its length.
func BenchmarkVerify(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("RUQSAT_ENTRIES"))
	if err != nil {
		n = 50_000
	}
	for _, engine := range dbtest.Engines {
		b.Run(string(engine), func(b *testing.B) {
			h := build(b, dbtest.Open(b, engine))
			h.fill(b, n)
			h.sequence(b, n)
			for b.Loop() {
				if report := h.verify(b, nil); !report.OK() || report.Entries != int64(n) {
					b.Fatal(report.Damages)
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds()*60, "entries/min")
		})
	}
}

// fill writes entries as Append does, many in one statement.
func (h *house) fill(b testing.TB, n int) {
	const width = 500
	text := `INSERT INTO register_entry (id, at, act, subject, actor, salt, body) VALUES ` +
		strings.Repeat(`, (?, ?, 'application.file', ?, 'system', ?, ?)`, width)[2:]
	for from := 0; from < n; from += width {
		args := make([]any, 0, 5*width)
		for i := range width {
			at := noon.Add(-1)
			args = append(args, db.NewID(at), db.At(at), fmt.Sprintf("case:%d", (from+i)/10), []byte("0123456789abcdef"),
				`{"name":{"kk":"Жүйе","ru":"Система","en":"System"},"role":"executor","unit":"unit:7","ground":"D1:114","detail":{"number":"OT-3944-26-000127"}}`)
		}
		h.exec(b, text, args...)
	}
}
