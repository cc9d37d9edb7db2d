package sample

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"

	"ruqsat/quota"
	"ruqsat/register"
)

// Books reads the whole register and the quota's ledger again, as every journey of a test ends: nil when
// both agree. Entries that wait for their place get it first, under a key made for this once.
func (t *Town) Books(ctx context.Context, now time.Time) error {
	secret, public, err := note.GenerateKey(nil, "ruqsat")
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return err
	}
	return t.BooksUnder(ctx, now, signer, verifier)
}

// BooksUnder is Books where the register has a key already.
func (t *Town) BooksUnder(ctx context.Context, now time.Time, signer note.Signer, verifier note.Verifier) error {
	for n := 1; n > 0; {
		var err error
		if n, err = register.New(t.DB, signer, "ruqsat").Sequence(ctx, now); err != nil {
			return err
		}
	}
	report, err := register.Verify(ctx, t.DB, verifier, nil)
	if err != nil {
		return err
	}
	if !report.OK() || report.Size == 0 {
		return fmt.Errorf("sample: a register of %d entries does not verify: %v", report.Size, report.Damages)
	}
	return t.DB.Read(ctx, quota.Verify)
}
