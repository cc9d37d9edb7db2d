package regulation

import (
	"strings"

	"ruqsat/calendar"
	"ruqsat/words"
)

// present: every required document of the operation is there, with a file and its data. The
// verdict names exactly the documents that are missing (M-33).
var present = kind{
	outcomes: []string{"passed", "failed"},
	needs:    func(c *Check) string { return "" },
	lacks:    true,
	judge: func(t *trial) Verdict {
		var missing []words.Text
		var values []Value
		for _, id := range t.op.Documents {
			d, _ := t.edition.Document(id)
			if !t.edition.wants(d, *t.facts, calendar.DayOf(t.on)) {
				continue
			}
			there := complete(d, t.facts.Documents[id])
			values = append(values, Value{Name: d.Name, Want: "1", Got: yesNo(there), Same: there})
			if !there {
				missing = append(missing, d.Name)
			}
		}

		v := t.verdict(Passed, "passed", "n", len(values))
		if len(missing) > 0 {
			v = t.verdict(Failed, "failed", "n", len(missing), "documents", listed(missing))
			v.Document = firstMissing(t)
		}
		v.Values = values
		return v
	},
}

func firstMissing(t *trial) string {
	for _, id := range t.op.Documents {
		if d, _ := t.edition.Document(id); t.edition.wants(d, *t.facts, calendar.DayOf(t.on)) && !complete(d, t.facts.Documents[id]) {
			return id
		}
	}
	return ""
}

// complete tells whether a document has a paper with a file, and every paper its required data.
func complete(d Document, papers []Paper) bool {
	for _, p := range papers {
		if p.Files < 1 {
			return false
		}
		for _, f := range d.Fields {
			if f.Required && p.Fields[f.ID] == "" {
				return false
			}
		}
	}
	return len(papers) > 0
}

func yesNo(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// listed joins names with commas in each language.
func listed(names []words.Text) words.Text {
	return words.Each(func(l words.Language) string {
		all := make([]string, len(names))
		for i, n := range names {
			all[i] = n.In(l)
		}
		return strings.Join(all, ", ")
	})
}
