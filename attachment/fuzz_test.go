package attachment_test

import (
	"bytes"
	"errors"
	"testing"

	"ruqsat/attachment"
)

// FuzzJudge looks for bytes that are neither accepted nor refused, and for accepted ones that are
// not accepted as they were stored.
func FuzzJudge(f *testing.F) {
	for _, s := range samples() {
		if len(s.body) < 64<<10 {
			f.Add(s.body)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		first, err := attachment.Judge("x", bytes.NewReader(body))
		if r := (*attachment.Refusal)(nil); errors.As(err, &r) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		defer first.Close()
		again, err := attachment.Judge("x", bytes.NewReader(kept(t, first)))
		if err != nil || again.Sum != first.Sum {
			t.Fatalf("what was stored is judged otherwise: %v", err)
		}
		again.Close()
	})
}
