package main

import (
	"math/rand/v2"
	"time"

	"ruqsat/application/sample"
	"ruqsat/db"
)

// span is over how many working days before now the lives of a large demonstration are spread.
const span = 90

// fate is how a sample case ends.
type fate int

const (
	issued    fate = iota
	objected       // refused: the police object
	short          // refused: the tax service knows of less money
	uninsured      // refused: the insurance database does not know the policy
	taken          // withdrawn by the applicant
	forgotten      // never decided: overdue
	unsigned       // the employer never confirmed
	undone         // a draft that nobody went on with
	turned         // at the counter: the papers were not accepted, and nobody came again
	again          // at the counter: not accepted at first
)

// fates and how many of a hundred lives have them.
var fates = []struct {
	fate  fate
	share int
}{{issued, 80}, {objected, 5}, {short, 5}, {uninsured, 3}, {taken, 3}, {forgotten, 1}, {unsigned, 2}, {undone, 1}}

// life invents what happens to the i-th case: the same i gives the same life. One in eight is younger than three
// working days and still on its way.
func (s *stage) life(i int, now time.Time) plan {
	chance := rand.New(rand.NewPCG(20260326, uint64(i)))
	l := &life{chance: chance, back: 3 + chance.IntN(span-3), unit: sample.Zhitikara, fate: draw(chance)}
	if chance.IntN(8) == 0 {
		l.back = chance.IntN(3)
	}
	switch n := chance.IntN(20); {
	case n >= 16:
		l.unit = sample.Astana
	case n >= 11:
		l.unit = sample.Kostanay
	}
	if l.fate == objected && l.unit != sample.Zhitikara { // where ИС «МП» answers, the sample's agrees
		l.fate = short
	}
	if p, ok := l.unusual(i); ok {
		return p
	}
	operator := l.door()
	p := plan{back: l.back, unit: l.unit, months: []int{12, 6, 6, 3, 12, 9, 4, 1, 8, 12}[chance.IntN(10)], operator: operator, scenes: func(y *story, on func(int, int, int) time.Time) []scene {
		y.turn = i
		return l.scenes(y, on, now)
	}}
	switch l.fate {
	case short:
		p.spoil = unpaid
	case uninsured:
		p.spoil = func(known *sample.Hire) { known.Policy = "000-00-0000000" }
	}
	return p
}

func draw(chance *rand.Rand) fate {
	n := chance.IntN(100)
	for _, f := range fates {
		if n -= f.share; n < 0 {
			return f.fate
		}
	}
	return issued
}

// life is one invented case: how many working days ago it was filed, where, and how it ends.
type life struct {
	chance  *rand.Rand
	back    int
	unit    string
	fate    fate
	counter bool // the papers are brought to a front office
}

// operators of the sample's front offices by the place of work; where there is none, people use their cabinets.
var operators = map[string][]string{
	sample.Zhitikara: {"saparova", "omarov"},
	sample.Kostanay:  {"kim", "dyusenova"},
}

// door chooses where the papers are given: about a third of all go to a front office. One in twelve of these is sent
// away first.
func (l *life) door() (operator string) {
	list := operators[l.unit]
	if len(list) == 0 || l.chance.IntN(12) >= 5 {
		return ""
	}
	l.counter = true
	switch n := l.chance.IntN(24); {
	case n == 0 || l.fate == unsigned: // on paper both sign before the operator
		l.fate = turned
	case n == 1 && l.fate == issued:
		l.fate = again
	}
	return list[l.chance.IntN(len(list))]
}

// morning is over how many minutes people come. Who comes twice, or is sent away, comes before noon.
func (l life) morning() int {
	if l.fate == again {
		return 3 * 60
	}
	return 8 * 60
}

// first is what the first visit is.
func (l life) first(y *story) func(*db.Tx) error {
	y.left = l.left()
	switch {
	case l.fate == again:
		return y.lacking
	case l.fate == turned && l.chance.IntN(2) == 0:
		return y.overdue
	case l.fate == turned:
		return y.lacking
	case l.fate == undone && l.counter:
		return y.begin
	}
	return y.draft
}

// left is how many originals stay behind at the counter: now and then one.
func (l life) left() int {
	if l.counter && l.chance.IntN(40) == 0 {
		return 1
	}
	return 0
}

// scenes are what of this life has happened by now.
func (l life) scenes(y *story, on func(int, int, int) time.Time, now time.Time) []scene {
	var all []scene
	at := func(days, hour, minutes int, act func(*db.Tx) error) {
		if days <= l.back {
			all = append(all, scene{at: l.near(on(l.back-days, hour, 0), minutes), act: act})
		}
	}
	at(0, 9, l.morning(), l.first(y))
	filed := all[0].at.Add(time.Duration(1+l.chance.IntN(4)) * time.Minute)
	switch l.fate {
	case undone:
	case turned:
		all = append(all, scene{at: filed, act: y.turnAway})
	case again:
		all = append(all, scene{at: filed, act: y.turnAway}, scene{at: filed.Add(150 * time.Minute), act: y.comeAgain})
		l.work(y, at)
	case unsigned:
		all = append(all, scene{at: filed, act: y.confirm})
	default:
		all = append(all, scene{at: filed, act: y.file})
		l.work(y, at)
	}
	var past []scene
	for _, sc := range all {
		if !sc.at.Before(now) {
			break
		}
		past = append(past, sc)
	}
	return past
}

// work is what the police, the executor and the head do about a filed case.
func (l life) work(y *story, at func(days, hour, minutes int, act func(*db.Tx) error)) {
	if l.fate == forgotten {
		return
	}
	if l.fate == taken {
		at(1, 10, 60, y.withdraw)
		return
	}
	if l.unit == sample.Zhitikara {
		answer := y.agree
		if l.fate == objected {
			answer = y.object
		}
		at(1, 9, 90, answer)
	}
	at(1, 11, 60, y.take)
	switch {
	case l.fate == short && l.chance.IntN(2) == 0:
		at(1, 11, 60, y.complain)
	case l.chance.IntN(12) == 0:
		at(1, 11, 60, y.praise)
	}
	at(1, 12, 150, y.propose)
	switch l.chance.IntN(30) {
	case 0: // returned once, and late
		at(2, 10, 60, y.giveBack)
		at(3, 11, 120, y.propose)
		at(3, 16, 60, y.decide)
	case 1: // signed late
		at(4, 15, 120, y.decide)
	default:
		at(2, 15, 170, y.decide)
	}
	if l.counter && l.chance.IntN(8) > 0 { // the others have not come for the result yet
		y.byEmployer = l.chance.IntN(6) == 0
		at(5+l.chance.IntN(4), 10, 7*60, y.hand)
	}
}

// near is a moment up to so many minutes after the hour, in one of the day's slots: people come all day, and the
// sample's clock has to stop for each slot.
func (l life) near(hour time.Time, minutes int) time.Time {
	const slot = 20
	n := l.chance.IntN(max(minutes/slot, 1))
	return hour.Add(time.Duration(n*slot)*time.Minute + time.Duration(l.chance.IntN(240))*time.Second)
}
