package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ruqsat/application"
	"ruqsat/attachment"
	"ruqsat/db"
	"ruqsat/regulation"
	"ruqsat/web/part"
	"ruqsat/words"
)

// documentView is one document of the law's list on a page, with its papers.
type documentView struct {
	ID, Name, What string
	Many           bool
	Why            regulation.Reason
	Papers         []formPaper
}

// formPaper is one paper: its data and its files.
type formPaper struct {
	Index    int
	ID       string // empty: a new one
	Prefix   string
	Title    string
	Controls []control
	Upload   part.Upload
}

// mostFiles is how many files one input of a form may bring.
const mostFiles = 20

// paperID is the id of a field of the i-th paper of a document; fileID that of its file input.
func paperID(document string, i int, field string) string { return prefix(document, i) + "." + field }

// prefix begins the names of everything of the i-th paper of a document.
func prefix(document string, i int) string { return "paper." + document + "." + strconv.Itoa(i) }

func fileID(document string, i int) string { return paperID(document, i, "file") }

// documents draws the documents of the page; one without a paper gets an empty one.
func (f form) documents(v *Visit, view *sectionView, wrong []part.Problem) {
	for _, id := range f.Section.Documents {
		d, ok := f.Edition.Document(id)
		if !ok || d.Made {
			continue
		}
		doc := documentView{ID: id, Name: d.Name.In(v.Language), What: d.What.In(v.Language), Many: d.Many, Why: d.Reason}
		papers := f.of(id)
		if len(papers) == 0 {
			papers = []application.Paper{{Document: id}}
		}
		for i, p := range papers {
			doc.Papers = append(doc.Papers, f.formPaper(v, d, i, p, wrong))
		}
		view.Documents = append(view.Documents, doc)
	}
}

func (f form) formPaper(v *Visit, d regulation.Document, i int, p application.Paper, wrong []part.Problem) formPaper {
	view := formPaper{Index: i, ID: p.ID, Prefix: prefix(d.ID, i)}
	if d.Many {
		view.Title = v.Say("cabinet.paper.n", "n", i+1)
	}
	for _, field := range d.Fields {
		id := paperID(d.ID, i, field.ID)
		view.Controls = append(view.Controls, controlOf(v, field, id, p.Fields[field.ID], part.At(wrong, id)))
	}
	id := fileID(d.ID, i)
	view.Upload = part.Upload{Many: true, Accept: "image/jpeg,image/png,application/pdf",
		Field: part.Field{ID: id, Label: v.Say("cabinet.file.label", "document", d.Name), Hint: v.Say("cabinet.file.hint", "size", attachment.MaxSize>>20, "pages", pagesOf(d), "files", mostFiles), Error: part.At(wrong, id)}}
	for _, scan := range p.Scans {
		view.Upload.Files = append(view.Upload.Files, part.File{Name: scan.Name, Detail: detail(v, scan),
			Href: "/file/" + f.Case.ID + "/" + scan.ID + "/view", Remove: p.ID + "/" + scan.ID})
	}
	return view
}

func pagesOf(d regulation.Document) int {
	if d.MaxPages > 0 {
		return d.MaxPages
	}
	return attachment.MaxPages
}

// detail says a file's kind, pages and size.
func detail(v *Visit, scan application.Scan) string {
	return strings.ToUpper(scan.Kind) + ", " + v.Say("common.pages", "n", scan.Pages) + ", " + size(v.Language, scan.Size)
}

func size(l words.Language, bytes int64) string {
	if bytes < 1<<20 {
		return words.Say(l, "cabinet.size.kb", "n", max(1, bytes>>10))
	}
	return words.Say(l, "cabinet.size.mb", "n", (bytes+1<<19)>>20)
}

