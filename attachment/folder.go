package attachment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"time"

	"ruqsat/db"
)

// Folder is the Store on one machine: ab/cd/abcd... below one folder, which os.Root does not let
// anything leave.
type Folder struct{ root *os.Root }

var _ Store = (*Folder)(nil)

// incoming is where bytes wait until they are whole.
const incoming = "incoming"

// OpenFolder opens the store in a folder and makes it where it is missing.
func OpenFolder(name string) (*Folder, error) {
	if err := os.MkdirAll(name, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	if err := root.MkdirAll(incoming, 0o700); err != nil {
		root.Close()
		return nil, err
	}
	return &Folder{root}, nil
}

// Close lets go of the folder.
func (f *Folder) Close() error { return f.root.Close() }

var sumPattern = regexp.MustCompile(`^[0-9a-f]{64}$`)

func place(sum string) (dir, file string, err error) {
	if !sumPattern.MatchString(sum) {
		return "", "", ErrUnknown
	}
	dir = sum[:2] + "/" + sum[2:4]
	return dir, dir + "/" + sum, nil
}

// Put writes to a file of its own, compares the sum, and moves it to its place only when it is
// whole and on the disk, so that no reader and no power cut ever sees a part of it.
func (f *Folder) Put(ctx context.Context, sum string, r io.Reader) error {
	dir, file, err := place(sum)
	if err != nil {
		return ErrSum
	}
	if has, err := f.Has(ctx, sum); has || err != nil {
		return err
	}
	temp := incoming + "/" + db.NewCode()
	if err := f.write(ctx, temp, sum, r); err != nil {
		f.root.Remove(temp)
		return err
	}
	if err := f.makeDirs(dir); err != nil {
		f.root.Remove(temp)
		return err
	}
	if err := f.root.Rename(temp, file); err != nil {
		f.root.Remove(temp)
		return err
	}
	return f.sync(dir)
}

func (f *Folder) write(ctx context.Context, temp, sum string, r io.Reader) error {
	out, err := f.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	got := sha256.New()
	if _, err := io.Copy(io.MultiWriter(out, got), &untilDone{ctx, r}); err != nil {
		return err
	}
	if hex.EncodeToString(got.Sum(nil)) != sum {
		return ErrSum
	}
	if err := out.Sync(); err != nil {
		return err
	}
	return out.Close()
}

// makeDirs makes the folders of a file, and puts on the disk that they are there.
func (f *Folder) makeDirs(dir string) error {
	if _, err := f.root.Stat(dir); err == nil {
		return nil
	}
	if err := f.root.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return errors.Join(f.sync("."), f.sync(path.Dir(dir)))
}

func (f *Folder) sync(dir string) error {
	d, err := f.root.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// Open reads what is kept under sum. The reader compares the sum on the way and ends with ErrSum
// instead of io.EOF when the disk has changed a byte.
func (f *Folder) Open(_ context.Context, sum string) (io.ReadCloser, error) {
	_, file, err := place(sum)
	if err != nil {
		return nil, err
	}
	in, err := f.root.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrUnknown
	}
	if err != nil {
		return nil, err
	}
	return &summed{file: in, sum: sum, got: sha256.New()}, nil
}

// Has says whether sum is kept.
func (f *Folder) Has(_ context.Context, sum string) (bool, error) {
	_, file, err := place(sum)
	if err != nil {
		return false, nil
	}
	_, err = f.root.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Sweep removes what was left half written before the moment: after a crash, an hour ago is safe.
func (f *Folder) Sweep(before time.Time) error {
	d, err := f.root.Open(incoming)
	if err != nil {
		return err
	}
	defer d.Close()
	entries, err := d.ReadDir(-1)
	if err != nil {
		return err
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.ModTime().Before(before) {
			err = f.root.Remove(incoming + "/" + e.Name())
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
