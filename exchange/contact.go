package exchange

import (
	"context"

	"ruqsat/db"
)

// Contact (база контактов · байланыс базасы) asks the state's contact base to send the code to the phone it holds
// for this ИИН (P13), and tells which phone that is, masked ("+7 701 *** ** 45"). The person waits for it, so it
// does not go through the outbox, and no transaction may be open. ErrNoContact, ErrSilent, ErrUnknownSystem.
func (e *Exchange) Contact(ctx context.Context, iin, code string) (phone string, err error) {
	l, connected := e.lanes[Person]
	if !connected {
		return "", ErrUnknownSystem
	}
	id := db.NewID(l.clock.Now())
	l.counted.sent.Add(1)
	body, err := l.post(ctx, "/contact", id, map[string]string{"id": id, "iin": iin, "code": code})
	if err == nil {
		phone, err = sentTo(body, id, iin)
	}
	switch {
	case err == ErrNoContact:
		l.counted.add(outcomeAnswered)
		return "", err
	case err != nil:
		l.counted.add(outcomeFailed)
		l.log.Warn("exchange: the contact base does not answer", "system", l.system, "trouble", codeOf(err))
		return "", ErrSilent
	}
	l.counted.add(outcomeAnswered)
	return phone, nil
}

// sentTo reads the contact base's reply as strictly as any.
func sentTo(body []byte, id, iin string) (string, error) {
	var m struct {
		head
		IIN   string `json:"iin"`
		Phone string `json:"phone"`
	}
	r, err := begin(body, &m, &m.head, func() bool { return m.Phone != "" })
	switch {
	case err != nil:
		return "", err
	case r.id != id:
		return "", wrong("wrong-correlation")
	case r.state == NotFound:
		return "", ErrNoContact
	case r.state != Answered:
		return "", wrong("unknown-status")
	case m.IIN != iin:
		return "", wrong("wrong-content")
	}
	return m.Phone, nil
}
