package main

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ruqsat/permit"
)

type permitVerifyCommand struct {
	What   string        `arg:"" name:"file-or-text" help:"The text of the QR code, or a file that holds it."`
	Trust  string        `type:"existingdir" placeholder:"DIR" help:"Folder of trusted seal keys (*.pem), as seal.pem of the data folder, and hosts.txt."`
	List   string        `type:"existingfile" placeholder:"FILE" help:"Status list of ended permits: JSON {\"as_of\",\"ended\":{number: state}}."`
	Host   []string      `placeholder:"HOST" help:"Trusted host of the status pages, beside those of hosts.txt."`
	MaxAge time.Duration `default:"12h" help:"A status list older than this is no knowledge."`
	At     string        `required:"" placeholder:"TIME" help:"Moment of the check, Asia/Almaty."`
}

// Run verifies a QR without a network: it holds when the permit is proven valid at the moment. What is
// unknown does not hold.
func (c permitVerifyCommand) Run(e *env) error {
	at, err := parseMoment(c.At)
	if err != nil {
		return err
	}
	text, err := c.text()
	if err != nil {
		return err
	}
	trust, err := c.trust()
	if err != nil {
		return err
	}
	v := permit.VerifyQR(text, trust, at)
	e.settle(v.Code == permit.Valid)
	out := struct {
		Holds     bool   `json:"holds"`
		Status    string `json:"status"`
		Why       string `json:"why"`
		Number    string `json:"number"`
		First     string `json:"first"`
		Last      string `json:"last"`
		Territory string `json:"territory"`
		AsOf      string `json:"as_of"`
	}{v.Code == permit.Valid, v.Code, v.Why, v.Payload.Number, v.Payload.First.String(), v.Payload.Last.String(), v.Payload.Territory, ""}
	if !v.AsOf.IsZero() {
		out.AsOf = rfc3339(v.AsOf)
	}
	return e.print(out, func(w io.Writer) {
		fmt.Fprintln(w, strings.TrimSpace(out.Status+" "+out.Why))
		if out.Number != "" {
			fmt.Fprintf(w, "permit %s, %s to %s, territory %s\n", out.Number, out.First, out.Last, out.Territory)
		}
	})
}

// text is the QR's text: itself, or the content of a file of that name.
func (c permitVerifyCommand) text() (string, error) {
	if strings.Contains(c.What, "://") {
		return c.What, nil
	}
	b, err := os.ReadFile(c.What)
	if err != nil {
		return "", usagef("neither the text of a QR nor a readable file: %s", filepath.Base(c.What))
	}
	return strings.TrimSpace(string(b)), nil
}

func (c permitVerifyCommand) trust() (permit.Trust, error) {
	t := permit.Trust{Hosts: c.Host, MaxAge: c.MaxAge, SealOnly: c.List == ""}
	if c.Trust != "" {
		files, err := filepath.Glob(filepath.Join(c.Trust, "*.pem"))
		if err != nil {
			return t, usagef("%w", err)
		}
		for _, name := range files {
			key, err := sealKey(name)
			if err != nil {
				return t, err
			}
			t.Keys = append(t.Keys, key)
		}
		hosts, err := os.ReadFile(filepath.Join(c.Trust, "hosts.txt"))
		if err == nil {
			t.Hosts = append(t.Hosts, strings.Fields(string(hosts))...)
		}
	}
	if c.List == "" {
		return t, nil
	}
	list, err := readList(c.List)
	t.List = list
	return t, err
}

// sealKey reads the public key of a seal.
func sealKey(name string) (*ecdsa.PublicKey, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, usagef("%w", err)
	}
	block, _ := pem.Decode(b)
	if block == nil {
		return nil, usagef("%s is not a PEM file", name)
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, usagef("%s: %w", name, err)
	}
	own, ok := key.(*ecdsa.PublicKey)
	if !ok {
		return nil, usagef("%s is not an ECDSA key", name)
	}
	return own, nil
}

func readList(name string) (*permit.StatusList, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, usagef("%w", err)
	}
	var list struct {
		AsOf  time.Time         `json:"as_of"`
		Ended map[string]string `json:"ended"`
	}
	if err := json.Unmarshal(b, &list); err != nil {
		return nil, usagef("%s: %w", name, err)
	}
	return &permit.StatusList{AsOf: list.AsOf, Ended: list.Ended}, nil
}

// publish writes what an outside reader needs to trust the house: the seal's public key and its host.
func (h *house) publish() error {
	dir := filepath.Join(h.Data, "trust")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	der, err := x509.MarshalPKIXPublicKey(h.seal.Public())
	if err != nil {
		return err
	}
	key := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	if err := os.WriteFile(filepath.Join(dir, "seal.pem"), key, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "hosts.txt"), []byte(h.address()+"\n"), 0o644)
}
