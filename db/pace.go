package db

import (
	"context"
	"sync/atomic"
	"time"
)

// patience is how long anyone waits for a connection, the writer or a lock while nothing moves, before
// ErrBusy: a caller must be told within two seconds.
const patience = 1500 * time.Millisecond

// rounds of patience are waited in a queue that moves: five hundred filings in one moment are all served
// and a longer queue is told to come back.
const rounds = 6

// pace counts what was served in a queue, and so tells one that moves from one that is stuck.
type pace struct{ served atomic.Uint64 }

func (p *pace) step() { p.served.Add(1) }

// wait tries to get through within patience, and again as long as others do.
func (p *pace) wait(ctx context.Context, try func(context.Context) error) error {
	for round := 1; ; round++ {
		before := p.served.Load()
		hurry, cancel := context.WithTimeout(ctx, patience)
		err := try(hurry)
		late := hurry.Err() != nil
		cancel()
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case !late:
			return err
		case round == rounds || p.served.Load() == before:
			return ErrBusy
		}
	}
}