// more adds an empty paper of the document to the page.
func (f form) more(v *Visit, view *sectionView, document string) {
	d, ok := f.Edition.Document(document)
	if !ok || !d.Many || len(f.of(document)) == 0 {
		return
	}
	for i := range view.Documents {
		if view.Documents[i].ID == document {
			view.Documents[i].Papers = append(view.Documents[i].Papers, f.formPaper(v, d, len(view.Documents[i].Papers), application.Paper{}, nil))
		}
	}
}

// sent is what a page of the form brought: answers, papers, files judged as they came.
type sent struct {
	form    url.Values
	version int
	values  map[string]string
	papers  []*sentPaper
	refused []part.Problem
	files   map[string][]attachment.File // by the name of their input
}

type sentPaper struct {
	Document, ID string
	Index        int
	Values       map[string]string
	files        []attachment.File
	kept         []string // attachments that came with a save that was stale
}

// keptID names the attachments of a paper that a stale save has kept already.
func keptID(document string, i int) string { return paperID(document, i, "kept") }

// readSent takes the form apart as it arrives: a file is judged on its way to the disk and never
// kept in memory; an answer is read up to a limit.
func (f form) readSent(v *Visit) (*sent, error) {
	out := &sent{form: url.Values{}, values: map[string]string{}, files: map[string][]attachment.File{}}
	reader, err := v.Request.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		out.form = v.Form
		return out, f.sort(out)
	}
	if err != nil {
		return out, errForm
	}
	for n := 0; ; n++ {
		p, err := reader.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return out, unreadable(err)
		}
		if n >= 1000 {
			return out, errForm
		}
		if err := out.readPart(v, p); err != nil {
			return out, err
		}
	}
	clean(out.form)
	if err := f.sort(out); err != nil {
		return out, err
	}
	out.deal()
	return out, nil
}

// unreadable keeps what the frame knows of a body that ended too soon or was too long.
func unreadable(err error) error {
	if errors.As(err, new(*http.MaxBytesError)) {
		return err
	}
	return fmt.Errorf("%w: multipart", errForm)
}

func (out *sent) readPart(v *Visit, p *multipart.Part) error {
	name := p.FormName()
	if p.FileName() == "" {
		b, err := io.ReadAll(io.LimitReader(p, 4*(longest+1)))
		if err != nil {
			return unreadable(err)
		}
		out.form.Add(name, string(b))
		return nil
	}
	if len(out.files[name]) >= mostFiles {
		out.refused = append(out.refused, part.Problem{Field: name, Text: v.Say("cabinet.file.too-many", "n", mostFiles)})
		return nil
	}
	file, err := attachment.Judge(p.FileName(), p)
	var refusal *attachment.Refusal
	if errors.As(err, &refusal) {
		out.refused = append(out.refused, part.Problem{Field: name, Text: refusalText(v, p.FileName(), refusal)})
		return nil
	}
	if err != nil {
		if errors.As(err, new(*http.MaxBytesError)) || errors.Is(err, io.ErrUnexpectedEOF) {
			return unreadable(err)
		}
		return err
	}
	out.files[name] = append(out.files[name], file)
	return nil
}

// refusalText says why a file is not taken, and which.
func refusalText(v *Visit, name string, r *attachment.Refusal) string {
	return named(name) + ": " + r.Text().In(v.Language)
}

// named is a refused file's name with the ending it came with, so that it is found again.
func named(name string) string {
	ending := ""
	if i := strings.LastIndex(name, "."); i >= 0 && endingPattern.MatchString(name[i:]) {
		ending = name[i:]
	}
	return attachment.CleanName(name, "") + ending
}

var endingPattern = regexp.MustCompile(`^\.[A-Za-z0-9]{1,5}$`)

// instead sets what was refused in the place of what is missing because of it: one file, one sentence.
func (out *sent) instead(problems []part.Problem) []part.Problem {
	problems = slices.DeleteFunc(problems, func(p part.Problem) bool { return part.At(out.refused, p.Field) != "" })
	return once(append(problems, out.refused...))
}

