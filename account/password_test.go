package account_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"ruqsat/account"
)

func TestPasswordsAreJudgedByLengthAndFame(t *testing.T) {
	own := []string{"900101300017", "Каримов Бекзод", "KARIMOV", "+77010000000"}
	for _, c := range []struct{ password, why string }{
		{"", account.WhyShort},
		{"тоғызбелг", account.WhyShort},
		{"кең дала көк аспан", ""},
		{"correct horse battery staple", ""},
		{"Sarıarqa ♥ 7", ""},
		{strings.Repeat("ab1Қ", 32), ""},
		{strings.Repeat("ab1Қ", 33), account.WhyLong},
		{"Password2026", account.WhyCommon},
		{"QwErTyUiOp", account.WhyCommon},
		{"Йцукенгшщз", account.WhyCommon},
		{"kazakhstan!!", account.WhyCommon},
		{"қазақстан2050", account.WhyCommon},
		{"aaaaaaaaaaaa", account.WhySimple},
		{"abababababab", account.WhySimple},
		{"0123456789", account.WhySimple},
		{"abcdefghijkl", account.WhySimple},
		{"zyxwvutsrqpo", account.WhySimple},
		{"900101300017", account.WhyOwn},
		{"каримов1990", account.WhyOwn},
		{"karimov-90", account.WhyOwn},
		{"каримов любит горы", ""},
	} {
		err := account.CheckPassword(c.password, own...)
		var flaw *account.Flaw
		switch {
		case c.why == "" && err == nil:
		case !errors.As(err, &flaw) || flaw.Why != c.why || !errors.Is(err, account.ErrPassword):
			t.Errorf("%q: got %v, want %q", c.password, err, c.why)
		case strings.Contains(err.Error(), c.password) && c.password != "":
			t.Errorf("%q: the error holds the password", c.password)
		}
	}
}

func TestHashesAreSaltedAndOfTheAgreedCost(t *testing.T) {
	again, err := account.HashPassword(context.Background(), password)
	if err != nil || again == hash {
		t.Errorf("two hashes of one password are equal, or %v", err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("got %s", hash)
	}
}

func TestWaitingForAHashEndsWithTheContext(t *testing.T) {
	ctx, stop := context.WithTimeout(context.Background(), 60*time.Millisecond)
	defer stop()
	var wg sync.WaitGroup
	given := make(chan error, 64)
	for range cap(given) {
		wg.Go(func() {
			_, err := account.HashPassword(ctx, password)
			given <- err
		})
	}
	wg.Wait()
	close(given)
	done, gaveUp := 0, 0
	for err := range given {
		switch {
		case err == nil:
			done++
		case errors.Is(err, context.DeadlineExceeded):
			gaveUp++
		default:
			t.Error(err)
		}
	}
	if gaveUp == 0 {
		t.Errorf("%d hashes at once were not held back", done)
	}
}
