package regulation

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"github.com/goccy/go-yaml"

	"ruqsat/calendar"
)

// factsFile is the shape of a file of facts, in JSON or YAML (docs/law-eval.md).
type factsFile struct {
	Filed     string                `yaml:"filed"`
	First     calendar.Day          `yaml:"first"`
	Last      calendar.Day          `yaml:"last"`
	Fields    map[string]string     `yaml:"fields"`
	Documents map[string][]paperRow `yaml:"documents"`
	Answers   map[string]answerRow  `yaml:"answers"`
	Counts    map[string]int        `yaml:"counts"`
	Places    map[string]placeRow   `yaml:"places"`
}

type paperRow struct {
	Fields map[string]string `yaml:"fields"`
	Files  int               `yaml:"files"`
	Pages  int               `yaml:"pages"`
}

type answerRow struct {
	State   string              `yaml:"state"`
	At      string              `yaml:"at"`
	Source  string              `yaml:"source"`
	Ref     string              `yaml:"ref"`
	Fields  map[string]string   `yaml:"fields"`
	Records []map[string]string `yaml:"records"`
}

type placeRow struct {
	Held  bool `yaml:"held"`
	Free  int  `yaml:"free"`
	Known bool `yaml:"known"`
}

// LoadFacts reads the facts of a case from JSON or YAML, strictly: an unknown field or state is an
// error that names the line. Moments are RFC 3339, or without a zone in Asia/Almaty.
func LoadFacts(r io.Reader) (Facts, error) {
	const limit = 1 << 20
	raw, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return Facts{}, err
	}
	if len(raw) > limit {
		return Facts{}, fmt.Errorf("regulation: facts are larger than %d bytes", limit)
	}
	var file factsFile
	if err := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict()).Decode(&file); err != nil {
		return Facts{}, fmt.Errorf("regulation: facts: %s", placed("line", yaml.FormatError(err, false, false)))
	}
	return file.facts()
}

func (file factsFile) facts() (Facts, error) {
	f := Facts{First: file.First, Last: file.Last, Fields: file.Fields, Counts: file.Counts,
		Documents: map[string][]Paper{}, Answers: map[string]Answer{}, Places: map[string]Place{}}
	var err error
	if f.Filed, err = moment(file.Filed); err != nil {
		return f, err
	}
	for id, papers := range file.Documents {
		for _, p := range papers {
			f.Documents[id] = append(f.Documents[id], Paper(p))
		}
	}
	for id, p := range file.Places {
		f.Places[id] = Place(p)
	}
	for key, a := range file.Answers {
		at, err := moment(a.At)
		if err != nil {
			return f, err
		}
		switch a.State {
		case NotAsked, Silent, Answered, NotFound, Contradiction:
		default:
			return f, fmt.Errorf("regulation: answer %q: unknown state %q", key, a.State)
		}
		f.Answers[key] = Answer{State: a.State, At: at, Source: a.Source, Ref: a.Ref, Fields: a.Fields, Records: a.Records}
	}
	return f, nil
}

// moment reads a moment; an empty text is the zero moment.
func moment(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, s, calendar.Zone); err == nil {
			return t.In(calendar.Zone), nil
		}
	}
	return time.Time{}, fmt.Errorf("regulation: facts: a moment is written 2026-03-20T18:45, got %d characters", len(s))
}
