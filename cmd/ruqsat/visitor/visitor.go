// Package visitor is a person at a browser without JavaScript, for the journeys: it knows a base URL,
// opens pages, fills the forms that are there and sends them.
package visitor

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/textproto"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Visitor is one browser with its cookies.
type Visitor struct {
	base   *url.URL
	client *http.Client
	Page   *Page // the page in front of it
}

// Page is what the browser shows.
type Page struct {
	URL    *url.URL
	Status int
	Body   []byte
	Doc    *html.Node
}

// File is one file to attach.
type File struct {
	Name    string
	Content []byte
}

// New opens a browser on a site.
func New(base string) (*Visitor, error) {
	u, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	return &Visitor{base: u, client: &http.Client{Jar: jar}}, err
}

// Open goes to a page by its path. A status other than 200 is an error that names it.
func (v *Visitor) Open(ctx context.Context, path string) error {
	u, err := v.base.Parse(path)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return err
	}
	return v.do(r)
}

func (v *Visitor) do(r *http.Request) error {
	resp, err := v.client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<20))
	if err != nil {
		return err
	}
	v.Page = &Page{URL: resp.Request.URL, Status: resp.StatusCode, Body: body}
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		if v.Page.Doc, err = html.Parse(bytes.NewReader(body)); err != nil {
			return err
		}
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: status %d: %s", r.Method, r.URL.Path, resp.StatusCode, v.Page.Complaint())
	}
	return nil
}

// Form is a form on the page with the answers it holds.
type Form struct {
	visitor *Visitor
	action  *url.URL
	post    bool
	many    bool // multipart
	values  url.Values
	fields  []string
	files   map[string][]File
	buttons map[string][]string // their values by name
}

// Form finds the form whose action contains a text, or which has a field of that name.
func (v *Visitor) Form(hint string) (*Form, error) {
	if v.Page == nil || v.Page.Doc == nil {
		return nil, errors.New("no page is open")
	}
	for n := range v.Page.Doc.Descendants() {
		if n.Data != "form" || n.Type != html.ElementNode {
			continue
		}
		f, err := v.read(n)
		if err != nil {
			return nil, err
		}
		if strings.Contains(f.action.Path, hint) || slices.Contains(f.fields, hint) {
			return f, nil
		}
	}
	return nil, fmt.Errorf("%s has no form %q: %s", v.Page.URL.Path, hint, v.Page.Complaint())
}

func (v *Visitor) read(n *html.Node) (*Form, error) {
	action, err := v.Page.URL.Parse(attr(n, "action"))
	if err != nil {
		return nil, err
	}
	f := &Form{visitor: v, action: action, values: url.Values{}, files: map[string][]File{}, buttons: map[string][]string{},
		post: strings.EqualFold(attr(n, "method"), "post"), many: attr(n, "enctype") == "multipart/form-data"}
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && attr(d, "name") != "" && !has(d, "disabled") {
			f.take(d)
		}
	}
	if id := attr(n, "id"); id != "" {
		for d := range v.Page.Doc.Descendants() { // what stands elsewhere on the page and belongs to it
			if d.Type == html.ElementNode && attr(d, "form") == id && attr(d, "name") != "" && !has(d, "disabled") {
				f.take(d)
			}
		}
	}
	return f, nil
}

// take reads one field of the form as a browser would send it untouched.
func (f *Form) take(d *html.Node) {
	name := attr(d, "name")
	switch d.Data {
	case "input":
		f.fields = append(f.fields, name)
		switch attr(d, "type") {
		case "radio", "checkbox":
			if has(d, "checked") {
				f.values.Add(name, attr(d, "value"))
			}
		case "submit", "button", "file":
		default:
			f.values.Add(name, attr(d, "value"))
		}
	case "textarea":
		f.fields = append(f.fields, name)
		f.values.Add(name, Text(d))
	case "select":
		f.fields = append(f.fields, name)
		f.values.Add(name, selected(d))
	case "button":
		f.fields = append(f.fields, name)
		f.buttons[name] = append(f.buttons[name], attr(d, "value"))
	}
}

func selected(n *html.Node) string {
	first, found := "", false
	for d := range n.Descendants() {
		if d.Type != html.ElementNode || d.Data != "option" {
			continue
		}
		if has(d, "selected") {
			return attr(d, "value")
		}
		if !found {
			first, found = attr(d, "value"), true
		}
	}
	return first
}

// Has says whether the form has a field.
func (f *Form) Has(name string) bool { return slices.Contains(f.fields, name) }

// Fields are the names of the form's fields.
func (f *Form) Fields() []string { return f.fields }

// Set answers a field; a field that the form does not have is an error at Send.
func (f *Form) Set(name, value string) *Form {
	f.values.Set(name, value)
	if !f.Has(name) {
		f.values.Set("\x00missing", name)
	}
	return f
}

