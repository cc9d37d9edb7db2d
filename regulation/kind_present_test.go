package regulation

import "testing"

func TestAMissingPaperFileOrDatumIsNamed(t *testing.T) {
	e := &Edition{Documents: []Document{
		{ID: "made", Name: name, Required: true, Made: true},
		{ID: "optional", Name: name},
		{ID: "policy", Name: name, Required: true, Fields: []Field{{ID: "number", Required: true}, {ID: "note"}}},
	}}
	for _, c := range []struct {
		papers []Paper
		want   Result
	}{
		{nil, Failed},
		{[]Paper{{Fields: map[string]string{"number": "1"}}}, Failed},
		{[]Paper{{Files: 1}}, Failed},
		{[]Paper{{Files: 1, Fields: map[string]string{"number": "1"}}}, Passed},
		{[]Paper{{Files: 1, Fields: map[string]string{"number": "1"}}, {Files: 1}}, Failed},
	} {
		v := try(t, Check{Kind: "present"}, Facts{Documents: map[string][]Paper{"policy": c.papers}}, e)
		want(t, v, c.want)
		if c.want == Failed && v.Document != "policy" {
			t.Errorf("names %q", v.Document)
		}
	}
}
