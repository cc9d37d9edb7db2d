package exchange

import "ruqsat/regulation"

// ГБД «Физические лица» (жеке тұлғалар дерекқоры): who bears this ИИН. Silent: waiting. Not found: nobody does.
// The contact base of the same door is asked at once and not through the outbox: contact.go.
var personWire = wire{
	path:  "/person",
	kinds: []string{"person"},
	needs: []string{"iin"},
	may:   []string{"surname", "given_name", "birth_date"},
	content: func(q regulation.Question, body []byte) (reply, error) {
		var m struct {
			head
			Person *person `json:"person"`
		}
		r, err := begin(body, &m, &m.head, func() bool { return m.Person != nil })
		if err != nil || r.state != Answered {
			return r, err
		}
		return m.Person.tell(q, r)
	},
}

// person (физическое лицо) as the register has them; BirthDate YYYY-MM-DD, Citizenship a country's code.
type person struct {
	IIN         string `json:"iin"`
	Surname     string `json:"surname"`
	GivenName   string `json:"given_name"`
	Patronymic  string `json:"patronymic"`
	BirthDate   string `json:"birth_date"`
	Sex         string `json:"sex"`
	Citizenship string `json:"citizenship"`
}

func (p person) tell(q regulation.Question, r reply) (reply, error) {
	if p.IIN != q.Fields["iin"] || p.Surname == "" || !days(p.BirthDate) {
		return r, wrong("wrong-content")
	}
	r.fields = map[string]string{"iin": p.IIN, "surname": p.Surname, "given_name": p.GivenName,
		"patronymic": p.Patronymic, "birth_date": p.BirthDate, "sex": p.Sex, "citizenship": p.Citizenship}
	return r, nil
}
