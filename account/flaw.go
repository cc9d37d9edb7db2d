package account

import (
	"strings"

	"ruqsat/words"
)

// Flaw says which field a person has to mend and why. Why is a stable code; the words are in the
// catalogue under "account.flaw.<field>.<why>", or "account.flaw.<field>" for all other reasons (Text).
type Flaw struct {
	Field string
	Why   string
	Kind  error // the sentinel: ErrIncomplete, ErrIIN, ErrMRZ, ErrPassword or ErrOrganisation
}

// Error names the field and the reason, and no value.
func (f *Flaw) Error() string { return f.Kind.Error() + ": " + f.Field + " " + f.Why }

// Unwrap gives the sentinel.
func (f *Flaw) Unwrap() error { return f.Kind }

// Text tells the person what is so, why, and what to do.
func (f *Flaw) Text() words.Text {
	if key := "account.flaw." + f.Field + "." + f.Why; words.Has(key) {
		return words.All(key)
	}
	return words.All("account.flaw." + f.Field)
}

// Flaws are all that a person has to mend, in the order of the form (B-05).
type Flaws []*Flaw

// Error names every field and reason.
func (f Flaws) Error() string {
	var all []string
	for _, one := range f {
		all = append(all, one.Error())
	}
	return strings.Join(all, "; ")
}

// Unwrap lets errors.Is find any of the sentinels.
func (f Flaws) Unwrap() []error {
	all := make([]error, len(f))
	for i, one := range f {
		all[i] = one
	}
	return all
}

func (f *Flaws) add(field, why string, kind error) {
	*f = append(*f, &Flaw{Field: field, Why: why, Kind: kind})
}

func (f Flaws) err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}
