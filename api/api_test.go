package api

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"ruqsat/application/sample"
	"ruqsat/db"
	"ruqsat/db/dbtest"
	"ruqsat/problem"
	"ruqsat/words"
)

// shape is the keys of an answer, in alphabetical order.
func shape(body map[string]any) string {
	keys := slices.DeleteFunc(slices.Sorted(maps.Keys(body)), func(key string) bool { return key == "$schema" })
	return strings.Join(keys, " ")
}

// first is the first of a list in an answer.
func first(t *testing.T, body map[string]any, key string) map[string]any {
	t.Helper()
	list, _ := body[key].([]any)
	if len(list) == 0 {
		t.Fatalf("%s is empty: %v", key, body)
	}
	one, _ := list[0].(map[string]any)
	return one
}

func TestEveryOperationAnswersInItsShape(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		h.T = t
		service := "/api/services/" + sample.Service
		asked := map[string]bool{}
		for _, x := range []struct{ operation, path, shape, list, of string }{
			{"/api/health", "/api/health", "at status", "", ""},
			{"/api/services", "/api/services", "services", "services", "edition id name operations"},
			{"/api/services/{service}", service, "documents edition grounds id in_force law name repealed steps", "documents", "id law name number required what"},
			{"/api/services/{service}/{operation}/due", service + "/issue/due?filed=2026-03-20T18:45", "edition filed operation received result_due service steps trace", "steps", "due step unit"},
			{"/api/quota", "/api/quota?year=2026&ledger=" + sample.Ledger, "as_of lines", "lines", "cite free held name region sample set used"},
			{"/api/permits/{number}", "/api/permits/" + h.permit.Number, "as_of first last number says status territory", "", ""},
			{"/api/permits/code/{code}", "/api/permits/code/" + h.permit.Code, "as_of first last number says status territory", "", ""},
			{"/api/register", "/api/register", "checkpoint root size", "", ""},
		} {
			asked[x.operation] = true
			body := h.get(x.path)
			if got := shape(body); got != x.shape {
				t.Errorf("%s: %s, want %s", x.path, got, x.shape)
			}
			if x.list != "" {
				if got := shape(first(t, body, x.list)); got != x.of {
					t.Errorf("%s, %s: %s, want %s", x.path, x.list, got, x.of)
				}
			}
		}
		asked["/api/cases"], asked["/api/cases/{id}"] = true, true // TestACallerSeesOwnCasesOnly
		for _, o := range h.api.Operations() {
			if !asked[o.Path] {
				t.Errorf("%s is not asked about", o.Path)
			}
		}
	})
}

func TestTheDueAnswerIsTheCommandsAnswer(t *testing.T) {
	h := build(t, dbtest.Open(t, db.SQLite))
	body := h.get("/api/services/" + sample.Service + "/issue/due?filed=2026-03-20T18:45")
	if body["received"] != "2026-03-26T09:00:00+05:00" || body["result_due"] != "2026-03-30T18:30:00+05:00" {
		t.Errorf("%v %v", body["received"], body["result_due"])
	}
	for l, why := range map[string]string{"kk": "жұмыс", "ru": "после окончания", "en": "after hours"} {
		_, body := h.do(call{path: "/api/services/" + sample.Service + "/issue/due?filed=2026-03-20T18:45", language: l})
		if got := fmt.Sprint(first(t, body, "trace")["why"]); !strings.Contains(got, why) {
			t.Errorf("in %s: %s", l, got)
		}
	}
}

func TestAPermitsAnswerTellsNobodysName(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		h.T = t
		for _, path := range []string{"/api/permits/" + h.permit.Number, "/api/permits/code/" + h.permit.Code} {
			w, body := h.do(call{path: path})
			if body["status"] != "valid" || body["number"] != h.permit.Number || body["first"] != "2026-03-26" || body["last"] != "2026-09-25" {
				t.Errorf("%s: %v", path, body)
			}
			for _, private := range []string{h.worker.Surname, h.worker.SurnameLatin, h.worker.IIN, h.employer.IIN, h.permit.Data.Passport} {
				if strings.Contains(w.Body.String(), private) {
					t.Errorf("%s tells %s", path, private)
				}
			}
		}
		h.clock.Set(morning.AddDate(1, 0, 0))
		if _, body := h.do(call{path: "/api/permits/" + h.permit.Number}); body["status"] != "expired" {
			t.Errorf("a year later: %v", body["status"])
		}
	})
}

