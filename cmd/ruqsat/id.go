package main

import (
	"fmt"
	"io"
	"strings"

	"ruqsat/identity"
)

type idCheckCommand struct {
	Number string `arg:"" help:"An ИИН or a БИН: 12 digits; spaces and dashes are ignored."`
}

// Run checks a number by P18: it holds when the number is valid; warnings do not fail it.
func (c idCheckCommand) Run(e *env) error {
	check := identity.CheckNumber(c.Number)
	out := struct {
		Number   string        `json:"number"`
		Kind     identity.Kind `json:"kind"`
		Valid    bool          `json:"valid"`
		Warnings []string      `json:"warnings"`
		Why      string        `json:"why"`
	}{check.Number, check.Kind, check.Valid, check.Warnings, check.Why}
	if out.Warnings == nil {
		out.Warnings = []string{}
	}
	e.settle(check.Valid)
	return e.print(out, func(w io.Writer) {
		verdict := "valid"
		if !check.Valid {
			verdict = "not valid: " + check.Why
		}
		if len(check.Warnings) > 0 {
			verdict += " (warnings: " + strings.Join(check.Warnings, ", ") + ")"
		}
		fmt.Fprintln(w, strings.TrimSpace(string(check.Kind)+" "+check.Number)+": "+verdict)
	})
}
