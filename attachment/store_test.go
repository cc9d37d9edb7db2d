package attachment_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"mime"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ruqsat/attachment"
	"ruqsat/calendar"
	"ruqsat/db"
	"ruqsat/db/dbtest"
)

func folder(t testing.TB) (*attachment.Folder, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "store")
	f, err := attachment.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f, dir
}

func sumOf(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

func files(t *testing.T, dir string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			list = append(list, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func readAll(s attachment.Store, sum string) ([]byte, error) {
	r, err := s.Open(context.Background(), sum)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func TestWhatIsPutIsReadByItsSum(t *testing.T) {
	s, _ := folder(t)
	body := packed(2, "")
	if err := s.Put(t.Context(), sumOf(body), bytes.NewReader(body)); err != nil {
		t.Fatal(err)
	}
	if got, err := readAll(s, sumOf(body)); err != nil || !bytes.Equal(got, body) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	for _, sum := range []string{sumOf([]byte("other")), "", "../../etc/passwd", strings.ToUpper(sumOf(body))} {
		if _, err := s.Open(t.Context(), sum); !errors.Is(err, attachment.ErrUnknown) {
			t.Errorf("%q: %v", sum, err)
		}
		if has, err := s.Has(t.Context(), sum); has || err != nil {
			t.Errorf("%q: %v, %v", sum, has, err)
		}
	}
}

func TestPuttingTheSameFiftyTimesAtOnceKeepsItOnce(t *testing.T) {
	s, dir := folder(t)
	body := bytes.Repeat([]byte("скан "), 40_000)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if err := s.Put(context.Background(), sumOf(body), bytes.NewReader(body)); err != nil {
				t.Error(err)
			}
			if got, err := readAll(s, sumOf(body)); err != nil || !bytes.Equal(got, body) {
				t.Errorf("%d bytes, %v", len(got), err)
			}
		})
	}
	wg.Wait()
	if list := files(t, dir); len(list) != 1 {
		t.Errorf("kept: %q", list)
	}
}

func TestOnlyWholeFilesOfTheirSumAreKept(t *testing.T) {
	s, dir := folder(t)
	body := []byte("a scan")
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for name, c := range map[string]struct {
		ctx  context.Context
		sum  string
		r    io.Reader
		want error
	}{
		"other bytes":       {t.Context(), sumOf(body), strings.NewReader("a scam"), attachment.ErrSum},
		"cut off":           {t.Context(), sumOf(body), io.MultiReader(strings.NewReader("a s"), &failing{io.ErrUnexpectedEOF}), io.ErrUnexpectedEOF},
		"nobody waits":      {stopped, sumOf(body), bytes.NewReader(body), context.Canceled},
		"no sum at all":     {t.Context(), "../../x", bytes.NewReader(body), attachment.ErrSum},
		"a sum in capitals": {t.Context(), strings.ToUpper(sumOf(body)), bytes.NewReader(body), attachment.ErrSum},
	} {
		if err := s.Put(c.ctx, c.sum, c.r); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	if list := files(t, dir); len(list) != 0 {
		t.Errorf("kept: %q", list)
	}
}

func TestAChangedByteOnTheDiskIsNoticed(t *testing.T) {
	s, dir := folder(t)
	body := bytes.Repeat([]byte("x"), 100_000)
	if err := s.Put(t.Context(), sumOf(body), bytes.NewReader(body)); err != nil {
		t.Fatal(err)
	}
	body[50_000] = 'y'
	if err := os.WriteFile(files(t, dir)[0], body, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readAll(s, filepath.Base(files(t, dir)[0])); !errors.Is(err, attachment.ErrSum) {
		t.Errorf("got %v", err)
	}
}

func TestNothingIsReadOutsideTheFolder(t *testing.T) {
	s, dir := folder(t)
	secret := filepath.Join(filepath.Dir(dir), "secret")
	sum := sumOf([]byte("secret"))
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(dir, sum[:2], sum[2:4])
	if err := os.MkdirAll(place, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(place, sum)); err != nil {
		t.Fatal(err)
	}
	if got, err := readAll(s, sum); err == nil {
		t.Errorf("read %q through a link", got)
	}
}

func TestWhatACrashLeftIsSweptAndNothingElse(t *testing.T) {
	s, dir := folder(t)
	body := []byte("a scan")
	if err := s.Put(t.Context(), sumOf(body), bytes.NewReader(body)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"old", "new"} {
		if err := os.WriteFile(filepath.Join(dir, "incoming", name), body[:3], 0o600); err != nil {
			t.Fatal(err)
		}
	}
	moment := time.Date(2026, time.March, 26, 10, 20, 0, 0, calendar.Zone)
	for name, at := range map[string]time.Time{"old": moment.Add(-2 * time.Hour), "new": moment} {
		if err := os.Chtimes(filepath.Join(dir, "incoming", name), at, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Sweep(moment.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, f := range files(t, dir) {
		left = append(left, filepath.Base(f))
	}
	if len(left) != 2 || !strings.Contains(strings.Join(left, " "), "new") {
		t.Errorf("left: %q", left)
	}
}

func TestAnAcceptedFileIsKeptAndFound(t *testing.T) {
	now := time.Date(2026, time.March, 26, 10, 20, 0, 0, calendar.Zone)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, dir := folder(t)
		f, err := judge(t, "паспорт.pdf", packed(2, ""))
		if err != nil {
			t.Fatal(err)
		}
		var twice [2]attachment.Attachment
		for i := range twice {
			if err := f.PutIn(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			err = d.Write(t.Context(), now, func(tx *db.Tx) (err error) { twice[i], err = attachment.Keep(tx, f, "me"); return err })
			if err != nil {
				t.Fatal(err)
			}
		}
		if twice[0].ID == twice[1].ID || len(files(t, dir)) != 1 {
			t.Errorf("%+v", twice)
		}
		err = d.Read(t.Context(), func(tx *db.Tx) error {
			a, err := attachment.Find(tx, twice[0].ID)
			if err != nil {
				return err
			}
			if !a.At.Equal(now) {
				t.Errorf("kept at %s", a.At)
			}
			if a.At = twice[0].At; a != twice[0] || a.Name != "паспорт.pdf" || a.Pages != 2 {
				t.Errorf("\n%+v\n%+v", a, twice[0])
			}
			if body, err := readAll(s, a.Sum); err != nil || int64(len(body)) != a.Size {
				t.Errorf("%d bytes, %v", len(body), err)
			}
			if _, err := attachment.Find(tx, "nobody's"); err != attachment.ErrUnknown {
				t.Errorf("got %v", err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestAttachmentsAreServedAsDownloadsFromASandbox(t *testing.T) {
	for kind, want := range map[string]string{attachment.JPEG: "image/jpeg", attachment.PNG: "image/png", attachment.PDF: "application/pdf"} {
		h := attachment.Attachment{Kind: kind, Name: `пас"порт; a=b.pdf`, Size: 7}.Serving()
		if h.Get("Content-Type") != want || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Content-Length") != "7" {
			t.Errorf("%s: %v", kind, h)
		}
		disposition, params, err := mime.ParseMediaType(h.Get("Content-Disposition"))
		if err != nil || disposition != "attachment" || params["filename"] != `пас"порт; a=b.pdf` {
			t.Errorf("%s: %s %v, %v", kind, disposition, params, err)
		}
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.HasSuffix(csp, "sandbox") {
			t.Errorf("%s: %s", kind, csp)
		}
	}
}
