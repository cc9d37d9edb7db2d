package exchange

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
)

// maxReply is the longest reply that is read, in bytes: no answer of these systems comes near it.
const maxReply = 64 << 10

// ask sends one question and reads the reply strictly. No transaction is open here.
func (l *lane) ask(ctx context.Context, c claim) (reply, error) {
	q, err := c.question()
	if err != nil {
		return reply{}, err
	}
	message, err := l.wire.request(c.ID, q)
	if err != nil {
		return reply{}, err
	}
	body, err := l.post(ctx, l.wire.path, c.ID, message)
	if err != nil {
		return reply{}, err
	}
	return l.understand(c.ID, body, c.row)
}

// understand reads a reply as one to this very question: right number, right content.
func (l *lane) understand(id string, body []byte, r row) (reply, error) {
	q, err := r.question()
	if err != nil {
		return reply{}, err
	}
	got, err := l.wire.content(q, body)
	if err == nil && got.id != id {
		return reply{}, wrong("wrong-correlation")
	}
	return got, err
}

// post carries one JSON message there and its reply back. The id lets the system recognise a repeated message.
func (l *lane) post(ctx context.Context, path, id string, message any) ([]byte, error) {
	content, err := json.Marshal(message)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.to.URL+path, bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", id)
	resp, err := l.client.Do(r)
	if err != nil {
		return nil, unreachable(err)
	}
	defer resp.Body.Close()
	return take(resp)
}

// take reads the body of a reply that says it is JSON and good, and no more of it than maxReply.
func take(resp *http.Response) ([]byte, error) {
	if err := judge(resp.StatusCode); err != nil {
		return nil, err
	}
	if kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type")); kind != "application/json" {
		return nil, wrong("not-json")
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxReply+1))
	if err != nil {
		return nil, unreachable(err)
	}
	if len(body) > maxReply {
		return nil, wrong("too-long")
	}
	return body, nil
}

// judge tells a reply from a failure by its status. 200 and 202 are replies; 400 and 422 refuse the question
// itself; anything else (a closed door, too many, broken) is the system's own trouble and will pass.
func judge(status int) error {
	code := fmt.Sprintf("status-%d", status)
	switch status {
	case http.StatusOK, http.StatusAccepted:
		return nil
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return trouble{code: code, refused: true}
	}
	return trouble{code: code, dark: true}
}

// unreachable names a failed connection without its words, which hold the address.
func unreachable(err error) error {
	var timeout net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.As(err, &timeout) && timeout.Timeout():
		return trouble{code: "timeout", dark: true}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return trouble{code: "cut-short", dark: true}
	}
	return trouble{code: "unreachable", dark: true}
}
