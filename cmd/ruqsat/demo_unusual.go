package main

import (
	"time"

	"ruqsat/application/sample"
)

// The lives that control wants to be looked at (B-16): a burst of approvals within a minute, one house with many
// workers, a decision at night. They come after the first hundred, so that a small demonstration has none of them.
const (
	burst     = 100 // twenty cases
	crowd     = 120 // seven
	night     = 127 // one
	crowdedAt = "Қабанбай батыр даңғылы, 53-үй"
)

// unusual is the life of a case that an alert is about.
func (l *life) unusual(i int) (plan, bool) {
	switch {
	case i >= burst && i < crowd: // approved one after another, two seconds each
		l.back, l.unit, l.fate = 9, sample.Kostanay, issued
		return l.plain(i, "", "", 7, 16, time.Duration(2*(i-burst))*time.Second), true
	case i >= crowd && i < night:
		l.back, l.unit, l.fate = 40-5*(i-crowd), sample.Astana, issued
		return l.plain(i, "", crowdedAt, l.back-2, 16, 0), true
	case i == night:
		l.back, l.unit, l.fate = 15, sample.Zhitikara, issued
		return l.plain(i, "saparova", "", 13, 22, 40*time.Minute), true
	}
	return plan{}, false
}

// plain is a life without turns that is decided so many working days before now, so long after the hour.
func (l *life) plain(i int, operator, address string, decided, hour int, after time.Duration) plan {
	return plan{back: l.back, unit: l.unit, months: 6, operator: operator, address: address, scenes: func(y *story, on func(int, int, int) time.Time) []scene {
		y.turn = i
		day := []scene{{at: on(l.back, 10, 0), act: y.draft}, {at: on(l.back, 10, 15), act: y.file}}
		if l.unit == sample.Zhitikara {
			day = append(day, scene{at: on(l.back-1, 9, 40), act: y.agree})
		}
		return append(day, scene{at: on(l.back-1, 12, 0), act: y.propose}, scene{at: on(decided, hour, 0).Add(after), act: y.decide})
	}}
}
