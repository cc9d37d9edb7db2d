package exchange

import (
	"strconv"

	"ruqsat/regulation"
)

// Органы государственных доходов (мемлекеттік кірістер органдары): is the income-tax prepayment of this receipt
// credited, when, how much, by whom (D1: document 2, P9). Silent: waiting. Not found: no such payment has come in.
// Contradiction: it is another payer's, of whom nothing is passed on.
var taxWire = wire{
	path:  "/payment",
	kinds: []string{"payment"},
	needs: []string{"number"},
	may:   []string{"iin", "passport", "country", "date", "sum"},
	content: func(q regulation.Question, body []byte) (reply, error) {
		var m struct {
			head
			Payment *payment `json:"payment"`
		}
		r, err := begin(body, &m, &m.head, func() bool { return m.Payment != nil })
		if err != nil || r.state != Answered {
			return r, err
		}
		return m.Payment.tell(q, r)
	},
}

// payment (платёж) as the budget received it: Date YYYY-MM-DD, Sum in whole tenge, Code the КБК.
type payment struct {
	Number   string `json:"number"`
	Date     string `json:"date"`
	Sum      int64  `json:"sum"`
	Code     string `json:"code"`
	IIN      string `json:"iin"`
	Passport string `json:"passport"`
}

func (p payment) tell(q regulation.Question, r reply) (reply, error) {
	if !sameCode(p.Number, q.Fields["number"]) || !days(p.Date) || p.Sum <= 0 {
		return r, wrong("wrong-content")
	}
	if !p.tells(q) {
		return r, wrong("wrong-content")
	}
	if differs(q.Fields["iin"], p.IIN) || differs(q.Fields["passport"], p.Passport) {
		r.state = Contradiction
		return r, nil
	}
	r.fields = map[string]string{"number": p.Number, "date": p.Date, "sum": strconv.FormatInt(p.Sum, 10),
		"code": p.Code, "iin": p.IIN, "passport": p.Passport}
	return r, nil
}

// tells says whether the answer names the payer by something that the question knows of him: a payment of
// nobody is nobody's.
func (p payment) tells(q regulation.Question) bool {
	iin, passport := q.Fields["iin"], q.Fields["passport"]
	return iin == "" && passport == "" || iin != "" && p.IIN != "" || passport != "" && p.Passport != ""
}
