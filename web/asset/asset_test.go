package asset

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, address, encoding string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	if !Serve(w, r) {
		t.Fatalf("%s is not served", address)
	}
	return w
}

func TestAFileIsKeptForEverUnderTheHashOfItsContent(t *testing.T) {
	a := Address("ruqsat.css")
	if !regexp.MustCompile(`^/asset/ruqsat-[0-9a-f]{10}\.css$`).MatchString(a) {
		t.Fatalf("address %q carries no hash", a)
	}
	h := get(t, a, "").Header()
	if h.Get("Cache-Control") != "public, max-age=31536000, immutable" || h.Get("Vary") != "Accept-Encoding" {
		t.Fatalf("headers %v", h)
	}
}

func TestPackedAndPlainAreTheSameBytes(t *testing.T) {
	plain := get(t, Address("ruqsat.css"), "").Body.String()
	w := get(t, Address("ruqsat.css"), "br, gzip")
	if w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatal("not packed")
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(z)
	if err != nil || string(unpacked) != plain {
		t.Fatalf("unpacked differs from plain (%v)", err)
	}
}

func TestTheStylesheetsNameOnlyFilesThatAreServed(t *testing.T) {
	for _, sheet := range []string{"ruqsat.css", "work.css"} {
		namesOnlyServed(t, get(t, Address(sheet), "").Body.String())
	}
}

func namesOnlyServed(t *testing.T, css string) {
	t.Helper()
	found := regexp.MustCompile(`url\("?([^")]+\.woff2)"?\)`).FindAllStringSubmatch(css, -1)
	if len(found) != 7 {
		t.Fatalf("%d font files named, want 7 (4 scripts, 3 alphabets)", len(found))
	}
	for _, m := range found {
		if w := get(t, Prefix+m[1], ""); w.Header().Get("Content-Type") != "font/woff2" {
			t.Errorf("%s: %s", m[1], w.Header().Get("Content-Type"))
		}
	}
	for _, m := range regexp.MustCompile(`(?:url\("?|@import )([^")]{0,40})`).FindAllStringSubmatch(css, -1) {
		if !strings.HasPrefix(m[1], "data:") && !strings.HasPrefix(m[1], "golos-text-") && !strings.HasPrefix(m[1], "#") {
			t.Errorf("the stylesheet reaches outside: %s", m[1])
		}
	}
}

func TestNothingElseIsServed(t *testing.T) {
	for _, p := range []string{"/asset/", "/asset/ruqsat.css", "/asset/../asset.go", "/asset/none.css"} {
		if Serve(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, p, nil)) {
			t.Errorf("%s is served", p)
		}
	}
}

// What assets/drop.mjs takes out of the stylesheets no page may use.
func TestNoPageUsesWhatTheStylesheetsDoNotHave(t *testing.T) {
	raw, err := os.ReadFile("../../assets/unused.txt")
	if err != nil {
		t.Fatal(err)
	}
	unused := regexp.MustCompile(`(?:^|["\s])(?:` + strings.Join(strings.Fields(string(raw)), "|") + `)(?:["\s]|$)`)
	for _, pattern := range []string{"../*.templ", "../part/*.templ", "../*.go", "../part/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range files {
			page, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if found := unused.FindString(string(page)); found != "" {
				t.Errorf("%s uses %q: take it out of assets/unused.txt, then make assets", name, strings.TrimSpace(found))
			}
		}
	}
}

// ruqsat.css has the rules of the public pages only: a class that a page of theirs begins to use has its rules
// there too, when assets are made again.
func TestThePublicPagesHaveTheRulesOfTheirClasses(t *testing.T) {
	class := regexp.MustCompile(`\brq-[a-z0-9_-]+`)
	rules := func(sheet string) map[string]bool {
		list := map[string]bool{}
		for _, name := range class.FindAllString(get(t, Address(sheet), "").Body.String(), -1) {
			list[name] = true
		}
		return list
	}
	all, public := rules("work.css"), rules("ruqsat.css")
	files, err := filepath.Glob("../*.templ")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	looked := 0
	for _, name := range files {
		page, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(page), "@part.Public(") || strings.Contains(string(page), "@part.Staff(") {
			continue
		}
		for _, used := range class.FindAllString(string(page), -1) {
			looked++
			if all[used] && !public[used] {
				t.Errorf("%s uses %s, whose rules are only in work.css: make assets", name, used)
			}
		}
	}
	if looked < 100 {
		t.Errorf("only %d classes were looked at", looked)
	}
}
