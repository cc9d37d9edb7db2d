package exchange

import (
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// look is how often a lane looks for what nobody rang for: questions of another process, and those due again.
const look = time.Second

// lane (линия к системе) is all that serves one system: its own client, connections, limit and time-out, so that
// a dead system slows nobody else.
type lane struct {
	*Exchange
	system  string
	wire    wire
	to      System
	client  *http.Client
	rope    chan struct{}
	dark    atomic.Bool // the last try did not reach the system
	counted counters
}

func newLane(e *Exchange, system string, w wire, to System) *lane {
	if to.Timeout == 0 {
		to.Timeout = 5 * time.Second
	}
	if to.Again == 0 {
		to.Again = 3 * time.Second
	}
	if to.Limit == 0 {
		to.Limit = 4
	}
	return &lane{Exchange: e, system: system, wire: w, to: to, client: newClient(to), rope: make(chan struct{}, 1)}
}

// newClient keeps its own connections and follows nobody elsewhere. The time-out covers the reading of the body,
// so that a slow drip ends too.
func newClient(to System) *http.Client {
	dialer := &net.Dialer{Timeout: to.Timeout}
	return &http.Client{
		Timeout: to.Timeout,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, MaxIdleConnsPerHost: to.Limit, MaxConnsPerHost: to.Limit + 2,
			IdleConnTimeout: 30 * time.Second, MaxResponseHeaderBytes: 16 << 10,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// run serves the lane until the context ends, and then waits for what is under way.
func (l *lane) run(ctx context.Context) {
	hang(l.rope)
	defer unhang(l.rope)
	defer l.client.CloseIdleConnections()
	var under sync.WaitGroup
	defer under.Wait()
	free, tick := make(chan struct{}, l.to.Limit), time.NewTicker(look)
	defer tick.Stop()
	for {
		l.start(ctx, free, &under)
		select {
		case <-ctx.Done():
			return
		case <-l.rope:
		case <-tick.C:
		}
	}
}

// start claims as many due questions as there are free hands, and lets each go its way; a hand that has finished
// rings for the next.
func (l *lane) start(ctx context.Context, busy chan struct{}, under *sync.WaitGroup) {
	hands := cap(busy) - len(busy)
	if hands == 0 || ctx.Err() != nil {
		return
	}
	claims, err := l.claim(ctx, hands)
	if err != nil && ctx.Err() == nil {
		l.log.Error("exchange: claim", "system", l.system, "error", err)
	}
	for _, c := range claims {
		busy <- struct{}{}
		under.Go(func() {
			l.serve(ctx, c)
			<-busy
			tug(l.rope)
		})
	}
}

// flush serves what is due now, round by round, until a round finds nothing.
func (l *lane) flush(ctx context.Context) (n int, err error) {
	defer l.client.CloseIdleConnections()
	for {
		claims, err := l.claim(ctx, l.to.Limit)
		if err != nil || len(claims) == 0 {
			return n, err
		}
		var round sync.WaitGroup
		for _, c := range claims {
			round.Go(func() { l.serve(ctx, c) })
		}
		round.Wait()
		n += len(claims)
	}
}