// Own cases only: another's is not found, staff are sent to their workplace, nobody signs in first.
func TestACallerSeesOwnCasesOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := build(t, d)
		h.T = t
		worker, employer, other, staff := h.token(h.worker.IIN), h.token(h.employer.IIN), h.token(h.other.IIN), h.token("abenov")
		for name, token := range map[string]string{"the worker": worker, "the employer": employer} {
			_, list := h.do(call{path: "/api/cases", token: token})
			if one := first(t, list, "cases"); len(list["cases"].([]any)) != 1 || one["number"] != h.mine.Number || one["state"] != "approved" ||
				shape(one) != "decided due filed id number received says service stage state" {
				t.Errorf("%s: %v", name, list)
			}
			_, body := h.do(call{path: "/api/cases/" + h.mine.ID, token: token})
			if shape(body) != "checks decided due edition filed id number received says service state" || body["number"] != h.mine.Number {
				t.Errorf("%s: %v", name, body)
			}
			if check := first(t, body, "checks"); check["verdict"] != "passed" {
				t.Errorf("%s: %v", name, check)
			}
		}
		for _, x := range []struct {
			who, token, path string
			want             int
			code             string
		}{
			{"nobody", "", "/api/cases", 401, "sign-in"},
			{"nobody", "", "/api/cases/" + h.mine.ID, 401, "sign-in"},
			{"a worn token", strings.Repeat("A", 26), "/api/cases", 401, "sign-in"},
			{"another worker", other, "/api/cases/" + h.mine.ID, 404, "not-found"},
			{"the worker", worker, "/api/cases/" + h.theirs.ID, 404, "not-found"},
			{"the worker", worker, "/api/cases/018f0000-0000-7000-8000-000000000000", 404, "not-found"},
			{"the worker", worker, "/api/cases/no-such-case", 404, "not-found"},
			{"staff of the unit", staff, "/api/cases/" + h.mine.ID, 403, "forbidden"},
		} {
			w, body := h.do(call{path: x.path, token: x.token})
			if w.Code != x.want || body["code"] != x.code {
				t.Errorf("%s at %s: %d %v, want %d %s", x.who, x.path, w.Code, body["code"], x.want, x.code)
			}
			if strings.Contains(w.Body.String(), h.mine.Number) {
				t.Errorf("%s is told the number", x.who)
			}
		}
	})
}

// Errors are problem documents (RFC 9457): a stable code, words in the caller's language, nothing of what
// was sent.
func TestErrorsAreProblemDocuments(t *testing.T) {
	h := build(t, dbtest.Open(t, db.SQLite))
	const secret = "850115390017"
	due := "/api/services/" + sample.Service + "/issue/due"
	for _, x := range []struct {
		name, method, path string
		status             int
		code, field        string
	}{
		{"an unknown path", "GET", "/api/no/" + secret, 404, "not-found", ""},
		{"an unknown service", "GET", "/api/services/" + secret, 404, "no-service", ""},
		{"an unknown operation", "GET", "/api/services/" + sample.Service + "/" + secret + "/due?filed=2026-03-20", 404, "no-service", ""},
		{"no moment", "GET", due, 422, "parameter", "query.filed"},
		{"31 February", "GET", due + "?filed=2026-02-31T" + secret, 422, "parameter", "query.filed"},
		{"no edition that day", "GET", due + "?filed=2010-02-01T10:00", 409, "no-edition", ""},
		{"a year that is not loaded", "GET", due + "?filed=2031-02-01T10:00", 409, "unknown-year", ""},
		{"an edition that is no day", "GET", due + "?filed=2026-03-20&edition=" + secret[:10], 422, "parameter", "query.edition"},
		{"an unknown parameter", "GET", "/api/health?iin=" + secret, 422, "parameter", "query.iin"},
		{"a year out of range", "GET", "/api/quota?year=1&ledger=x", 422, "parameter", "query.year"},
		{"a year in words", "GET", "/api/quota?year=" + secret + "x&ledger=x", 422, "parameter", "query.year"},
		{"no ledger", "GET", "/api/quota?year=2026", 422, "parameter", "query.ledger"},
		{"an unknown permit", "GET", "/api/permits/" + secret, 404, "no-permit", ""},
		{"an unknown code", "GET", "/api/permits/code/" + secret, 404, "no-permit", ""},
		{"a number without end", "GET", "/api/permits/" + strings.Repeat("9", 4000), 422, "parameter", "path.number"},
		{"a form to a page for reading", "POST", "/api/health", 0, "", ""},
		{"removing", "DELETE", "/api/cases", 0, "", ""},
	} {
		titles := map[string]bool{}
		for _, l := range words.Languages {
			w, body := h.do(call{method: x.method, path: x.path, language: string(l)})
			if x.status == 0 && w.Code != http.StatusNotFound && w.Code != http.StatusMethodNotAllowed || x.status != 0 && (w.Code != x.status || body["code"] != x.code) {
				t.Errorf("%s in %s: %d %v, want %d %s", x.name, l, w.Code, body["code"], x.status, x.code)
			}
			if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("%s: %s", x.name, got)
			}
			h.described(x.name, l, w.Code, body)
			titles[fmt.Sprint(body["title"])] = true
			if strings.Contains(w.Body.String(), secret) || strings.Contains(w.Body.String(), "9999") {
				t.Errorf("%s: the value is repeated: %s", x.name, w.Body)
			}
			if fault, _ := json.Marshal(body["errors"]); x.field != "" && !strings.Contains(string(fault), `"field":"`+x.field+`"`) {
				t.Errorf("%s: the field is not named: %s", x.name, fault)
			}
		}
		if len(titles) != len(words.Languages) {
			t.Errorf("%s: %v", x.name, titles)
		}
	}
	if strings.Contains(h.log.String(), secret) {
		t.Error("the log holds a value that was sent")
	}
}

