package exchange

import (
	"testing"

	"ruqsat/regulation"
)

// A payment that names no payer, or one by a number that nobody asked about, says nothing of this receipt.
func TestAPaymentOfNobodyIsNoAnswer(t *testing.T) {
	q := regulation.Question{System: Tax, Kind: "payment", Fields: map[string]string{"number": "1184-2207", "passport": "FA4821735"}}
	for payer, want := range map[string]string{
		`"passport":"FA 4821735"`:                     Answered,
		`"passport":"FA4821735","iin":"910101300018"`: Answered,
		`"passport":"AA0000001"`:                      Contradiction,
		`"iin":"910101300018"`:                        "",
		`"passport":"","iin":""`:                      "",
	} {
		body := `{"id":"1","status":"found","ref":"7","payment":{"number":"11842207","date":"2026-03-23","sum":69200,"code":"101205",` + payer + `}}`
		got, err := taxWire.content(q, []byte(body))
		if (err == nil) != (want != "") || err == nil && got.state != want {
			t.Errorf("%s: %q, %v", payer, got.state, err)
		}
	}
}
