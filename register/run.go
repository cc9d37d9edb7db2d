package register

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"ruqsat/calendar"
)

// Run sequences every second by the clock's moments, and once more when ctx ends. A failure is
// logged and tried again.
func (l *Log) Run(ctx context.Context, clock calendar.Clock, log *slog.Logger) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			l.try(last, clock, log)
			return
		case <-tick.C:
			l.try(ctx, clock, log)
		}
	}
}

func (l *Log) try(ctx context.Context, clock calendar.Clock, log *slog.Logger) {
	if _, err := l.Sequence(ctx, clock.Now()); err != nil && !errors.Is(err, context.Canceled) {
		log.Error("register: not sequenced", "error", err)
	}
}
