package notice

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// Gateway (шлюз SMS · SMS шлюзі) is a Carrier: a provider's HTTP address that takes one message a POST:
//
//	{"id": "...", "to": "+77010000000", "text": "..."}   →   {"id": "...", "status": "accepted"}
//
// The id comes as Idempotency-Key too, so that a repetition sends no second message. status "refused", 400 and 422
// refuse the message itself; anything else passes.
type Gateway struct {
	URL   string
	Token string // Bearer; none when empty
}

// gate follows nobody elsewhere: the token is for one address.
var gate = &http.Client{
	Timeout:       carrying,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// sms is the message, and the reply to it, as the gateway writes them.
type sms struct {
	ID     string `json:"id"`
	To     string `json:"to,omitempty"`
	Text   string `json:"text,omitempty"`
	Status string `json:"status,omitempty"`
}

// Carry hands the message to the gateway.
func (g Gateway) Carry(ctx context.Context, m Message) error {
	content, err := json.Marshal(sms{ID: m.ID, To: international(m.To), Text: m.Body})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, g.URL, bytes.NewReader(content))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", m.ID)
	if g.Token != "" {
		r.Header.Set("Authorization", "Bearer "+g.Token)
	}
	resp, err := gate.Do(r)
	if err != nil {
		return dialled(err)
	}
	defer resp.Body.Close()
	return heard(resp, m.ID)
}

// international writes a number as gateways take it: +77010000001 for 8 (701) 000-00-01.
func international(number string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
	if len(digits) == 11 && strings.HasPrefix(digits, "8") && !strings.HasPrefix(number, "+") {
		digits = "7" + digits[1:]
	}
	return "+" + digits
}

// heard reads the gateway's reply strictly: only its own word about this very message counts.
func heard(resp *http.Response, id string) error {
	switch resp.StatusCode {
	case http.StatusOK, http.StatusAccepted:
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return Trouble{Code: status("status", resp.StatusCode), Final: true}
	default:
		return Trouble{Code: status("status", resp.StatusCode)}
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return dialled(err)
	}
	var reply sms
	if json.Unmarshal(body, &reply) != nil || reply.ID != id {
		return Trouble{Code: troubleAnswer}
	}
	switch reply.Status {
	case "accepted":
		return nil
	case "refused":
		return Trouble{Code: troubleAddress, Final: true}
	}
	return Trouble{Code: troubleAnswer}
}
