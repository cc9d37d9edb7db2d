package exchange

import "ruqsat/regulation"

// ГБД «Регистр недвижимости» (жылжымайтын мүлік тіркелімі): which homes this person owns (D1: the place of work is
// the employer's own real estate). Silent: waiting. Not found: the person owns none in the register.
var propertyWire = wire{
	path:  "/rights",
	kinds: []string{"ownership"},
	needs: []string{"iin"},
	may:   []string{"unit", "address"},
	content: func(q regulation.Question, body []byte) (reply, error) {
		var m struct {
			head
			IIN    string  `json:"iin"`
			Rights []right `json:"rights"`
		}
		r, err := begin(body, &m, &m.head, func() bool { return len(m.Rights) > 0 })
		if err != nil || r.state != Answered {
			return r, err
		}
		if m.IIN != q.Fields["iin"] {
			return r, wrong("wrong-content")
		}
		return rights(m.Rights, r)
	},
}

// right (право собственности) to one home: where it is (КАТО and address), and since when, YYYY-MM-DD.
type right struct {
	Cadastre string `json:"cadastre"`
	Unit     string `json:"unit"`
	Address  string `json:"address"`
	Since    string `json:"since"`
}

func rights(all []right, r reply) (reply, error) {
	for _, one := range all {
		if one.Unit == "" || one.Address == "" || !days(one.Since) {
			return reply{}, wrong("wrong-content")
		}
		record := map[string]string{"cadastre": one.Cadastre, "unit": one.Unit, "address": one.Address, "since": one.Since}
		r.records = append(r.records, record)
	}
	return r, nil
}
