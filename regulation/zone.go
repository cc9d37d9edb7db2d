package regulation

import (
	"maps"
	"strings"

	"ruqsat/identity"
)

// FromZone fills the empty answers that the passport's machine-readable lines give, where a check of the
// operation compares the two. Lines that do not verify fill nothing; what was answered stays. The answers
// themselves are not changed.
func (e *Edition) FromZone(op string, answers map[string]string) map[string]string {
	filled := map[string]string{}
	maps.Copy(filled, answers)
	operation, ok := e.Operation(op)
	one, two := twoLines(answers[e.zoneField])
	zone, err := identity.ParseMRZ(one, two)
	if !ok || err != nil {
		return filled
	}
	s := scene{mrz: &zone, mrzRead: true}
	for _, c := range operation.Checks {
		for _, p := range c.Equal {
			field, asked := strings.CutPrefix(p.Want, "form.")
			if !asked || !strings.HasPrefix(p.Got, "mrz.") || strings.TrimSpace(filled[field]) != "" {
				continue
			}
			if value := s.at(p.Got); value != "" {
				filled[field] = value
			}
		}
	}
	return filled
}
