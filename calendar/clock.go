package calendar

import (
	"sync"
	"time"
)

// Clock tells the moment (сағат / часы). Rooms never ask the machine: a door
// asks its Clock once and hands the moment down.
type Clock interface {
	Now() time.Time
}

// System is the machine's clock.
type System struct{}

// Now is the moment of the machine, shown in Asia/Almaty.
func (System) Now() time.Time { return time.Now().In(Zone) }

// Adjustable is a clock that can be set and put forward, and runs on from there
// (the demo's). Its zero value runs with the machine. It is safe for concurrent use.
type Adjustable struct {
	mu    sync.RWMutex
	ahead time.Duration
}

// NewAdjustable is a clock that starts at a moment and runs.
func NewAdjustable(start time.Time) *Adjustable {
	c := &Adjustable{}
	c.Set(start)
	return c
}

// Now is the clock's moment in Asia/Almaty.
func (c *Adjustable) Now() time.Time {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return time.Now().Add(c.ahead).In(Zone)
}

// Set puts the clock to a moment, from which it runs on.
func (c *Adjustable) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead = time.Until(t)
}

// Advance puts the clock forward, or back when by is negative.
func (c *Adjustable) Advance(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += by
}
