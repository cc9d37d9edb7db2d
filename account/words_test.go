package account_test

import (
	"strings"
	"testing"
	"time"

	"ruqsat/account"
	"ruqsat/identity"
	"ruqsat/words"
)

func said(t *testing.T, what string, text words.Text) {
	t.Helper()
	if !text.Complete() || strings.Contains(text.KK+text.RU+text.EN, "⟦") || text.KK == text.RU {
		t.Errorf("%s: %+v", what, text)
	}
}

func TestEverythingAPersonMayMeetHasWords(t *testing.T) {
	whys := map[string][]string{
		account.FieldIIN: {account.WhyMissing, account.WhyOrganisation, identity.WhyLength, identity.WhyDigits, identity.WhyChecksum,
			identity.WhyNoControlDigit, identity.WhyMonth, identity.WhyType, identity.WhyAttribute},
		account.FieldCountry:  {account.WhyMissing, account.WhyFormat},
		account.FieldPassport: {account.WhyMissing, account.WhyFormat},
		account.FieldMRZ:      {account.WhyFormat, account.WhyDisagrees, identity.WhyMRZLength, identity.WhyMRZCompositeChecksum},
		account.FieldName:     {account.WhyMissing},
		account.FieldPhone:    {account.WhyFormat},
		account.FieldEmail:    {account.WhyFormat},
		account.FieldCabinet:  {account.WhyMissing},
		account.FieldPassword: {account.WhyMissing, account.WhyShort, account.WhyLong, account.WhyCommon, account.WhySimple, account.WhyOwn},
	}
	for field, list := range whys {
		for _, why := range list {
			said(t, field+" "+why, (&account.Flaw{Field: field, Why: why}).Text())
		}
	}
	for _, code := range []string{identity.WarnBirthDate, identity.WarnSex} {
		said(t, code, account.WarningText(code))
	}
	for _, p := range []account.Proof{account.Proven, account.Wrong, account.NoProof} {
		said(t, string(p), p.Text())
	}
	for _, r := range account.Roles[1:] {
		said(t, string(r), r.Text())
	}
	said(t, "refused", account.Refused())
	wait := (&account.TooMany{Wait: 61 * time.Second}).Text()
	said(t, "too many", wait)
	if !strings.Contains(wait.RU, "2 минуты") {
		t.Errorf("61 seconds: %s", wait.RU)
	}
}
