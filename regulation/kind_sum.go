package regulation

import (
	"strconv"

	"ruqsat/words"
)

// sum-covers: the receipts together cover the prepayment (M-37). A receipt counts once however
// often it is attached; only what the tax service confirms is paid.
var sumCovers = kind{
	outcomes: []string{"passed", "failed", "unpaid", "waiting"},
	needs: func(c *Check) string {
		if c.Number == "" || c.Sum == "" || c.Distinct == "" || c.Asks == nil || c.Asks.Each == "" {
			return "number, sum, distinct and asks with each"
		}
		return ""
	},
	judge: func(t *trial) Verdict {
		n, err := strconv.Atoi(t.at(t.check.Number))
		if err != nil {
			return t.unfilled()
		}
		due, err := t.edition.Payment(t.op.ID, n, t.filed)
		if err != nil {
			return t.unfilled()
		}
		paid := t.receipts(due.KBK)
		v := t.paid(due, paid)
		v.Cite = append(v.Cite[:len(v.Cite):len(v.Cite)], others(v.Cite, due.Cite)...)
		v.Values = paid.values
		return v
	},
}

// paid is what the receipts come to, in tenge: what the applicant claims, what the tax service
// confirmed, and what it has not answered yet.
type paid struct {
	claimed, confirmed, open int64
	values                   []Value
	last                     Answer
}

func (t *trial) receipts(kbk string) paid {
	var p paid
	seen := map[string]bool{}
	for _, paper := range t.facts.Documents[t.check.Asks.Each] {
		number := squeezed(paper.Fields[t.check.Distinct])
		sum, err := strconv.ParseInt(paper.Fields[t.check.Sum], 10, 64)
		if seen[number] || err != nil || sum <= 0 {
			continue
		}
		seen[number] = true
		p.claimed += sum
		p.add(t, sum, paper.Fields[t.check.Distinct], t.facts.Answers[t.check.Asks.Key+"/"+number], kbk)
	}
	return p
}

func (p *paid) add(t *trial, sum int64, number string, a Answer, kbk string) {
	got := ""
	switch {
	case a.State == Answered && (a.Fields["code"] == "" || kbk == ""): // nobody says which tax it is
		p.open += sum
	case a.State == Answered && a.Fields["code"] == kbk:
		n, err := strconv.ParseInt(a.Fields["sum"], 10, 64)
		if err != nil || n < 0 {
			p.open += sum
			break
		}
		p.confirmed, got = p.confirmed+n, a.Fields["sum"]
	case a.State == Answered, a.State == Contradiction:
		got = p.refused(t.check.Contra, sum)
	case a.State == NotFound:
		got = p.refused(t.check.NotFound, sum)
	default:
		p.open += sum
	}
	if a.State != NotAsked && a.State != Silent {
		p.last = a
	}
	name := words.Text{KK: number, RU: number, EN: number}
	p.values = append(p.values, Value{Name: name, Want: strconv.FormatInt(sum, 10), Got: got, Same: got == strconv.FormatInt(sum, 10)})
}

// refused leaves a sum out, unless the law says that such an answer still waits.
func (p *paid) refused(meaning Result, sum int64) string {
	if meaning == Waiting {
		p.open += sum
		return ""
	}
	return "0"
}

func (t *trial) paid(due Payment, p paid) Verdict {
	args := []any{"sum", tenge(due.Sum), "months", months(due.Months), "coefficient", due.Coefficient, "mrp", tenge(due.MRP)}
	missing := func(got int64) []any {
		return append(args, "missing", tenge(due.Sum-got), "paid", tenge(got))
	}
	t.answer = p.last
	switch {
	case p.claimed < due.Sum:
		return t.verdict(Failed, "failed", missing(p.claimed)...)
	case p.confirmed >= due.Sum:
		return t.verdict(Passed, "passed", args...)
	case p.confirmed+p.open >= due.Sum:
		t.answer = Answer{}
		return t.verdict(Waiting, "waiting", args...)
	}
	return t.verdict(Failed, "unpaid", missing(p.confirmed)...)
}
