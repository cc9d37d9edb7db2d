package identity

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"ruqsat/words"
)

// Unit is a territory of the classifier КАТО (ӘАОЖ): an oblast or a city of
// republican significance (level 1), a district or a city (level 2). Mark tells
// how well its code is known: published, prefix published, unconfirmed. A unit
// without a code is known by name only and cannot be chosen to issue.
type Unit struct {
	Code   string     `json:"code"`
	Name   words.Text `json:"name"`
	Level  int        `json:"level"`
	Mark   string     `json:"mark"`
	Parent string     `json:"parent"`
}

// The marks of a unit.
const (
	Published       = "published"
	PrefixPublished = "prefix published"
	Unconfirmed     = "unconfirmed"
)

// Units is the classifier. It never changes; With makes a new one.
type Units struct {
	list   []Unit
	byCode map[string]int
}

var unitColumns = []string{"code", "parent", "level", "name_kk", "name_ru", "name_en", "mark"}

// ReadUnits reads the classifier as law/kato.csv keeps it; lines beginning with
// # are notes. Every error names its line.
func ReadUnits(r io.Reader) (*Units, error) {
	in := csv.NewReader(r)
	in.Comment = '#'
	in.FieldsPerRecord = len(unitColumns)
	head, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("identity: head of the units: %w", err)
	}
	if !slices.Equal(head, unitColumns) {
		return nil, fmt.Errorf("identity: columns of the units are %v, want %v", head, unitColumns)
	}

	u := &Units{byCode: map[string]int{}}
	for {
		f, err := in.Read()
		if err == io.EOF {
			return u, nil
		}
		if err != nil {
			return nil, fmt.Errorf("identity: units: %w", err)
		}
		level, _ := strconv.Atoi(f[2])
		unit := Unit{Code: f[0], Parent: f[1], Level: level, Name: words.Text{KK: f[3], RU: f[4], EN: f[5]}, Mark: f[6]}
		if err := u.add(unit); err != nil {
			line, _ := in.FieldPos(0)
			return nil, fmt.Errorf("identity: line %d of the units: %w", line, err)
		}
	}
}

// With is the classifier after later acts (P19): a unit replaces the one of its
// code, and one that was known by name only when it brings the code of it.
func (u *Units) With(units ...Unit) (*Units, error) {
	merged := &Units{byCode: map[string]int{}}
	for _, old := range u.list {
		if !slices.ContainsFunc(units, old.replacedBy) {
			merged.put(old)
		}
	}
	for _, unit := range units {
		if err := merged.add(unit); err != nil {
			return nil, fmt.Errorf("identity: %w", err)
		}
	}
	return merged, nil
}

func (n Unit) replacedBy(later Unit) bool {
	if n.Code != "" {
		return n.Code == later.Code
	}
	return n.Parent == later.Parent && n.Name.RU == later.Name.RU
}

func (u *Units) add(unit Unit) error {
	if err := u.check(unit); err != nil {
		return err
	}
	u.put(unit)
	return nil
}

func (u *Units) put(unit Unit) {
	if unit.Code != "" {
		u.byCode[unit.Code] = len(u.list)
	}
	u.list = append(u.list, unit)
}

func (u *Units) check(unit Unit) error {
	_, twice := u.byCode[unit.Code]
	parent, hasParent := u.Find(unit.Parent)
	switch {
	case unit.Code != "" && !ValidCode(unit.Code):
		return fmt.Errorf("%q is no code", unit.Code)
	case twice:
		return fmt.Errorf("%s is given twice", unit.Code)
	case !unit.Name.Complete():
		return fmt.Errorf("the name of %q lacks a language", unit.Code)
	case !slices.Contains([]string{Published, PrefixPublished, Unconfirmed}, unit.Mark):
		return fmt.Errorf("unknown mark %q", unit.Mark)
	case unit.Code == "" && unit.Mark != Unconfirmed:
		return fmt.Errorf("%s has no code and is not marked unconfirmed", unit.Name.RU)
	case unit.Level == 1 && (unit.Code == "" || unit.Parent != "" || regionOf(unit.Code) != unit.Code):
		return fmt.Errorf("%q is no region", unit.Code)
	case unit.Level == 1:
		return nil
	case unit.Level != 2 || !hasParent || parent.Level != 1:
		return fmt.Errorf("%s: level %d under %q", unit.Name.RU, unit.Level, unit.Parent)
	case unit.Code != "" && (regionOf(unit.Code) != unit.Parent || unit.Code == unit.Parent):
		return fmt.Errorf("%s does not lie in %s", unit.Code, unit.Parent)
	}
	return nil
}
