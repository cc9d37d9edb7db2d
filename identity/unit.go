package identity

import "ruqsat/words"

// Unit is a territory of the classifier КАТО (ӘАОЖ): an oblast, a city, a
// district. Mark tells how well its code is known: published, prefix published,
// unconfirmed. A unit without a code is known by name only and cannot issue.
type Unit struct {
	Code   string     `json:"code"`
	Name   words.Text `json:"name"`
	Level  int        `json:"level"`
	Mark   string     `json:"mark"`
	Parent string     `json:"parent"`
}

// Units is the classifier. It never changes; With makes a new one.
type Units struct {
	all    []Unit
	byCode map[string]int
}
