package regulation

import (
	"fmt"
	"io/fs"
	"path"

	"ruqsat/calendar"
	"ruqsat/words"
)

// serviceFile is service.yaml; the lists of an edition stand in files of their own beside it, or
// in the edition's folder where an amendment changed them.
type serviceFile struct {
	ID       string        `yaml:"id"`
	Name     words.Text    `yaml:"name"`
	Short    words.Text    `yaml:"short"`
	Lead     words.Text    `yaml:"lead"`
	Editions []editionFile `yaml:"editions"`
}

type editionFile struct {
	ID           string          `yaml:"id"`
	Name         words.Text      `yaml:"name"`
	InForce      calendar.Day    `yaml:"in_force"`
	Repealed     calendar.Day    `yaml:"repealed"`
	Unconfirmed  string          `yaml:"unconfirmed"`
	Adopted      *Adoption       `yaml:"adopted"`
	Folder       string          `yaml:"folder"`
	Basis        []Cite          `yaml:"basis"`
	CasePrefix   string          `yaml:"case_prefix"`
	PermitPrefix string          `yaml:"permit_prefix"`
	Ledger       string          `yaml:"ledger"`
	Collected    []string        `yaml:"collected"` // facts the case adds to the form's
	Provider     words.Text      `yaml:"provider"`
	Department   words.Text      `yaml:"department"`
	Recipient    words.Text      `yaml:"recipient"`
	Allowed      words.Text      `yaml:"allowed"`
	Conditions   []words.Text    `yaml:"conditions"`
	Eligibility  []Condition     `yaml:"eligibility"`
	Fee          Dated[int64]    `yaml:"fee"`
	MonthsCap    Dated[int]      `yaml:"months_cap"`
	Channels     []Channel       `yaml:"channels"`
	Operations   []operationFile `yaml:"operations"`
}

type operationFile struct {
	ID        string     `yaml:"id"`
	Name      words.Text `yaml:"name"`
	Channels  []string   `yaml:"channels"`
	Documents []string   `yaml:"documents"`
	Sections  []string   `yaml:"sections"`
	Steps     []string   `yaml:"steps"`
	Checks    []string   `yaml:"checks"`
}

// lists are the edition's files beside service.yaml.
type lists struct {
	sources   sources
	documents struct {
		Documents []Document `yaml:"documents"`
	}
	reasons struct {
		Reasons []Reason `yaml:"reasons"`
	}
	form struct {
		Groups   []Group   `yaml:"groups"`
		Sections []Section `yaml:"sections"`
	}
	checks struct {
		Checks []Check `yaml:"checks"`
	}
	steps struct {
		Steps []Step `yaml:"steps"`
	}
	grounds struct {
		Refusal    []Ground `yaml:"refusal"`
		Acceptance []Ground `yaml:"acceptance"`
		Revocation []Ground `yaml:"revocation"`
	}
}

func (l *Law) readService(files fs.FS, folder string) (*Service, error) {
	var f serviceFile
	name := path.Join(folder, "service.yaml")
	from := sources{}
	if err := from.open(files, "service.yaml", name, &f); err != nil {
		return nil, err
	}
	if f.ID != folder || !f.Name.Complete() || !f.Short.Complete() || !f.Lead.Complete() || len(f.Editions) == 0 {
		return nil, fmt.Errorf("%s: the service %q is not named as its folder, or lacks a name or an edition", name, f.ID)
	}
	s := &Service{ID: f.ID, Name: f.Name, Short: f.Short, Lead: f.Lead}
	for _, ef := range f.Editions {
		all := lists{sources: from}
		if err := all.read(files, folder, ef.Folder); err != nil {
			return nil, err
		}
		e, err := l.edition(s.ID, ef, &all)
		if err != nil {
			return nil, err
		}
		s.Editions = append(s.Editions, e)
	}
	return s, nil
}

func (all *lists) read(files fs.FS, folder, edition string) error {
	for name, into := range map[string]any{
		"documents.yaml": &all.documents, "form.yaml": &all.form, "checks.yaml": &all.checks,
		"steps.yaml": &all.steps, "grounds.yaml": &all.grounds, "reasons.yaml": &all.reasons,
	} {
		own := path.Join(folder, edition, name)
		if _, err := fs.Stat(files, own); err != nil {
			own = path.Join(folder, name)
		}
		if err := all.sources.open(files, name, own, into); err != nil {
			return err
		}
	}
	return nil
}

func (l *Law) edition(service string, f editionFile, all *lists) (*Edition, error) {
	e := &Edition{
		ID: f.ID, Service: service, Name: f.Name, InForce: f.InForce, Repealed: f.Repealed, Unconfirmed: f.Unconfirmed, Adopted: f.Adopted,
		Basis: f.Basis, Channels: f.Channels, Documents: all.documents.Documents, Sections: all.form.Sections,
		Groups: all.form.Groups, Reasons: all.reasons.Reasons, Grounds: all.grounds.Refusal, AcceptanceGrounds: all.grounds.Acceptance,
		RevocationGrounds: all.grounds.Revocation, Provider: f.Provider, Department: f.Department,
		Recipient: f.Recipient, Allowed: f.Allowed, Conditions: f.Conditions, Eligibility: f.Eligibility,
		Fee: f.Fee, Ledger: f.Ledger, MonthsCap: f.MonthsCap,
		CasePrefix: f.CasePrefix, PermitPrefix: f.PermitPrefix, law: l, collected: f.Collected,
	}
	if e.InForce.IsZero() || !e.Name.Complete() || len(e.Basis) == 0 || e.CasePrefix == "" || e.PermitPrefix == "" {
		return nil, fmt.Errorf("%s: the edition lacks in_force, name, basis or the prefixes of its numbers", all.sources.at("service.yaml", f.ID))
	}
	if a := e.Adopted; a != nil && (a.From.IsZero() || a.Because == "") {
		return nil, fmt.Errorf("%s: an adopted edition needs from and because", all.sources.at("service.yaml", f.ID))
	}
	e.zoneField = e.fieldOfKind("mrz")
	for _, of := range f.Operations {
		o, err := e.link(of, all)
		if err != nil {
			return nil, err
		}
		e.Operations = append(e.Operations, o)
	}
	return e, e.sound(all.sources)
}

func (e *Edition) fieldOfKind(kind string) string {
	for _, s := range e.Sections {
		for _, f := range s.Fields {
			if f.Kind == kind {
				return f.ID
			}
		}
	}
	return ""
}
