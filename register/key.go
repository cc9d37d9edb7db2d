package register

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
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
// alone), and makes it on the first start. The public key is kept beside it, in path.pub: who
// verifies needs no more.
func KeyFile(path string) (note.Signer, note.Verifier, error) {
	secret, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		secret, err = makeKey(path)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("register: key: %w", err)
	}
	text := strings.TrimSpace(string(secret))
	signer, err := note.NewSigner(text)
	if err != nil {
		return nil, nil, fmt.Errorf("register: key: %s holds no key of the register", path)
	}
	public, err := publicOf(text)
	if err != nil {
		return nil, nil, fmt.Errorf("register: key: %s: %w", path, err)
	}
	if err := keepOnce(path+".pub", public+"\n", 0o644); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, nil, fmt.Errorf("register: key: %w", err)
	}
	verifier, err := VerifierFile(path + ".pub")
	if err == nil && verifier.KeyHash() != signer.KeyHash() {
		err = fmt.Errorf("register: key: %s.pub belongs to another key", path)
	}
	return signer, verifier, err
}

// publicOf computes the public note key: PRIVATE+KEY+name+hash+base64(1, seed) holds the seed.
func publicOf(secret string) (string, error) {
	parts := strings.SplitN(secret, "+", 5)
	data, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(parts) != 5 || len(data) != 1+ed25519.SeedSize {
		return "", errors.New("no Ed25519 key")
	}
	key := ed25519.NewKeyFromSeed(data[1:])
	return note.NewEd25519VerifierKey(parts[2], key.Public().(ed25519.PublicKey))
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

// makeKey makes the secret key; of two starts at once both take the same.
func makeKey(path string) ([]byte, error) {
	secret, _, err := note.GenerateKey(rand.Reader, keyName)
	if err != nil {
		return nil, err
	}
	if err := keepOnce(path, secret+"\n", 0o600); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(path)
}

// keepOnce writes a file that appears whole and on the disk, or not at all; fs.ErrExist when it is
// there already.
func keepOnce(path, text string, mode fs.FileMode) error {
	if _, err := os.Stat(path); err == nil {
		return fs.ErrExist
	}
	draft := path + "." + rand.Text()
	defer os.Remove(draft)
	f, err := os.OpenFile(draft, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(draft, path); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
