package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestOnlyATrustedProxyTellsWhoTheClientIs(t *testing.T) {
	trusted, err := prefixes([]string{"10.0.0.0/8", "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ name, remote, forwarded, want string }{
		{"a client without a proxy", "203.0.113.9:4000", "", "203.0.113.9:4000"},
		{"a client who pretends", "203.0.113.9:4000", "198.51.100.7", "203.0.113.9:4000"},
		{"the proxy's client", "10.1.2.3:4000", "198.51.100.7", "198.51.100.7:0"},
		{"two proxies", "10.1.2.3:4000", "198.51.100.7, 192.0.2.1", "198.51.100.7:0"},
		{"a pretended hop before the proxy", "10.1.2.3:4000", "1.1.1.1, 198.51.100.7", "198.51.100.7:0"},
		{"a proxy that says nothing", "10.1.2.3:4000", "", "10.1.2.3:4000"},
		{"a proxy that says nonsense", "10.1.2.3:4000", "somebody", "10.1.2.3:4000"},
	} {
		var got string
		h := behind(trusted, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.RemoteAddr }))
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = x.remote
		if x.forwarded != "" {
			r.Header.Set("X-Forwarded-For", x.forwarded)
		}
		h.ServeHTTP(httptest.NewRecorder(), r)
		if got != x.want {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
	}
	if _, err := prefixes([]string{"the proxy"}); err == nil {
		t.Error("a name is taken for an address")
	}
}
