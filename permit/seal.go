package permit

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Seal is печать сервера / сервер мөрі: the server's own ECDSA P-256 key over the QR. It says
// that this server issued the permit; who decided it is the head's signature.
type Seal struct{ key *ecdsa.PrivateKey }

// Public is the key that a reader needs to trust this seal.
func (s *Seal) Public() *ecdsa.PublicKey { return &s.key.PublicKey }

const block = "PRIVATE KEY"

// KeyFile reads the seal's key from a file, and makes it on the first start, readable by the
// owner alone. Two programs that start at once end with the same key.
func KeyFile(path string) (*Seal, error) {
	s, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return s, err
	}
	if err := makeKey(path); err != nil {
		return nil, err
	}
	return readKey(path)
}

func readKey(path string) (*Seal, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("permit: key: %w", err)
	}
	p, _ := pem.Decode(b)
	if p == nil || p.Type != block {
		return nil, errors.New("permit: the key file holds no PRIVATE KEY")
	}
	key, err := x509.ParsePKCS8PrivateKey(p.Bytes)
	if err != nil {
		return nil, errors.New("permit: the key file is damaged")
	}
	ec, ok := key.(*ecdsa.PrivateKey)
	if !ok || ec.Curve != elliptic.P256() {
		return nil, errors.New("permit: the key is not ECDSA P-256")
	}
	return &Seal{ec}, nil
}

// makeKey writes a new key beside the path and links it there, unless somebody was faster.
func makeKey(path string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("permit: key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return fmt.Errorf("permit: key: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "key-*") // mode 0600
	if err != nil {
		return fmt.Errorf("permit: key: %w", err)
	}
	defer os.Remove(f.Name())
	err = errors.Join(pem.Encode(f, &pem.Block{Type: block, Bytes: der}), f.Sync(), f.Close())
	if err == nil {
		err = os.Link(f.Name(), path)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("permit: key: %w", err)
	}
	return settle(filepath.Dir(path))
}

// settle writes the folder's list to the disk: a key that is lost with the power would leave
// printed permits that nobody can verify.
func settle(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("permit: key: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// steady signs the same bytes to the same signature (RFC 6979), so that a permit always has
// the same QR.
type steady struct{ key *ecdsa.PrivateKey }

func (s steady) Public() crypto.PublicKey { return s.key.Public() }

func (s steady) Sign(_ io.Reader, digest []byte, _ crypto.SignerOpts) ([]byte, error) {
	return s.key.Sign(nil, digest, crypto.SHA256)
}

// keyID is the short name of a key inside a QR: the first four bytes of SHA-256 over its
// SubjectPublicKeyInfo. It only helps to choose; the signature decides.
func keyID(k *ecdsa.PublicKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(k)
	if err != nil {
		return nil, fmt.Errorf("permit: key: %w", err)
	}
	s := sha256.Sum256(der)
	return s[:4], nil
}
