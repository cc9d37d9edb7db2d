package quota_test

import (
	"fmt"
	"testing"

	"ruqsat/db"
	"ruqsat/db/dbtest"
)

// BenchmarkHold holds and releases on one hot row from eight clients at a time.
func BenchmarkHold(b *testing.B) {
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		b.Run(fmt.Sprint(engine), func(b *testing.B) {
			d := dbtest.Open(b, engine)
			must(b, d, allot(order(1_000_000)))
			next := make(chan int, 1)
			next <- 0
			b.SetParallelism(4)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					n := <-next
					next <- n + 1
					must(b, d, hold(fmt.Sprintf("case:%d", n)))
				}
			})
		})
	}
}
