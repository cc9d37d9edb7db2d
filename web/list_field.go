package web

import (
	"slices"
	"strconv"

	"ruqsat/account"
	"ruqsat/application"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/identity"
	"ruqsat/web/part"
	"ruqsat/words"
)

// choiceField is one field of the filter; Rare ones stand behind the others.
type choiceField struct {
	part.Field
	Options []part.Option // none: a field to write in
	Rare    bool
}

// colleague is somebody who has cases of the unit or may be given some.
type colleague struct {
	application.Holder
	Works bool // an executor of the unit, at work
}

// executors are the unit's executors, and those who have cases of it and work there no longer.
func (v *Visit) executors(tx *db.Tx) ([]colleague, error) {
	holders, err := application.Holders(tx, v.Actor.Unit)
	if err != nil {
		return nil, err
	}
	staff, err := account.Staff(tx, v.Actor.Unit)
	if err != nil {
		return nil, err
	}
	var list []colleague
	for _, h := range holders {
		list = append(list, colleague{Holder: h})
	}
	for _, a := range staff {
		if a.Role != account.Executor || a.State != account.Active {
			continue
		}
		i := slices.IndexFunc(list, func(c colleague) bool { return c.Executor == a.ID })
		if i < 0 {
			i, list = len(list), append(list, colleague{})
		}
		list[i].Executor, list[i].Name, list[i].Works = a.ID, a.FullName(), true
	}
	slices.SortFunc(list, func(x, y colleague) int { return words.Compare(v.Language, x.Name, y.Name) })
	return list, nil
}

// load is a colleague with how many running cases they have.
func (v *Visit) load(c colleague) string {
	text := v.Say("list.load", "name", c.Name, "count", counted(v.Language, c.Cases))
	if !c.Works {
		text = v.Say("list.load.gone", "text", text)
	}
	return text
}

// choices are the fields of the filter with what is chosen in them.
func (v *Visit) choices(tx *db.Tx, c choice, staff []colleague) ([]choiceField, error) {
	unit, err := account.FindUnit(tx, v.Actor.Unit)
	if err != nil {
		return nil, err
	}
	field := func(id string, rare bool, chosen string, list ...part.Option) choiceField {
		return choiceField{Field: part.Field{ID: id, Label: v.Say("list.field." + id), Quiet: true, Value: chosen},
			Options: part.Choose(list, chosen), Rare: rare}
	}
	fields := []choiceField{field("whose", false, c.Whose, v.whoseOptions(staff)...)}
	if c.State != listDecided {
		fields = append(fields, field("stage", false, c.Stage, coded(v, "list.stage.", application.Stages)...),
			field("due", false, c.Due, coded(v, "list.due.", dues)...),
			field("channel", false, c.Channel, v.channelOptions()...),
			field("citizenship", true, c.Citizenship, v.countryOptions()...))
		if places := v.placeOptions(unit.KATO); len(places) > 2 {
			fields = append(fields, field("place", true, c.Place, places...))
		}
		day := field("day", true, c.Day)
		day.Hint, day.Width = v.Say("list.day.hint", "day", words.ShortDate(calendar.DayOf(v.Now))), "10"
		fields = append(fields, day)
	}
	return fields, nil
}

func (v *Visit) whoseOptions(staff []colleague) []part.Option {
	list := []part.Option{{Text: v.Say("staff.whose.all")}}
	if v.Actor.Role == account.Executor {
		list = append(list, part.Option{Value: whoseMine, Text: v.Say("staff.whose.mine")})
	} else {
		list[0].Text = v.Say("list.whose.everybody")
	}
	list = append(list, part.Option{Value: application.Nobody, Text: v.Say("staff.whose.none")})
	for _, c := range staff {
		if c.Executor != v.Actor.ID {
			list = append(list, part.Option{Value: c.Executor, Text: v.load(c)})
		}
	}
	return list
}

// coded are options whose words the catalogue has under a prefix.
func coded[T ~string](v *Visit, prefix string, values []T) []part.Option {
	list := []part.Option{{Text: v.Say(prefix + "any")}}
	for _, value := range values {
		list = append(list, part.Option{Value: string(value), Text: v.Say(prefix + string(value))})
	}
	return list
}

// channelOptions are the channels of every edition in force today.
func (v *Visit) channelOptions() []part.Option {
	list := []part.Option{{Text: v.Say("list.channel.any")}}
	for _, s := range v.Law.Services {
		e, err := s.On(calendar.DayOf(v.Now))
		if err != nil {
			continue
		}
		for _, c := range e.Channels {
			if !slices.ContainsFunc(list, func(o part.Option) bool { return o.Value == c.ID }) {
				list = append(list, part.Option{Value: c.ID, Text: c.Name.In(v.Language)})
			}
		}
	}
	return list
}

func (v *Visit) countryOptions() []part.Option {
	var list []part.Option
	for _, c := range v.Law.Countries {
		list = append(list, part.Option{Value: c.Code, Text: c.Name.In(v.Language)})
	}
	slices.SortFunc(list, func(x, y part.Option) int { return words.Compare(v.Language, x.Text, y.Text) })
	return append([]part.Option{{Text: v.Say("list.citizenship.any")}}, list...)
}

// placeOptions are the places that the unit's territory is made of, as far as they are known.
func (v *Visit) placeOptions(kato string) []part.Option {
	list := []part.Option{{Text: v.Say("list.place.any")}}
	var add func(u identity.Unit)
	add = func(u identity.Unit) {
		list = append(list, part.Option{Value: u.Code, Text: u.Name.In(v.Language)})
		for _, below := range v.Law.Units.Districts(u.Code) {
			if below.Code != "" {
				add(below)
			}
		}
	}
	if u, ok := v.Law.Units.Find(kato); ok {
		add(u)
	}
	return list
}

// sizeValue is the page's size as the address has it: nothing for the usual one.
func sizeValue(n int) string {
	if n == pageSize {
		return ""
	}
	return strconv.Itoa(n)
}
