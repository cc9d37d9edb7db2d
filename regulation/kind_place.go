package regulation

import "strconv"

// place-available: the case holds a place of the quota, or one is free (P6). Without an order for
// the territory and year nothing is known, and it waits.
var placeAvailable = kind{
	outcomes: []string{"passed", "free", "failed", "no-order"},
	needs: func(c *Check) string {
		if c.Ledger == "" {
			return "ledger"
		}
		return ""
	},
	judge: func(t *trial) Verdict {
		place := t.facts.Places[t.check.Ledger]
		var v Verdict
		switch {
		case place.Held:
			v = t.verdict(Passed, "passed")
		case !place.Known:
			v = t.verdict(Waiting, "no-order")
		case place.Free > 0:
			v = t.verdict(Passed, "free", "n", place.Free)
		default:
			v = t.verdict(Failed, "failed")
		}
		v.Source = "quota"
		v.Values = []Value{{Name: t.check.Name, Want: "1", Got: strconv.Itoa(place.Free), Same: v.Result == Passed}}
		return v
	},
}
