package exchange

import "ruqsat/regulation"

// Пограничная служба КНБ (шекара қызметі): when the holder of this passport crossed the border, in and out
// (D1: document 3, the mark of the last 12 months). Silent: waiting. Not found: no crossing is known.
var borderWire = wire{
	path:  "/crossings",
	kinds: []string{"crossings"},
	needs: []string{"passport", "country"},
	may:   []string{"date", "surname", "given_name", "birth_date"},
	content: func(q regulation.Question, body []byte) (reply, error) {
		var m struct {
			head
			Passport  string     `json:"passport"`
			Country   string     `json:"country"`
			Crossings []crossing `json:"crossings"`
		}
		r, err := begin(body, &m, &m.head, func() bool { return len(m.Crossings) > 0 })
		if err != nil || r.state != Answered {
			return r, err
		}
		if !sameCode(m.Passport, q.Fields["passport"]) || m.Country != q.Fields["country"] {
			return r, wrong("wrong-content")
		}
		return crossings(m.Crossings, r)
	},
}

// crossing (пересечение границы) of one day, YYYY-MM-DD; Direction is entry or exit.
type crossing struct {
	Date      string `json:"date"`
	Direction string `json:"direction"`
	Point     string `json:"point"`
}

func crossings(all []crossing, r reply) (reply, error) {
	for _, c := range all {
		if !days(c.Date) || (c.Direction != "entry" && c.Direction != "exit") {
			return reply{}, wrong("wrong-content")
		}
		r.records = append(r.records, map[string]string{"date": c.Date, "direction": c.Direction, "point": c.Point})
	}
	return r, nil
}
