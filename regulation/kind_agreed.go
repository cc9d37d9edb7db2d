package regulation

import "slices"

// agreed: another body has said one of the words of agreement. Silence never agrees (T5, M-17);
// an objection fails with its reason.
var agreed = kind{
	outcomes: []string{"passed", "failed"},
	needs: func(c *Check) string {
		if c.Asks == nil || c.Number == "" || len(c.Agree) == 0 || len(c.Object) == 0 {
			return "asks, number, agree and object"
		}
		return ""
	},
	judge: func(t *trial) Verdict {
		if v, ok := t.ask(); !ok {
			return v
		}
		word := t.at(t.check.Number)
		var v Verdict
		switch {
		case slices.Contains(t.check.Agree, word):
			v = t.verdict(Passed, "passed")
		case slices.Contains(t.check.Object, word):
			v = t.verdict(Failed, "failed", "reason", t.at(t.check.Reason))
		default:
			return t.verdict(Waiting, "silent", "system", systemName(t.check.Asks.System))
		}
		v.Values = []Value{{Name: t.check.Name, Want: t.check.Agree[0], Got: word, Same: v.Result == Passed}}
		return v
	},
}
