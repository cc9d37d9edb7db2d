package regulation

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"ruqsat/calendar"
)

// Control are the figures of control (бақылау / внутренний контроль, M-18, B-16): they order lists and
// raise alerts, and start no term.
type Control struct {
	CriticalDays     Dated[int]   `yaml:"critical_days"`      // working days late, from which a case is critical
	ApprovalsAMinute Dated[int]   `yaml:"approvals_a_minute"` // by one person, from which an alert is raised
	Night            Dated[Night] `yaml:"night"`
	PermitsAnAddress Dated[int]   `yaml:"permits_an_address"` // applications, from which an alert is raised
	AddressDays      Dated[int]   `yaml:"address_days"`       // days over which they are counted
}

// Night are the night hours (түнгі уақыт / ночное время) in Asia/Almaty: From itself is night, To is not.
type Night struct {
	From calendar.ClockTime `yaml:"from"`
	To   calendar.ClockTime `yaml:"to"`
}

// Of gives the day on which the night began that holds the moment; false by day.
func (n Night) Of(at time.Time) (calendar.Day, bool) {
	day := calendar.DayOf(at)
	from, to := n.From.On(day), n.To.On(day)
	switch over := n.From > n.To; {
	case over && at.Before(to):
		return day.AddDays(-1), true
	case over && !at.Before(from), !over && !at.Before(from) && at.Before(to):
		return day, true
	}
	return day, false
}

func (l *Law) readControl(files fs.FS) error {
	const name = "control.yaml"
	if err := decode(files, name, &l.Control); err != nil {
		return err
	}
	c := l.Control
	var errs []error
	for key, figures := range map[string]Dated[int]{"critical_days": c.CriticalDays, "approvals_a_minute": c.ApprovalsAMinute,
		"permits_an_address": c.PermitsAnAddress, "address_days": c.AddressDays} {
		errs = append(errs, ordered(name, key, figures))
		for _, f := range figures {
			if f.Value < 1 {
				errs = append(errs, fmt.Errorf("%s: %s: %d is less than one", name, key, f.Value))
			}
		}
	}
	errs = append(errs, ordered(name, "night", c.Night))
	for _, f := range c.Night {
		if f.Value.From == f.Value.To {
			errs = append(errs, fmt.Errorf("%s: night: it ends when it begins", name))
		}
	}
	return errors.Join(errs...)
}
