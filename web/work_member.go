package web

import (
	"errors"
	"net/http"
	"strconv"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/web/part"
)

// memberView is one member of staff.
type memberView struct {
	part.StaffPage
	Problems []part.Problem
	Member   account.Account
	Self     bool
	Units    []part.Option
	Roles    []part.Option
	Reason   string
	Password string // shown once
}

func (s *Site) adminMemberPage(v *Visit) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	view, err := s.memberView(v)
	if err != nil {
		return err
	}
	return v.Show(memberPage(view))
}

func (s *Site) memberView(v *Visit) (memberView, error) {
	var view memberView
	err := v.Read(func(tx *db.Tx) error {
		var err error
		view.Member, err = account.Find(tx, v.Request.PathValue("account"))
		if err == nil && !view.Member.Role.Staff() {
			err = account.ErrHidden // a person's account is not the administrator's business
		}
		if err != nil {
			return err
		}
		if view.StaffPage, err = s.staffPage(v, tx, tabStaff, view.Member.FullName()); err != nil {
			return err
		}
		view.Units, err = v.unitOptions(tx, view.Member.Unit)
		return err
	})
	view.Self, view.Roles = view.Member.ID == v.Actor.ID, v.roleOptions(view.Member.Role)
	view.Back = &part.Link{Text: v.Say("staff.back.staff"), Href: "/admin"}
	return view, err
}

// adminRole moves a member of staff to another role or unit, at the version that was shown.
func (s *Site) adminRole(v *Visit) error {
	return s.adminMember(v, func(tx *db.Tx, m memberView) error {
		version, err := strconv.Atoi(v.Text("version"))
		if err != nil {
			return errVersion
		}
		return account.SetRole(tx, m.Member.ID, version, account.Role(v.Text("role")), v.Text("unit"), v.Actor.ID)
	})
}

// adminState closes an account or opens it again, with a reason.
func (s *Site) adminState(v *Visit) error {
	return s.adminMember(v, func(tx *db.Tx, m memberView) error {
		if v.Text("state") == account.Active {
			return account.Enable(tx, m.Member.ID, v.Text("reason"), v.Actor.ID)
		}
		return account.Disable(tx, m.Member.ID, v.Text("reason"), v.Actor.ID)
	})
}

// adminSecond takes the second factor of a lost phone away, with a reason: the next sign-in enrols a new one.
func (s *Site) adminSecond(v *Visit) error {
	return s.adminMember(v, func(tx *db.Tx, m memberView) error {
		return account.DropTOTP(tx, m.Member.ID, v.Text("second-reason"), v.Actor.ID)
	})
}

// adminMember does an act over a member of staff and comes back to the page.
func (s *Site) adminMember(v *Visit, do func(*db.Tx, memberView) error) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	view, err := s.memberView(v)
	if err != nil {
		return err
	}
	reason := map[string]string{"admin.staff.state": "reason", "admin.staff.second": "second-reason"}[v.Route.Page]
	switch {
	case view.Self:
		view.Problems = []part.Problem{{Text: v.Say("staff.member.self")}}
	case reason != "" && v.Text(reason) == "":
		view.Problems = []part.Problem{{Field: reason, Text: v.Say("staff.member.reason.none")}}
	default:
		err = v.Write(func(tx *db.Tx) error { return do(tx, view) })
		if errors.Is(err, db.ErrStale) {
			return s.staleMember(v, view.Member)
		}
		if !errors.Is(err, account.ErrIncomplete) && !errors.Is(err, account.ErrNoUnit) {
			if err != nil {
				return err
			}
			return v.Go("/admin/staff/" + view.Member.ID)
		}
		view.Problems = []part.Problem{{Field: "unit", Text: v.Say("staff.post.unit.wrong")}}
	}
	view.Wrong = true
	return v.ShowAs(http.StatusUnprocessableEntity, memberPage(view))
}

// adminPassword gives a member of staff a new one-time password, shown once: the old one and every
// session of theirs end.
func (s *Site) adminPassword(v *Visit) error {
	if err := mayAdminister(v); err != nil {
		return err
	}
	view, err := s.memberView(v)
	if err != nil {
		return err
	}
	password := account.OneTimePassword()
	hash, err := account.HashPassword(v.Request.Context(), password)
	if err != nil {
		return err
	}
	err = v.Write(func(tx *db.Tx) error { return account.GivePassword(tx, view.Member.ID, hash, v.Actor.ID) })
	if err != nil {
		return err
	}
	view.Password = password
	return v.Show(memberPage(view))
}
