package regulation

import "strconv"

// in-range: a whole number lies between the bounds, both included (M-42).
var inRange = kind{
	outcomes: []string{"passed", "failed"},
	needs: func(c *Check) string {
		if c.Number == "" || len(c.Min) == 0 || len(c.Max) == 0 {
			return "number, min and max"
		}
		return ""
	},
	judge: func(t *trial) Verdict {
		text := t.at(t.check.Number)
		min, ok := t.figure(t.check.Min)
		max, known := t.figure(t.check.Max)
		if text == "" || !ok || !known {
			return t.unfilled()
		}
		n, err := strconv.Atoi(text)
		v := t.verdict(Passed, "passed", "n", n, "min", min, "max", max)
		if err != nil || n < min || n > max {
			v = t.verdict(Failed, "failed", "got", text, "min", min, "max", max)
		}
		v.Values = []Value{{Name: t.check.labels, Want: strconv.Itoa(min) + " – " + strconv.Itoa(max), Got: text, Same: v.Result == Passed}}
		return v
	},
}

// total-at-most: the number together with what is counted already stays within the bound: months
// of a permit and its extensions (M-43).
var totalAtMost = kind{
	outcomes: []string{"passed", "failed"},
	needs: func(c *Check) string {
		if c.Number == "" || c.Count == "" || len(c.Max) == 0 {
			return "number, count and max"
		}
		return ""
	},
	judge: func(t *trial) Verdict {
		n, err := strconv.Atoi(t.at(t.check.Number))
		before, counted := t.facts.Counts[t.check.Count]
		max, known := t.figure(t.check.Max)
		if err != nil || !counted || !known {
			return t.unfilled()
		}
		total := before + n
		v := t.verdict(Passed, "passed", "total", total, "max", max)
		if total > max || n < 1 {
			v = t.verdict(Failed, "failed", "n", n, "before", before, "total", total, "max", max, "left", leftOf(max, before))
		}
		v.Values = []Value{{Name: t.check.Name, Want: strconv.Itoa(max), Got: strconv.Itoa(total), Same: v.Result == Passed}}
		return v
	},
}

func leftOf(max, before int) int {
	if before > max {
		return 0
	}
	return max - before
}

// counted-at-most: with this one, the count stays within the bound. The count holds the others
// (P10): active permits and contracts, approved not started, and held agreements of the employer.
var countedAtMost = kind{
	outcomes: []string{"passed", "failed"},
	needs: func(c *Check) string {
		if c.Count == "" || len(c.Max) == 0 {
			return "count and max"
		}
		return ""
	},
	judge: func(t *trial) Verdict {
		others, counted := t.facts.Counts[t.check.Count]
		max, known := t.figure(t.check.Max)
		if !counted || !known {
			return t.unfilled()
		}
		n := others + 1
		v := t.verdict(Passed, "passed", "n", n, "max", max)
		if n > max {
			v = t.verdict(Failed, "failed", "n", others, "max", max)
		}
		v.Source = "register"
		v.Values = []Value{{Name: t.check.Name, Want: strconv.Itoa(max), Got: strconv.Itoa(n), Same: v.Result == Passed}}
		return v
	},
}
