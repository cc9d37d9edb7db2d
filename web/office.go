package web

import (
	"errors"
	"slices"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/db"
	"ruqsat/web/part"
	"ruqsat/words"
)

// officeOf is a unit as a page names it.
func officeOf(u account.Unit) *part.Office {
	return &part.Office{Name: u.Name, Department: u.Department, Address: u.Address, Hours: u.Hours, Phone: u.Phone}
}

// answersFor lets the page name the department of its case (M-57): the unit that has the case, and for
// a draft the one of its place of work. Where none is known yet the page names the one for all.
func (v *Visit) answersFor(tx *db.Tx, c application.Case) error {
	if c.Unit != "" {
		return v.namedUnit(account.FindUnit(tx, c.Unit))
	}
	return v.answersAt(tx, c.Fields[application.FieldUnit])
}

// answersAt lets the page name the department that answers for a place, a КАТО code.
func (v *Visit) answersAt(tx *db.Tx, kato string) error {
	return v.namedUnit(account.UnitFor(tx, account.Akimat, kato))
}

func (v *Visit) namedUnit(u account.Unit, err error) error {
	if errors.Is(err, account.ErrNoUnit) {
		return nil
	}
	if err == nil {
		v.office = officeOf(u)
	}
	return err
}

// officesView is every department and front office, by oblast and place.
type officesView struct{ Regions []officeRegion }

type officeRegion struct {
	Code, Name string
	Places     []officePlace
}

type officePlace struct {
	Code, Name string
	Offices    []part.Office
}

// offices lists who answers for each district, and where papers can be brought (M-57).
func (s *Site) offices(v *Visit) error {
	var units []account.Unit
	err := v.Peek(func(tx *db.Tx) (err error) { units, err = account.Units(tx); return err })
	if err != nil {
		return err
	}
	return v.Show(officesPage(officesOf(v, units)))
}

func officesOf(v *Visit, units []account.Unit) officesView {
	var view officesView
	for _, u := range units { // akimats come before front offices: Units are by kind
		if u.Kind == account.PoliceUnit {
			continue
		}
		place := view.at(v, u.KATO)
		place.Offices = append(place.Offices, *officeOf(u))
	}
	slices.SortFunc(view.Regions, func(a, b officeRegion) int { return words.Compare(v.Language, a.Name, b.Name) })
	for _, r := range view.Regions {
		slices.SortFunc(r.Places, func(a, b officePlace) int { return words.Compare(v.Language, a.Name, b.Name) })
	}
	return view
}

// at is the place of a code in its oblast, made where it is not there yet.
func (o *officesView) at(v *Visit, kato string) *officePlace {
	region := v.Law.Units.Region(kato)
	i := slices.IndexFunc(o.Regions, func(r officeRegion) bool { return r.Code == region })
	if i < 0 {
		i = len(o.Regions)
		o.Regions = append(o.Regions, officeRegion{Code: region, Name: v.unitName(region)})
	}
	r := &o.Regions[i]
	j := slices.IndexFunc(r.Places, func(p officePlace) bool { return p.Code == kato })
	if j < 0 {
		j = len(r.Places)
		r.Places = append(r.Places, officePlace{Code: kato, Name: v.unitName(kato)})
	}
	return &r.Places[j]
}

func (v *Visit) unitName(kato string) string {
	if u, ok := v.Law.Units.Find(kato); ok {
		return u.Name.In(v.Language)
	}
	return kato
}
