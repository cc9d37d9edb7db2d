// Package asset holds the files that a page refers to: the stylesheets, the
// typeface and two small scripts that nothing needs. They are built from
// /assets and committed, so that the program itself needs no Node.
//
// Every file is served under a name that carries the hash of its content, so a
// browser may keep it for ever and still never shows an old one. What can be
// compressed is compressed once, at start.
package asset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed file
var files embed.FS

// Prefix is the path under which the files are served.
const Prefix = "/asset/"

type file struct {
	body, packed []byte // packed is empty where compression gains nothing
	kind         string
}

var (
	byAddress = map[string]file{}   // "ruqsat-1f2e3d4c5b.css" -> what is sent
	address   = map[string]string{} // "ruqsat.css" -> "/asset/ruqsat-1f2e3d4c5b.css"
)

// The fonts come first: the stylesheet names them, so its own hash follows theirs.
func init() {
	names, err := fs.Glob(files, "file/*")
	if err != nil {
		panic(err)
	}
	for _, last := range []bool{false, true} {
		for _, name := range names {
			if strings.HasSuffix(name, ".css") == last {
				load(name)
			}
		}
	}
}

func load(name string) {
	body, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	name = path.Base(name)
	if strings.HasSuffix(name, ".css") {
		for plain, hashed := range address {
			body = bytes.ReplaceAll(body, []byte(plain), []byte(path.Base(hashed)))
		}
	}
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:5]) + ext
	address[name] = Prefix + hashed
	byAddress[hashed] = file{body: body, packed: pack(ext, body), kind: kinds[ext]}
}

var kinds = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".txt":   "text/plain; charset=utf-8",
	".woff2": "font/woff2",
}

func pack(ext string, body []byte) []byte {
	if ext == ".woff2" { // compressed already
		return nil
	}
	return packed(body, gzip.BestCompression)
}

// Pack compresses a page with gzip, as it is sent.
func Pack(body []byte) []byte { return packed(body, gzip.DefaultCompression) }

func packed(body []byte, level int) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, level)
	w.Write(body)
	w.Close()
	return b.Bytes()
}

// TakesGzip tells whether whoever asks takes gzip; "gzip;q=0" refuses it.
func TakesGzip(r *http.Request) bool {
	for _, way := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, quality, _ := strings.Cut(strings.ReplaceAll(way, " ", ""), ";")
		if strings.EqualFold(name, "gzip") {
			return strings.Trim(strings.TrimPrefix(quality, "q="), "0.") != "" || quality == ""
		}
	}
	return false
}

// Address is the path, with the content's hash, of the file with the plain name
// ("ruqsat.css"). A name that is not there is a mistake of the program: it panics.
func Address(name string) string {
	a, ok := address[name]
	if !ok {
		panic("asset: no file " + name)
	}
	return a
}

// Size is how many bytes of the file go over the wire to a browser that takes gzip.
func Size(name string) int {
	f := byAddress[path.Base(Address(name))]
	if f.packed != nil {
		return len(f.packed)
	}
	return len(f.body)
}

// Serve answers a request for a file; false when there is none with this name.
func Serve(w http.ResponseWriter, r *http.Request) bool {
	f, ok := byAddress[strings.TrimPrefix(r.URL.Path, Prefix)]
	if !ok {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	body := f.body
	if f.packed != nil {
		h.Set("Vary", "Accept-Encoding")
		if TakesGzip(r) {
			h.Set("Content-Encoding", "gzip")
			body = f.packed
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		w.Write(body)
	}
	return true
}