// described checks the members of a problem document against the list of problems.
func (h *house) described(name string, l words.Language, status int, body map[string]any) {
	h.Helper()
	i := slices.IndexFunc(problem.All(), func(p problem.Problem) bool { return p.Code == body["code"] })
	if i < 0 {
		h.Errorf("%s: the code %v is on no list", name, body["code"])
		return
	}
	p := problem.All()[i]
	if body["title"] != p.Title(l) || body["detail"] != p.Detail(l) || body["type"] != "/api/problems#"+p.Code || body["status"] != float64(status) {
		h.Errorf("%s in %s: %v", name, l, body)
	}
}

func TestARequestFromAnotherSiteIsRefused(t *testing.T) {
	h := build(t, dbtest.Open(t, db.SQLite))
	w, body := h.do(call{method: "POST", path: "/api/cases", header: map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}})
	if w.Code != http.StatusForbidden || body["code"] != "cross-origin" {
		t.Errorf("%d %v", w.Code, body)
	}
	if got := w.Header().Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("another site may read: %s", got)
	}
}

// A request that is cut off or meets a database that is gone is told to come again, and no more.
func TestADatabaseThatIsGoneIsUnavailable(t *testing.T) {
	d, err := db.Open(context.Background(), dbtest.DSN(t, db.SQLite))
	ok(t, err)
	h := build(t, d)
	ok(t, d.Close())
	for _, path := range []string{"/api/health", "/api/permits/" + h.permit.Number} {
		w := httptest.NewRecorder()
		h.api.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		var body map[string]any
		ok(t, json.Unmarshal(w.Body.Bytes(), &body))
		if w.Code != http.StatusServiceUnavailable || body["code"] != "unavailable" {
			t.Errorf("%s: %d %v", path, w.Code, body)
		}
	}
}

func TestTheOpenAPIDocumentNamesEveryOperation(t *testing.T) {
	h := build(t, dbtest.Open(t, db.SQLite))
	w, document := h.do(call{path: "/api/openapi.json"})
	if w.Code != http.StatusOK || !strings.HasPrefix(fmt.Sprint(document["openapi"]), "3.1.") {
		t.Fatalf("%d, openapi %v", w.Code, document["openapi"])
	}
	paths, _ := document["paths"].(map[string]any)
	if len(paths) != len(h.api.Operations()) {
		t.Errorf("%d paths, %d operations", len(paths), len(h.api.Operations()))
	}
	named := map[string]bool{}
	for _, o := range h.api.Operations() {
		item, _ := paths[o.Path].(map[string]any)
		get, _ := item["get"].(map[string]any)
		id := fmt.Sprint(get["operationId"])
		if get == nil || fmt.Sprint(get["summary"]) == "" || named[id] {
			t.Errorf("%s: %v", o.Path, get)
		}
		named[id] = true
		responses, _ := get["responses"].(map[string]any)
		for _, status := range []string{"200", "404", "422"} {
			if responses[status] == nil {
				t.Errorf("%s: no %s", o.Path, status)
			}
		}
		for status, r := range responses {
			if status != "200" && !strings.Contains(fmt.Sprint(r), "application/problem+json") {
				t.Errorf("%s: %s is no problem document", o.Path, status)
			}
		}
	}
	h.references(document, document)
	for _, l := range words.Languages {
		page := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/api/", nil)
		r.Header.Set("Accept-Language", string(l))
		h.api.ServeHTTP(page, r)
		for path := range paths {
			if body := page.Body.String(); page.Code != 200 || !strings.Contains(body, path) || !strings.Contains(body, `lang="`+string(l)+`"`) || strings.Contains(body, "⟦") {
				t.Errorf("the page in %s lacks %s", l, path)
			}
		}
	}
}

// references fails on a $ref that leads nowhere.
func (h *house) references(document map[string]any, at any) {
	h.Helper()
	switch x := at.(type) {
	case []any:
		for _, v := range x {
			h.references(document, v)
		}
	case map[string]any:
		for key, v := range x {
			ref, is := v.(string)
			if key != "$ref" || !is {
				h.references(document, v)
				continue
			}
			var here any = document
			for name := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
				inner, _ := here.(map[string]any)
				here = inner[name]
			}
			if here == nil {
				h.Errorf("%s leads nowhere", ref)
			}
		}
	}
}
