package notice

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"ruqsat/account"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/words"
)

// ErrNoCarrier: this house has not been told how to send this way.
var ErrNoCarrier = errors.New("notice: no server or gateway is set for this way")

// Courier (курьер · курьер) takes letters out of the outbox and has them carried. It is safe for many goroutines, and
// several may run on one database.
type Courier struct {
	db     *db.DB
	clock  calendar.Clock
	log    *slog.Logger
	base   string // address of the site: https://ruqsat.example
	lanes  map[account.Way]*lane
	chance func() float64
}

// NewCourier makes one for the ways that have a carrier. base is the address of the site in letters, with its scheme.
func NewCourier(d *db.DB, clock calendar.Clock, log *slog.Logger, base string, carriers map[account.Way]Carrier) *Courier {
	c := &Courier{db: d, clock: clock, log: log, base: base, lanes: map[account.Way]*lane{}, chance: rand.Float64}
	for way, carrier := range carriers {
		c.lanes[way] = &lane{Courier: c, way: way, carrier: carrier, rope: make(chan struct{}, 1)}
	}
	return c
}

// Carries says whether letters go this way in this house.
func (c *Courier) Carries(w account.Way) bool { return c != nil && c.lanes[w] != nil }

// Run sends until the context ends, and then waits for what is under way.
func (c *Courier) Run(ctx context.Context) {
	var lanes sync.WaitGroup
	for _, l := range c.lanes {
		lanes.Go(func() { l.run(ctx) })
	}
	lanes.Wait()
}

// Flush sends what is due now and tells how many deliveries were tried; for tests and the end of a demonstration.
func (c *Courier) Flush(ctx context.Context) (n int, err error) {
	for _, w := range account.Ways {
		if l := c.lanes[w]; l != nil {
			sent, err := l.flush(ctx)
			n += sent
			if err != nil {
				return n, err
			}
		}
	}
	return n, nil
}

// Confirm sends the code that shows whose address it is, at once: somebody is waiting for it. No transaction may be
// open. ErrNoCarrier, or a Trouble.
func (c *Courier) Confirm(ctx context.Context, w account.Way, address, code string, l words.Language) error {
	if !c.Carries(w) {
		return ErrNoCarrier
	}
	ctx, cancel := context.WithTimeout(ctx, carrying)
	defer cancel()
	err := c.lanes[w].carrier.Carry(ctx, Message{ID: db.NewID(c.clock.Now()), To: address, Language: l,
		Subject: words.Say(l, "contact.code.title"), Body: words.Say(l, "contact.code."+string(w), "code", code)})
	if err != nil {
		t := troubleOf(err)
		c.log.Warn("notice: a code was not sent", "way", string(w), "trouble", t.Code)
		return t
	}
	return nil
}

// carrying is how long one try may take; grace how long after it a claim stands.
const (
	carrying = 30 * time.Second
	grace    = 30 * time.Second
)

// lane (линия одного способа) serves one way, so that a dead mail server slows no SMS.
type lane struct {
	*Courier
	way     account.Way
	carrier Carrier
	rope    chan struct{}
	dark    atomic.Bool // the last try did not reach the server
}

// look is how often a lane looks for what nobody rang for; hands how many messages it has under way at once.
const (
	look  = 2 * time.Second
	hands = 4
)

func (l *lane) run(ctx context.Context) {
	defer hang(l.rope, l.way)()
	var under sync.WaitGroup
	defer under.Wait()
	busy, tick := make(chan struct{}, hands), time.NewTicker(look)
	defer tick.Stop()
	for {
		l.start(ctx, busy, &under)
		select {
		case <-ctx.Done():
			return
		case <-l.rope:
		case <-tick.C:
		}
	}
}

// start claims as many due deliveries as there are free hands; a hand that has finished rings for the next.
func (l *lane) start(ctx context.Context, busy chan struct{}, under *sync.WaitGroup) {
	free := cap(busy) - len(busy)
	if free == 0 || ctx.Err() != nil {
		return
	}
	claims, err := l.claim(ctx, free)
	if err != nil && ctx.Err() == nil {
		l.log.Error("notice: claim", "way", string(l.way), "error", err)
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

// flush sends what is due now, round by round, until a round finds nothing.
func (l *lane) flush(ctx context.Context) (n int, err error) {
	for {
		claims, err := l.claim(ctx, hands)
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
