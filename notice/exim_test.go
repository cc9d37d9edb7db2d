package notice_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"mime"
	"net"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"text/template"
	"time"

	"ruqsat/notice"
)

// exim is a mail server of the test's own: Exim on a private port, with STARTTLS and sign-in, which puts what it takes
// into one maildir. The file "later" in its folder makes it put letters off; the mailbox "nobody" does not exist.
type exim struct {
	t      *testing.T
	binary string
	home   string
	port   int
	uid    int
	run    *exec.Cmd
}

var eximSetting = template.Must(template.New("").Parse(`exim_user = {{.UID}}
exim_group = {{.UID}}
spool_directory = {{.Home}}/spool
log_file_path = {{.Home}}/%slog
pid_file_path = {{.Home}}/pid
primary_hostname = mail.example
keep_environment =
local_interfaces = 127.0.0.1
daemon_smtp_ports = {{.Port}}
deliver_drop_privilege = true
tls_advertise_hosts = *
tls_certificate = {{.Home}}/certificate.pem
tls_privatekey = {{.Home}}/key.pem
auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}
acl_smtp_rcpt = recipient
begin acl
recipient:
  defer condition = ${if exists{ {{- .Home}}/later}}
        message = try again later
  deny  local_parts = nobody
        message = no such mailbox
  deny  !authenticated = *
        message = sign in first
  accept domains = example.kz
begin routers
all:
  driver = accept
  transport = maildir
begin transports
maildir:
  driver = appendfile
  maildir_format
  directory = {{.Home}}/mail
  envelope_to_add
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_condition = ${if and{ {eq{$auth2}{ruqsat}} {eq{$auth3}{secret of the house}} }}
  server_set_id = $auth2
`))

// newExim starts one. Where Exim is not installed the test is skipped, and with CI=true it fails: tools/setup brings it.
func newExim(t *testing.T) *exim {
	t.Helper()
	binary := eximBinary()
	if binary == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("Exim is not installed: run tools/setup test")
		}
		t.Skip("Exim is not installed: tools/setup test brings it")
	}
	home, err := os.MkdirTemp("", "ruqsat-exim-")
	ok(t, err)
	x := &exim{t: t, binary: binary, home: home, port: freePort(t), uid: os.Getuid()}
	if x.uid == 0 {
		x.uid = 65534 // nobody: a mail server has no business being root
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	x.certify()
	var text bytes.Buffer
	ok(t, eximSetting.Execute(&text, map[string]any{"UID": x.uid, "Home": home, "Port": x.port}))
	ok(t, os.WriteFile(x.path("exim.conf"), text.Bytes(), 0o644))
	for _, name := range []string{"", "exim.conf", "key.pem", "certificate.pem"} {
		ok(t, os.Chown(x.path(name), x.uid, -1))
	}
	x.start()
	t.Cleanup(x.stop)
	return x
}

func eximBinary() string {
	for _, name := range []string{"exim4", "exim", "/usr/sbin/exim4", "/usr/sbin/exim"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ok(t, err)
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func (x *exim) path(name string) string { return filepath.Join(x.home, name) }

// certify makes the certificate of 127.0.0.1 that the server shows and the courier trusts.
func (x *exim) certify() {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(x.t, err)
	sample := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	certificate, err := x509.CreateCertificate(rand.Reader, sample, sample, &key.PublicKey, key)
	ok(x.t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	ok(x.t, err)
	ok(x.t, os.WriteFile(x.path("certificate.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}), 0o600))
	ok(x.t, os.WriteFile(x.path("key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
}

func (x *exim) start() {
	x.t.Helper()
	x.run = exec.Command(x.binary, "-C", x.path("exim.conf"), "-bdf")
	var said bytes.Buffer
	x.run.Stderr = &said
	if os.Getuid() == 0 {
		x.run.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(x.uid), Gid: uint32(x.uid)}}
	}
	ok(x.t, x.run.Start())
	for range 100 {
		time.Sleep(50 * time.Millisecond)
		if c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", x.port)); err == nil {
			c.Close()
			return
		}
	}
	x.stop()
	x.t.Fatalf("Exim does not answer: %s", said.String())
}

// stop ends the server; a delivery under way is finished by its own process.
func (x *exim) stop() {
	if x.run != nil {
		x.run.Process.Kill()
		x.run.Wait()
		x.run = nil
	}
}

// carrier is how the house speaks to this server.
func (x *exim) carrier() notice.Mail {
	trusted, err := os.ReadFile(x.path("certificate.pem"))
	ok(x.t, err)
	return notice.Mail{Host: "127.0.0.1", Port: x.port, User: "ruqsat", Password: "secret of the house", Mode: notice.StartTLS,
		From: `"Ruqsat" <no-reply@ruqsat.example>`, Authority: trusted, Clock: &still{at: now}}
}

// arrived is a letter as its reader's program shows it.
type arrived struct {
	header        mail.Header
	subject, body string
}

// letters are all that have arrived, once there are at least n of them.
func (x *exim) letters(n int) []arrived {
	x.t.Helper()
	var files []string
	for range 200 {
		if files, _ = filepath.Glob(x.path("mail/new/*")); len(files) >= n {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	var all []arrived
	for _, file := range files {
		content, err := os.ReadFile(file)
		ok(x.t, err)
		all = append(all, x.open(content))
	}
	return all
}

func (x *exim) open(content []byte) arrived {
	x.t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(content))
	ok(x.t, err)
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	ok(x.t, err)
	if how := m.Header.Get("Content-Transfer-Encoding"); how != "base64" {
		x.t.Errorf("the body is encoded as %q", how)
	}
	body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, m.Body))
	ok(x.t, err)
	return arrived{header: m.Header, subject: subject, body: strings.ReplaceAll(string(body), "\r\n", "\n")}
}

var _ notice.Carrier = notice.Mail{}
