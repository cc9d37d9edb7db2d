package exchange

import "ruqsat/regulation"

// ИС «Миграционная полиция» (көші-қон полициясы): do the police agree to the permit (D1:107-112). While they look,
// the system says pending and is asked again; that is no failure. Silent: waiting, never consent (T5). An objection
// without its reason is not an answer. What is sent is what the police may see (P16): never tax, quota, relatives.
var mpWire = wire{
	path:  "/agreement",
	kinds: []string{"agreement"},
	needs: []string{"passport", "country"},
	may: []string{"case", "iin", "surname", "given_name", "patronymic", "surname_latin", "given_name_latin",
		"birth_date", "sex", "unit", "address", "first", "last", "employer_iin", "entry_date"},
	content: func(q regulation.Question, body []byte) (reply, error) {
		var m struct {
			head
			Passport string `json:"passport"`
			Country  string `json:"country"`
			Decision string `json:"decision"`
			Reason   string `json:"reason"`
		}
		r, err := begin(body, &m, &m.head, func() bool { return m.Decision != "" })
		if err != nil || r.state != Answered {
			return r, err
		}
		if !sameCode(m.Passport, q.Fields["passport"]) || m.Country != q.Fields["country"] {
			return r, wrong("wrong-content")
		}
		if m.Decision != "agree" && (m.Decision != "object" || m.Reason == "") {
			return r, wrong("wrong-content")
		}
		r.fields = map[string]string{"decision": m.Decision, "reason": m.Reason}
		return r, nil
	},
}
