package attachment_test

import (
	"strings"
	"testing"

	"ruqsat/attachment"
)

func TestEveryRefusalSaysWhatToDo(t *testing.T) {
	for _, code := range attachment.Codes() {
		r := &attachment.Refusal{Code: code, Limit: 20, Got: 21}
		if code == attachment.TooLarge {
			r.Limit = attachment.MaxSize
		}
		text := r.Text()
		if !text.Complete() || strings.Contains(text.KK+text.RU+text.EN, "⟦") || text.KK == text.RU {
			t.Errorf("%s: %+v", code, text)
		}
		if code == attachment.TooLarge && !strings.Contains(text.RU, "до 10 МБ") {
			t.Errorf("%s", text.RU)
		}
	}
}
