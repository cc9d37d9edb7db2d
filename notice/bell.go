package notice

import (
	"sync"

	"ruqsat/account"
)

// The bell wakes the lanes of this process when a letter has been committed. Post has only a transaction, and rings
// after its commit; a lane that is woken for nothing looks once and sleeps on.
var bell = struct {
	sync.Mutex
	ropes map[chan struct{}]account.Way
}{ropes: map[chan struct{}]account.Way{}}

// ring wakes the lanes of one way without waiting for any.
func ring(w account.Way) {
	bell.Lock()
	defer bell.Unlock()
	for rope, way := range bell.ropes {
		if way == w {
			tug(rope)
		}
	}
}

func tug(rope chan struct{}) {
	select {
	case rope <- struct{}{}:
	default: // rung already
	}
}

func hang(rope chan struct{}, w account.Way) (unhang func()) {
	bell.Lock()
	defer bell.Unlock()
	bell.ropes[rope] = w
	return func() {
		bell.Lock()
		defer bell.Unlock()
		delete(bell.ropes, rope)
	}
}
