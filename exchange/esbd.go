package exchange

import "ruqsat/regulation"

// АИС «Единая страховая база данных» (ЕСБД · бірыңғай сақтандыру дерекқоры): is the policy registered, for whom,
// from which day to which (D1: document 5). Silent: waiting. Not found, or cancelled: there is no such policy.
// Contradiction: the policy is another person's, of whom nothing is passed on.
var esbdWire = wire{
	path:  "/policy",
	kinds: []string{"policy"},
	needs: []string{"number"},
	may:   []string{"passport", "country", "iin"},
	content: func(q regulation.Question, body []byte) (reply, error) {
		var m struct {
			head
			Policy *policy `json:"policy"`
		}
		r, err := begin(body, &m, &m.head, func() bool { return m.Policy != nil })
		if err != nil || r.state != Answered {
			return r, err
		}
		return m.Policy.tell(q, r)
	},
}

// policy (страховой полис) in ЕСБД. Days are YYYY-MM-DD; Last is the last day of cover.
type policy struct {
	Number    string `json:"number"`
	Insurer   string `json:"insurer"`
	Surname   string `json:"surname"`
	GivenName string `json:"given_name"`
	Passport  string `json:"passport"`
	First     string `json:"first"`
	Last      string `json:"last"`
	State     string `json:"state"` // active, cancelled
}

func (p policy) tell(q regulation.Question, r reply) (reply, error) {
	if !sameCode(p.Number, q.Fields["number"]) || !days(p.First, p.Last) || p.Last < p.First || p.Passport == "" {
		return r, wrong("wrong-content")
	}
	switch {
	case p.State == "cancelled":
		r.state = NotFound
		return r, nil
	case p.State != "active":
		return r, wrong("wrong-content")
	case differs(q.Fields["passport"], p.Passport):
		r.state = Contradiction
		return r, nil
	}
	r.fields = map[string]string{"number": p.Number, "insurer": p.Insurer, "surname": p.Surname,
		"given_name": p.GivenName, "passport": p.Passport, "first": p.First, "last": p.Last}
	return r, nil
}
