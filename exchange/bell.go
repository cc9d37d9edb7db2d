package exchange

import "sync"

// The bell wakes the lanes of this process when a question has been committed. Ask has only a transaction, and
// rings after its commit; a lane that is woken for nothing looks once and sleeps on.
var bell = struct {
	sync.Mutex
	ropes map[chan struct{}]bool
}{ropes: map[chan struct{}]bool{}}

// ring wakes every lane without waiting for any.
func ring() {
	bell.Lock()
	defer bell.Unlock()
	for rope := range bell.ropes {
		tug(rope)
	}
}

func tug(rope chan struct{}) {
	select {
	case rope <- struct{}{}:
	default: // rung already
	}
}

func hang(rope chan struct{}) {
	bell.Lock()
	defer bell.Unlock()
	bell.ropes[rope] = true
}

func unhang(rope chan struct{}) {
	bell.Lock()
	defer bell.Unlock()
	delete(bell.ropes, rope)
}
