package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"ruqsat/account"
	"ruqsat/db"
	"ruqsat/words"
)

type staffAddCommand struct {
	storage
	Role       string `required:"" enum:"administrator,head,executor,police,operator,auditor" help:"administrator, head, executor, police, operator or auditor."`
	Login      string `required:"" placeholder:"NAME" help:"The name to sign in with."`
	Surname    string `required:"" placeholder:"NAME"`
	GivenName  string `placeholder:"NAME"`
	Patronymic string `placeholder:"NAME"`
	IIN        string `name:"iin" placeholder:"ИИН" help:"For the ЭЦП."`
	Position   string `placeholder:"KK|RU|EN" help:"The post in three languages; one for all where no bar is given."`
	Unit       string `placeholder:"КАТО-KIND" help:"The unit, for example 394400000-akimat or 394400000-con-1; an auditor or administrator has none."`
}

// Run gives a post. The password is printed once and kept nowhere; the act stands in the register.
func (c staffAddCommand) Run(e *env) error {
	password := account.OneTimePassword()
	hash, err := account.HashPassword(e.ctx, password)
	if err != nil {
		return err
	}
	post := account.Post{
		Role: account.Role(c.Role), Login: c.Login, IIN: c.IIN, Surname: c.Surname, GivenName: c.GivenName,
		Patronymic: c.Patronymic, Position: threefold(c.Position), Language: words.Kazakh, PasswordHash: hash, OneTime: true,
	}
	var made account.Account
	err = change(e, c.storage, func(tx *db.Tx) error {
		if post.Unit, err = unitOf(tx, c.Unit); err != nil {
			return err
		}
		made, err = account.AddStaff(tx, post, "system")
		return err
	})
	if err != nil {
		return err
	}
	out := struct {
		ID       string `json:"id"`
		Login    string `json:"login"`
		Role     string `json:"role"`
		Unit     string `json:"unit"`
		Password string `json:"password"`
	}{made.ID, made.Login, string(made.Role), c.Unit, password}
	return e.print(out, func(w io.Writer) {
		fmt.Fprintf(w, "%s, %s\nlogin              %s\none-time password  %s\n", made.FullName(), made.Role, out.Login, out.Password)
	})
}

// unitOf finds the unit that КАТО-KIND names; a front office with a number is КАТО-KIND-NUMBER.
func unitOf(tx *db.Tx, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	kato, kind, _ := strings.Cut(name, "-")
	kind, number, _ := strings.Cut(kind, "-")
	units, err := account.Units(tx)
	for _, u := range units {
		if u.KATO == kato && u.Kind == kind && u.Number == number {
			return u.ID, nil
		}
	}
	return "", errors.Join(err, usagef("there is no unit %q", name))
}

type unitAddCommand struct {
	storage
	Kind       string `required:"" enum:"akimat,police,con" help:"akimat, police or con."`
	KATO       string `name:"kato" required:"" placeholder:"CODE" help:"The territory it answers for."`
	Number     string `placeholder:"N" help:"Of a front office, where a district has several."`
	Name       string `required:"" placeholder:"KK|RU|EN" help:"As printed on permits, in three languages."`
	Department string `placeholder:"KK|RU|EN"`
	Address    string `placeholder:"KK|RU|EN"`
	Hours      string `placeholder:"KK|RU|EN" help:"Reception hours as people read them."`
	Phone      string
	Answers    string `enum:",workplace,system" default:"" help:"Police: who answers, its officers in the workplace or their own system."`
}

// Run sets up a unit.
func (c unitAddCommand) Run(e *env) error {
	var made account.Unit
	err := change(e, c.storage, func(tx *db.Tx) (err error) {
		made, err = account.AddUnit(tx, account.Unit{
			Kind: c.Kind, KATO: c.KATO, Number: c.Number, Name: threefold(c.Name), Department: threefold(c.Department),
			Address: threefold(c.Address), Hours: threefold(c.Hours), Phone: c.Phone, Answers: c.Answers,
		}, "system")
		return err
	})
	if err != nil {
		return err
	}
	out := struct {
		ID   string `json:"id"`
		Unit string `json:"unit"`
	}{made.ID, strings.TrimSuffix(made.KATO+"-"+made.Kind+"-"+made.Number, "-")}
	return e.print(out, func(w io.Writer) { fmt.Fprintf(w, "unit %s\n", out.Unit) })
}

// threefold is a text in three languages, parted by bars.
func threefold(s string) words.Text {
	parts := strings.Split(s, "|")
	if len(parts) != 3 {
		return words.Text{KK: s, RU: s, EN: s}
	}
	return words.Text{KK: strings.TrimSpace(parts[0]), RU: strings.TrimSpace(parts[1]), EN: strings.TrimSpace(parts[2])}
}

// change does one act over the database, brought up to this version first. What the act finds wrong with
// its input is usage.
func change(e *env, s storage, act func(*db.Tx) error) error {
	clock, err := e.clock()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return err
	}
	d, err := db.Open(e.ctx, s.DB)
	if err != nil {
		return usagef("%w", err)
	}
	defer d.Close()
	if err := d.Migrate(e.ctx); err != nil {
		return err
	}
	err = d.Write(e.ctx, clock.Now(), act)
	if errors.Is(err, account.ErrIncomplete) || errors.Is(err, account.ErrNoUnit) {
		return usagef("%w: see --help", err)
	}
	return err
}
