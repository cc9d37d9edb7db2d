package db

import (
	"context"
	"strings"
	"sync"
)

// Statement is one statement of an act, with its arguments as they were bound.
type Statement struct {
	Text string
	Args []any
	Read bool // a SELECT
}

// Recording keeps the statements of every act that is done under its context, in order: what
// `ruqsat bench` writes again by bare SQL as the floor of its measurements.
type Recording struct {
	mu   sync.Mutex
	open bool
	acts [][]Statement
}

// Reset empties the recording and opens it; a new one is closed.
func (r *Recording) Reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open, r.acts = true, nil
}

// Stop closes the recording; what it has stays.
func (r *Recording) Stop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open = false
}

// Acts are the statements so far, act by act, in the order the acts began.
func (r *Recording) Acts() [][]Statement {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.acts
}

type recordingKey struct{}

// WithRecording lets r keep what is done under the context.
func WithRecording(ctx context.Context, r *Recording) context.Context {
	return context.WithValue(ctx, recordingKey{}, r)
}

// note is the place of one act in a recording; nil, it keeps nothing.
type note struct {
	r   *Recording
	act int
}

func newNote(ctx context.Context) *note {
	r, _ := ctx.Value(recordingKey{}).(*Recording)
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.open {
		return nil
	}
	r.acts = append(r.acts, nil)
	return &note{r, len(r.acts) - 1}
}

func (n *note) keep(text string, args []any) {
	if n == nil {
		return
	}
	s := Statement{Text: text, Args: append([]any{}, args...), Read: strings.HasPrefix(strings.TrimSpace(text), "SELECT")}
	n.r.mu.Lock()
	defer n.r.mu.Unlock()
	n.r.acts[n.act] = append(n.r.acts[n.act], s)
}
