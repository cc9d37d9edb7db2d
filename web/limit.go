package web

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// limiter counts tries, so that a number cannot be found by trying: so many a
// window for one key. It lives in memory: a restart forgets, which costs an
// attacker more than it gives.
type limiter struct {
	mu    sync.Mutex
	tries map[string]tries
}

type tries struct {
	n     int
	since time.Time
}

// most keys kept; when there are more, the windows that have passed are dropped.
const most = 20000

func newLimiter() *limiter { return &limiter{tries: map[string]tries{}} }

// allow counts one try and says whether it is still within n a window; the
// duration is how long to wait when it is not.
func (l *limiter) allow(key string, n int, window time.Duration, now time.Time) (bool, time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.tries) >= most {
		l.sweep(window, now)
	}
	t := l.tries[key]
	if t.n == 0 || now.Sub(t.since) >= window || now.Before(t.since) {
		t = tries{since: now}
	}
	if t.n >= n {
		return false, window - now.Sub(t.since)
	}
	t.n++
	l.tries[key] = t
	return true, 0
}

func (l *limiter) sweep(window time.Duration, now time.Time) {
	for key, t := range l.tries {
		if now.Sub(t.since) >= window {
			delete(l.tries, key)
		}
	}
	if len(l.tries) >= most {
		clear(l.tries)
	}
}

// address is the client's address without its port.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
