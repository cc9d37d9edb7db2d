package application

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"ruqsat/regulation"
)

// Fields are the form's values by field id.
type Fields map[string]string

// Value keeps the fields as JSON with sorted keys.
func (f Fields) Value() (driver.Value, error) { return pack(map[string]string(f), "{}") }

// Scan reads them back.
func (f *Fields) Scan(src any) error { return unpack(src, (*map[string]string)(f)) }

// Verdicts are the last judgement of a case.
type Verdicts []regulation.Verdict

// Value keeps the verdicts as JSON.
func (v Verdicts) Value() (driver.Value, error) { return pack([]regulation.Verdict(v), "[]") }

// Scan reads them back.
func (v *Verdicts) Scan(src any) error { return unpack(src, (*[]regulation.Verdict)(v)) }

// Scans are the files of a paper in their order.
type Scans []Scan

// Value keeps the scans as JSON.
func (s Scans) Value() (driver.Value, error) { return pack([]Scan(s), "[]") }

// Scan reads them back.
func (s *Scans) Scan(src any) error { return unpack(src, (*[]Scan)(s)) }

// Codes are codes of grounds.
type Codes []string

// Value keeps the codes as JSON.
func (c Codes) Value() (driver.Value, error) { return pack([]string(c), "[]") }

// Scan reads them back.
func (c *Codes) Scan(src any) error { return unpack(src, (*[]string)(c)) }

func pack(v any, empty string) (driver.Value, error) {
	b, err := json.Marshal(v)
	if err != nil || string(b) == "null" {
		return empty, err
	}
	return string(b), nil
}

func unpack(src, dst any) error {
	switch s := src.(type) {
	case string:
		return json.Unmarshal([]byte(s), dst)
	case []byte:
		return json.Unmarshal(s, dst)
	default:
		return fmt.Errorf("application: JSON cannot be read from %T", src)
	}
}
