package part

import (
	"cmp"
	"strings"
)

// phone is the number as people read it: a number of Kazakhstan in groups.
func (o Office) phone() string {
	if n, ok := strings.CutPrefix(o.Phone, "+7"); ok && o.PhoneShown == "" && len(n) == 10 {
		return "+7 " + n[:3] + " " + n[3:6] + " " + n[6:8] + " " + n[8:]
	}
	return cmp.Or(o.PhoneShown, o.Phone)
}