// Press sends the form by a button of that name and value, the first of its name when value is empty; one that
// the page does not show is an error at Send.
func (f *Form) Press(name, value string) *Form {
	list := f.buttons[name]
	if value == "" && len(list) > 0 {
		value = list[0]
	}
	if !slices.Contains(list, value) {
		f.values.Set("\x00missing", name+"="+value)
	}
	f.values.Set(name, value)
	return f
}

// Attach puts a file into a field.
func (f *Form) Attach(name string, file File) *Form {
	f.files[name] = append(f.files[name], file)
	return f
}

// Post sends one file as a program does, without a form, and asks for JSON. The answer is not shown as a page.
func (v *Visitor) Post(ctx context.Context, path, field string, file File) (status int, body []byte, err error) {
	u, err := v.base.Parse(path)
	if err != nil {
		return 0, nil, err
	}
	f := &Form{visitor: v, action: u, post: true, many: true, values: url.Values{}, fields: []string{field}, files: map[string][]File{field: {file}}}
	r, err := f.request(ctx)
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Accept", "application/json")
	resp, err := v.client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	return resp.StatusCode, body, err
}

// Send sends the form and shows the page that comes. A page that asks to mend something is an error with
// its words.
func (f *Form) Send(ctx context.Context) error {
	if missing := f.values.Get("\x00missing"); missing != "" {
		return fmt.Errorf("the form of %s has no field %q", f.action.Path, missing)
	}
	r, err := f.request(ctx)
	if err != nil {
		return err
	}
	return f.visitor.do(r)
}

func (f *Form) request(ctx context.Context) (*http.Request, error) {
	if !f.post {
		u := *f.action
		u.RawQuery = f.values.Encode()
		return http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	}
	body, kind := strings.NewReader(f.values.Encode()), "application/x-www-form-urlencoded"
	if f.many {
		packed, boundary, err := f.pack()
		if err != nil {
			return nil, err
		}
		body, kind = strings.NewReader(packed), boundary
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, f.action.String(), body)
	if err == nil {
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Origin", f.action.Scheme+"://"+f.action.Host)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return r, err
}

// pack writes the parts in the order of the page, as a browser does.
func (f *Form) pack() (body, contentType string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	sent := map[string]bool{}
	for _, name := range f.fields {
		if sent[name] {
			continue
		}
		sent[name] = true
		for _, value := range f.values[name] {
			if err := w.WriteField(name, value); err != nil {
				return "", "", err
			}
		}
		for _, file := range f.files[name] {
			if err := writeFile(w, name, file); err != nil {
				return "", "", err
			}
		}
	}
	if err := w.Close(); err != nil {
		return "", "", err
	}
	return b.String(), w.FormDataContentType(), nil
}

func writeFile(w *multipart.Writer, name string, file File) error {
	h := textproto.MIMEHeader{}
	h.Set("Content-Disposition", fmt.Sprintf(`form-data; name=%q; filename=%q`, name, file.Name))
	h.Set("Content-Type", "application/octet-stream")
	part, err := w.CreatePart(h)
	if err == nil {
		_, err = part.Write(file.Content)
	}
	return err
}

// Links are the paths that the page leads to, in order.
func (p *Page) Links() []string {
	var links []string
	if p.Doc == nil {
		return nil
	}
	for n := range p.Doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "a" && attr(n, "href") != "" {
			links = append(links, attr(n, "href"))
		}
	}
	return links
}

// Link is the first link whose path contains a text.
func (p *Page) Link(part string) (string, error) {
	for _, l := range p.Links() {
		if strings.Contains(l, part) {
			return l, nil
		}
	}
	return "", fmt.Errorf("%s has no link %q", p.URL.Path, part)
}

// Words is the text of the page's main part.
func (p *Page) Words() string {
	if p.Doc == nil {
		return ""
	}
	for n := range p.Doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "main" {
			return strings.Join(strings.Fields(Text(n)), " ")
		}
	}
	return strings.Join(strings.Fields(Text(p.Doc)), " ")
}

// Complaint is what the page asks to mend, or its heading.
func (p *Page) Complaint() string {
	if p.Doc == nil {
		return ""
	}
	for _, class := range []string{"govuk-error-summary", "govuk-heading"} {
		for n := range p.Doc.Descendants() {
			if n.Type == html.ElementNode && strings.Contains(attr(n, "class"), class) {
				return strings.Join(strings.Fields(Text(n)), " ")
			}
		}
	}
	return ""
}

// Text is the text below a node.
func Text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && (d.Parent == nil || d.Parent.Data != "style" && d.Parent.Data != "script") {
			b.WriteString(d.Data)
			if d.Parent != nil && d.Parent.Data != "textarea" {
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}
