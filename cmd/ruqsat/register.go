package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"ruqsat/db"
	"ruqsat/register"
)

// storage is where a command finds the database and the keys.
type storage struct {
	DB   string `name:"db" default:"sqlite:data/ruqsat.db" env:"RUQSAT_DB" placeholder:"DSN" help:"sqlite:PATH or postgres://..."`
	Data string `default:"data" env:"RUQSAT_DATA" placeholder:"DIR" help:"Folder of keys and files."`
}

type registerVerifyCommand struct {
	storage
	Checkpoint string `type:"existingfile" placeholder:"FILE" help:"A signed checkpoint kept outside: finds a roll-back."`
}

type damage struct {
	Kind string `json:"kind"`
	From int64  `json:"from"`
	To   int64  `json:"to"`
	ID   string `json:"id,omitempty"`
	Text string `json:"text"`
}

// Run reads every entry of the register again and proves it against the signed checkpoint.
func (c registerVerifyCommand) Run(e *env) error {
	verifier, err := register.VerifierFile(filepath.Join(c.Data, "register.key.pub"))
	if err != nil {
		return usagef("the register's key cannot be read: %w", err)
	}
	var outside []byte
	if c.Checkpoint != "" {
		if outside, err = os.ReadFile(c.Checkpoint); err != nil {
			return usagef("%w", err)
		}
	}
	if path, ok := sqlitePath(c.DB); ok {
		if _, err := os.Stat(path); err != nil {
			return usagef("there is no database: %w", err)
		}
	}
	d, err := db.Open(e.ctx, c.DB)
	if err != nil {
		return usagef("%w", err)
	}
	defer d.Close()
	report, err := register.Verify(e.ctx, d, verifier, outside)
	if err != nil {
		return err
	}
	return printReport(e, report)
}

func printReport(e *env, r register.Report) error {
	e.settle(r.OK())
	out := struct {
		Holds   bool     `json:"holds"`
		Origin  string   `json:"origin"`
		Size    int64    `json:"size"`
		Root    string   `json:"root"`
		Entries int64    `json:"entries"`
		Waiting int64    `json:"waiting"`
		Outside bool     `json:"outside_checked"`
		Damages []damage `json:"damages"`
	}{r.OK(), r.Origin, r.Size, r.Root.String(), r.Entries, r.Waiting, r.OutsideChecked, []damage{}}
	for _, d := range r.Damages {
		out.Damages = append(out.Damages, damage{string(d.Kind), d.From, d.To, d.ID, d.Text})
	}
	return e.print(out, func(w io.Writer) {
		for _, d := range r.Damages {
			fmt.Fprintln(w, d)
		}
		verdict := "holds"
		if !r.OK() {
			verdict = "DOES NOT HOLD"
		}
		fmt.Fprintf(w, "register of %d entries, root %s, %d waiting for their place: %s\n", r.Size, r.Root, r.Waiting, verdict)
	})
}

// verifyHouse reads the whole register of a running house again.
func verifyHouse(ctx context.Context, h *house) (register.Report, error) {
	verifier, err := register.VerifierFile(filepath.Join(h.Data, "register.key.pub"))
	if err != nil {
		return register.Report{}, err
	}
	return register.Verify(ctx, h.db, verifier, nil)
}
