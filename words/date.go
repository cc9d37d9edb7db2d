package words

import (
	"fmt"
	"strconv"
	"sync"
	"time"
	_ "time/tzdata" // the zone of Kazakhstan changed on 1 March 2024; an old host does not know it (T13)
)

// Civil is anything with a civil date: time.Time and calendar.Day both fit.
type Civil interface {
	Date() (int, time.Month, int)
}

// zone is Asia/Almaty, in which every moment is shown (T13).
var zone = sync.OnceValue(func() *time.Location {
	z, err := time.LoadLocation("Asia/Almaty")
	if err != nil {
		panic(fmt.Sprintf("words: embedded zone data: %v", err))
	}
	return z
})

// Date is a day in words: "2026 ж. 1 сәуір", "1 апреля 2026 г.", "1 April 2026".
func Date(l Language, d Civil) string {
	year, month, day := d.Date()
	return Say(l, "common.date",
		"day", strconv.Itoa(day), "month", MonthInDate(l, month), "year", strconv.Itoa(year))
}

// DayMonth is a day without its year: "19 наурыз", "19 марта", "19 March".
func DayMonth(l Language, d Civil) string {
	_, month, day := d.Date()
	return Say(l, "common.date.no-year", "day", strconv.Itoa(day), "month", MonthInDate(l, month))
}

// MonthInDate is the month as it stands in a date: "сәуір", "апреля", "April".
func MonthInDate(l Language, m time.Month) string {
	return Say(l, monthKeys[clamp(int(m)-1, 12)])
}

// ShortDate is a day in figures, the same in every language: 01.04.2026.
func ShortDate(d Civil) string {
	year, month, day := d.Date()
	return fmt.Sprintf("%02d.%02d.%04d", day, month, year)
}

// Weekday is the name of a weekday: "сәрсенбі", "среда", "Wednesday".
func Weekday(l Language, w time.Weekday) string {
	return Say(l, weekdayKeys[clamp(int(w), 7)])
}

// ShortWeekday is the short name of a weekday: "ср", "ср", "Wed".
func ShortWeekday(l Language, w time.Weekday) string {
	return Say(l, shortWeekdayKeys[clamp(int(w), 7)])
}

// Moment is a date and a time of day in Asia/Almaty: "2026 ж. 26 наурыз, 10:20".
func Moment(l Language, t time.Time) string {
	return Date(l, t.In(zone())) + ", " + Clock(t)
}

// ShortMoment is Moment in figures: 26.03.2026, 10:20.
func ShortMoment(t time.Time) string {
	return ShortDate(t.In(zone())) + ", " + Clock(t)
}

// Clock is the time of day in Asia/Almaty: 10:20.
func Clock(t time.Time) string {
	return t.In(zone()).Format("15:04")
}

var (
	monthKeys        = numbered("common.month.", 1, 12)
	weekdayKeys      = numbered("common.weekday.", 0, 7)
	shortWeekdayKeys = numbered("common.weekday.short.", 0, 7)
)

func numbered(prefix string, first, n int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = prefix + strconv.Itoa(first+i)
	}
	return keys
}

func clamp(i, n int) int {
	return max(0, min(i, n-1))
}
