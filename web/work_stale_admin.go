package web

import (
	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/register"
	"ruqsat/web/part"
	"ruqsat/words"
)

// staleUnit answers a save of a unit that somebody else has saved since it was shown.
func (s *Site) staleUnit(v *Visit, typed, kept account.Unit) error {
	view := staleSave{Title: v.Say("desk.stale.unit.title"), What: v.Say("desk.stale.unit"), About: kept.Name.In(v.Language), Version: kept.Version}
	was := unitTexts(&kept)
	for i, t := range unitTexts(&typed) {
		for _, side := range []struct {
			language    words.Language
			typed, kept string
		}{{words.Kazakh, t.Text.KK, was[i].Text.KK}, {words.Russian, t.Text.RU, was[i].Text.RU}, {words.English, t.Text.EN, was[i].Text.EN}} {
			view.Fields = append(view.Fields, staleField{Name: t.ID + "-" + string(side.language),
				Label: v.Say("staff.unit."+t.ID) + ", " + v.Say("common.language."+string(side.language)), Typed: side.typed, Kept: side.kept, Tongue: side.language})
		}
	}
	view.Fields = append(view.Fields, staleField{Name: "phone", Label: v.Say("staff.unit.phone"), Typed: typed.Phone, Kept: kept.Phone})
	if kept.Kind == account.PoliceUnit {
		view.Fields = append(view.Fields, staleField{Name: "answers", Label: v.Say("staff.unit.answers"), Typed: typed.Answers, Kept: kept.Answers,
			TypedText: v.Say("staff.unit.answers." + typed.Answers), KeptText: v.Say("staff.unit.answers." + kept.Answers)})
	}
	return s.staleAdmin(v, view, "unit:"+kept.ID)
}

// staleMember answers a change of a role over an account that has changed since it was shown.
func (s *Site) staleMember(v *Visit, kept account.Account) error {
	view := staleSave{Title: v.Say("desk.stale.member.title"), What: v.Say("desk.stale.member"), About: kept.FullName(), Version: kept.Version}
	role, unit := v.Text("role"), v.Text("unit")
	var units []part.Option
	err := v.Read(func(tx *db.Tx) (err error) { units, err = v.unitOptions(tx, ""); return err })
	if err != nil {
		return err
	}
	view.Fields = []staleField{
		{Name: "role", Label: v.Say("staff.post.role"), Typed: role, Kept: string(kept.Role),
			TypedText: optionText(v.roleOptions(""), role), KeptText: optionText(v.roleOptions(""), string(kept.Role))},
		{Name: "unit", Label: v.Say("staff.post.unit"), Typed: unit, Kept: kept.Unit,
			TypedText: optionText(units, unit), KeptText: optionText(units, kept.Unit)},
	}
	return s.staleAdmin(v, view, "account:"+kept.ID)
}

// optionText is what an option says.
func optionText(list []part.Option, value string) string {
	for _, o := range list {
		if o.Value == value {
			return o.Text
		}
	}
	return ""
}

// staleAdmin shows a stale save of an administrator's form, which goes to the address that it came from.
func (s *Site) staleAdmin(v *Visit, view staleSave, subject string) error {
	view.Way, view.Post = v.Say("desk.stale.way"), v.Request.URL.EscapedPath()
	view.With = beside(v.Form, view.Fields)
	err := v.Read(func(tx *db.Tx) error {
		frame, err := s.staffPage(v, tx, tabStaff, view.Title)
		if err != nil {
			return err
		}
		view.Staff = &frame
		view.Acts, err = v.changes(tx, subject, func(register.Entry) bool { return false })
		return err
	})
	if err != nil {
		return err
	}
	view.Newest = part.Link{Text: v.Say("desk.stale.drop"), Href: formOf(view.Post)}
	return v.showStale(view)
}

// formOf is the page of a form that is sent to one of its acts: a member's page for its role.
func formOf(post string) string {
	const role = "/role"
	if len(post) > len(role) && post[len(post)-len(role):] == role {
		return post[:len(post)-len(role)]
	}
	return post
}