// sort puts the answers to their questions.
func (f form) sort(out *sent) error {
	out.version = formVersion(out.form)
	for _, field := range f.Section.Fields {
		out.values[field.ID] = entered(out.form, field, field.ID)
	}
	for _, id := range f.Section.Documents {
		d, ok := f.Edition.Document(id)
		if !ok || d.Made && f.Case.Counter == "" { // document 1 is on paper only at the counter
			continue
		}
		for i := 0; i < 50 && out.form.Has(prefix(id, i)); i++ {
			p := &sentPaper{Document: id, Index: i, ID: out.form.Get(prefix(id, i)), Values: map[string]string{}}
			for _, field := range d.Fields {
				if value := entered(out.form, field, paperID(id, i, field.ID)); value != "" {
					p.Values[field.ID] = value
				}
			}
			if p.ID != "" && !slices.ContainsFunc(f.of(id), func(old application.Paper) bool { return old.ID == p.ID }) {
				if out.version == f.Case.Version {
					return application.ErrNoPaper
				}
				p.ID = "" // removed elsewhere since the page was shown
			}
			p.kept = out.form[keptID(id, i)]
			out.papers = append(out.papers, p)
		}
	}
	return nil
}

// deal gives the files to their papers; one of no paper of the page is let go.
func (out *sent) deal() {
	for _, p := range out.papers {
		p.files = out.files[fileID(p.Document, p.Index)]
	}
}

func (out *sent) close() {
	for _, list := range out.files {
		for _, file := range list {
			file.Close()
		}
	}
}

// store puts the files into the store before any row names them.
func (out *sent) store(ctx context.Context, store attachment.Store) error {
	for _, p := range out.papers {
		for _, file := range p.files {
			if err := file.PutIn(ctx, store); err != nil {
				return err
			}
		}
	}
	return nil
}

// keepFiles keeps the files of a stale save, so that they need not be chosen again, and names them.
func (out *sent) keepFiles(tx *db.Tx, by string, view *staleSave) error {
	for _, p := range out.papers {
		list, err := p.attach(tx, by)
		if err != nil {
			return err
		}
		for _, a := range list {
			view.Files = append(view.Files, a.Name)
			view.With.Add(keptID(p.Document, p.Index), a.ID)
		}
	}
	return nil
}

// attach are the files of the paper: those that came now, and those of a save before that was stale,
// which only who brought them can name.
func (p *sentPaper) attach(tx *db.Tx, by string) ([]attachment.Attachment, error) {
	var list []attachment.Attachment
	for _, id := range p.kept {
		a, err := attachment.Find(tx, id)
		if err == nil && a.By != by {
			err = attachment.ErrUnknown
		}
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	for _, file := range p.files {
		a, err := attachment.Keep(tx, file, by)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, nil
}

// changed says whether there is anything to keep: an empty new paper is none.
func (p *sentPaper) changed(f form) bool {
	if len(p.files)+len(p.kept) > 0 {
		return true
	}
	if p.ID == "" {
		return len(p.Values) > 0
	}
	for _, old := range f.of(p.Document) {
		if old.ID == p.ID {
			return !maps.Equal(map[string]string(old.Fields), p.Values)
		}
	}
	return true
}

// remove is the paper, and the scan of it, that the pressed button takes away.
func (out *sent) remove() (paper, scan string) {
	paper, scan, _ = strings.Cut(out.form.Get("remove"), "/")
	return paper, scan
}

// where a pressed button leads when it is not "save and go on".
func (out *sent) where(f form) string {
	base := "/cabinet/case/" + f.Case.ID
	here := base + "/section/" + f.Section.ID
	from := ""
	if out.form.Get("from") == "check" {
		from = "from=check"
	}
	switch {
	case len(out.refused) > 0:
		return ""
	case out.form.Has("remove"):
		return here + "?" + from
	case out.form.Has("add"):
		return here + "?add=" + url.QueryEscape(out.form.Get("add")) + "&" + from + "#" + url.PathEscape(out.form.Get("add"))
	case out.form.Has("later"):
		return base
	}
	return ""
}
