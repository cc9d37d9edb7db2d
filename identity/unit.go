package identity

import (
	"slices"
	"strings"
)

// Find is the unit of a code.
func (u *Units) Find(code string) (Unit, bool) {
	i, ok := u.byCode[code]
	if !ok {
		return Unit{}, false
	}
	return u.list[i], true
}

// Region is the code of the oblast or city of republican significance in which a
// code lies, the territory of a quota (P6); "" when it lies in none that is known.
func (u *Units) Region(code string) string {
	region := regionOf(code)
	if found, ok := u.Find(region); !ok || found.Level != 1 {
		return ""
	}
	return region
}

// Regions lists the oblasts and cities of republican significance by code.
func (u *Units) Regions() []Unit {
	regions := u.under("")
	slices.SortFunc(regions, func(a, b Unit) int { return strings.Compare(a.Code, b.Code) })
	return regions
}

// Districts lists the districts and cities of a region, also those known by name
// only; Unit.Issues tells which can be chosen.
func (u *Units) Districts(region string) []Unit {
	if region == "" {
		return nil
	}
	return u.under(region)
}

func (u *Units) under(parent string) []Unit {
	var list []Unit
	for _, unit := range u.list {
		if unit.Parent == parent {
			list = append(list, unit)
		}
	}
	return list
}

// Issues tells whether the unit can be chosen as one that issues permits: it has
// a code.
func (n Unit) Issues() bool { return n.Code != "" }

// regionOf is the first-level code of a code: its first two digits.
func regionOf(code string) string {
	if !ValidCode(code) {
		return ""
	}
	return code[:2] + "0000000"
}

// ValidCode tells whether a text is built as a code of КАТО: nine digits AB CD EF
// HIJ, where nothing lies below a district 00. It does not tell that the
// unit exists.
func ValidCode(code string) bool {
	if len(code) != 9 {
		return false
	}
	for i := range len(code) {
		if code[i] < '0' || code[i] > '9' {
			return false
		}
	}
	return code[0] != '0' && (code[2:4] != "00" || code[4:] == "00000")
}
