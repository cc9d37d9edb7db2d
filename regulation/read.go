package regulation

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"ruqsat/calendar"
	"ruqsat/identity"
	"ruqsat/words"
)

// Load reads the law strictly and checks it: an unknown field, a figure without its words or its
// source, a citation of an unknown act, digits that disagree with their words and give no because,
// are errors that name file and line. All errors are told at once.
func Load(files fs.FS) (*Law, error) {
	l, err := Read(files)
	if err != nil {
		return nil, err
	}
	findings, err := verify(files, l.Acts)
	if err != nil {
		return nil, err
	}
	l.findings = append(findings, l.unused()...)
	return l, nil
}

// Read reads and links the law without checking its figures against their words: what a lawyer
// uses to try a changed figure. Everything else uses Load.
func Read(files fs.FS) (*Law, error) {
	l := &Law{Acts: map[string]Act{}, countries: map[string]int{}}
	for _, step := range []func(fs.FS) error{l.readCalendar, l.readUnits, l.readActs, l.readTables, l.readControl, l.readCountries, l.readServices} {
		if err := step(files); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *Law) readActs(files fs.FS) error {
	var table struct {
		Acts []Act `yaml:"acts"`
	}
	all := sources{}
	if err := all.open(files, "acts.yaml", "acts.yaml", &table); err != nil {
		return err
	}
	for _, a := range table.Acts {
		if _, twice := l.Acts[a.ID]; twice || a.ID == "" || a.Number == "" || a.Date.IsZero() || !a.Name.Complete() || !a.Title.Complete() {
			return fmt.Errorf("%s: the act %q stands twice or lacks number, date, name or title", all.at("acts.yaml", a.ID), a.ID)
		}
		l.Acts[a.ID] = a
	}
	return nil
}

func (l *Law) readTables(files fs.FS) error {
	var hours struct {
		Hours map[string]Dated[calendar.Hours] `yaml:"hours"`
	}
	var mrp struct {
		MRP Dated[int64] `yaml:"mrp"`
	}
	err := errors.Join(decode(files, "hours.yaml", &hours), decode(files, "mrp.yaml", &mrp), decode(files, "tax.yaml", &l.Tax))
	l.Hours, l.MRP = hours.Hours, mrp.MRP
	for unit, h := range l.Hours {
		err = errors.Join(err, ordered("hours.yaml", unit, h))
	}
	return errors.Join(err, ordered("mrp.yaml", "mrp", l.MRP), ordered("tax.yaml", "coefficient", l.Tax.Coefficient), ordered("tax.yaml", "kbk", l.Tax.KBK))
}

// ordered demands that a figure's history is there and runs forward.
func ordered[T any](file, name string, figures Dated[T]) error {
	if len(figures) == 0 {
		return fmt.Errorf("%s: %s has no figure", file, name)
	}
	for i := range figures[1:] {
		if !figures[i].Since.Before(figures[i+1].Since) {
			return fmt.Errorf("%s: %s: %s does not follow %s", file, name, figures[i+1].Since, figures[i].Since)
		}
	}
	return nil
}

var standings = []string{"eligible", "eaeu", "review", "not-eligible"}

func (l *Law) readCountries(files fs.FS) error {
	var table struct {
		Lists     map[string]Dated[string] `yaml:"lists"`
		Countries []struct {
			Code string     `yaml:"code"`
			List string     `yaml:"list"`
			Name words.Text `yaml:"name"`
		} `yaml:"countries"`
	}
	all := sources{}
	if err := all.open(files, "countries.yaml", "countries.yaml", &table); err != nil {
		return err
	}
	for name, list := range table.Lists {
		for _, f := range list {
			if !slices.Contains(standings, f.Value) {
				return fmt.Errorf("countries.yaml: list %s: unknown standing %q", name, f.Value)
			}
		}
		if err := ordered("countries.yaml", name, list); err != nil {
			return err
		}
	}
	for _, c := range table.Countries {
		standing, ok := table.Lists[c.List]
		if _, twice := l.countries[c.Code]; twice || !ok || len(c.Code) != 3 || !c.Name.Complete() {
			return fmt.Errorf("%s: %q stands twice, has no list, or lacks a name", all.at("countries.yaml", c.Code), c.Code)
		}
		l.countries[c.Code] = len(l.Countries)
		l.Countries = append(l.Countries, Country{Code: c.Code, Name: c.Name, Standing: standing})
	}
	return nil
}

func (l *Law) readCalendar(files fs.FS) error {
	raw, err := fs.ReadFile(files, "calendar.csv")
	if err != nil {
		return err
	}
	rows, err := calendar.ReadRows(bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("calendar.csv: %w", err)
	}
	l.Calendar, err = calendar.New(rows)
	return err
}

func (l *Law) readUnits(files fs.FS) error {
	raw, err := fs.ReadFile(files, "kato.csv")
	if err != nil {
		return err
	}
	if l.Units, err = identity.ReadUnits(bytes.NewReader(raw)); err != nil {
		return fmt.Errorf("kato.csv: %w", err)
	}
	return nil
}

func (l *Law) readServices(files fs.FS) error {
	names, err := fs.Glob(files, "*/service.yaml")
	if err != nil {
		return err
	}
	for _, name := range names {
		s, err := l.readService(files, path.Dir(name))
		if err != nil {
			return err
		}
		l.Services = append(l.Services, s)
	}
	return nil
}
