package register

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// keyName stands before every signature of the register.
const keyName = "ruqsat-register"

// KeyFile reads the Ed25519 key that signs checkpoints (a note key, one line, readable by its owner
// alone), and makes it on the first start. The public key is written beside it, in path.pub: who
// verifies needs no more.
func KeyFile(path string) (note.Signer, note.Verifier, error) {
	secret, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		secret, err = makeKey(path)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("register: key: %w", err)
	}
	signer, err := note.NewSigner(strings.TrimSpace(string(secret)))
	if err != nil {
		return nil, nil, fmt.Errorf("register: key: %s holds no key of the register", path)
	}
	verifier, err := VerifierFile(path + ".pub")
	if err == nil && verifier.KeyHash() != signer.KeyHash() {
		err = fmt.Errorf("register: key: %s.pub belongs to another key", path)
	}
	return signer, verifier, err
}

// VerifierFile reads the public key.
func VerifierFile(path string) (note.Verifier, error) {
	public, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("register: key: %w", err)
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(public)))
	if err != nil {
		return nil, fmt.Errorf("register: key: %s holds no public key of the register", path)
	}
	return verifier, nil
}

// makeKey writes the public half first, under a name that only this key has, so that a start that
// was cut off, or two at once, leave a pair that fits: the secret half appears last and once.
func makeKey(path string) ([]byte, error) {
	secret, public, err := note.GenerateKey(rand.Reader, keyName)
	if err != nil {
		return nil, err
	}
	draft := path + "." + rand.Text()
	defer os.Remove(draft)
	if err := keep(draft, secret+"\n"); err != nil {
		return nil, err
	}
	if err := os.Link(draft, path); errors.Is(err, fs.ErrExist) {
		return os.ReadFile(path) // another start was faster
	} else if err != nil {
		return nil, err
	}
	if err := keep(path+".pub", public+"\n"); err != nil {
		return nil, err
	}
	return []byte(secret), nil
}

// keep writes a file and its folder to the disk.
func keep(path, text string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
