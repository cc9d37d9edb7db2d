package attachment

import (
	"io"
	"regexp"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// What a scan never has, by the name of a key, of an action (/S), or of a type or subtype
// (ISO 32000-2, 12.6 and 7.11).
var (
	activeKeys   = set("JS", "JavaScript", "AA", "XFA")
	activeTypes  = set("RichMedia", "Movie", "Sound", "Screen", "3D", "RichMediaContent", "RichMediaExecute")
	activeDeeds  = set("JavaScript", "Launch", "SubmitForm", "ImportData", "ResetForm", "GoToR", "GoToE", "Rendition", "Movie", "Sound", "RichMediaExecute", "GoTo3DView", "Hide", "SetOCGState", "Trans")
	embeddedKeys = set("EF", "Collection")
	embeddedType = set("EmbeddedFile", "FileAttachment")
)

func set(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}

// maxDepth is how deep values may lie in one another within one object.
const maxDepth = 50

// inspection walks over every object that the PDF's tables name, packed ones too.
type inspection struct {
	doc   *model.Context
	pages int // objects that call themselves a page
}

// inspect looks at every object and counts the pages by those that are there, whatever the tree says.
func inspect(doc *model.Context) (int, error) {
	in := &inspection{doc: doc}
	for number, entry := range doc.Table {
		if entry == nil || entry.Free {
			continue
		}
		o, err := doc.Dereference(*types.NewIndirectRef(number, 0))
		if err != nil {
			return 0, unreadable(err)
		}
		if o == nil && !in.null(entry) {
			return 0, refuse(Damaged)
		}
		if err := in.value(o, 0); err != nil {
			return 0, err
		}
	}
	if err := doc.EnsurePageCount(); err != nil {
		return 0, unreadable(err)
	}
	pages := max(in.pages, doc.PageCount)
	if in.pages == 0 || doc.PageCount < 1 {
		return 0, refuse(NoPages)
	}
	return pages, nil
}

var nullObject = regexp.MustCompile(`^\s*\d+\s+\d+\s+obj\s*null\b`)

// null says whether there is truly nothing where the table points: what pdfcpu cannot read it takes
// for nothing too, and another reader may not.
func (in *inspection) null(entry *model.XRefTableEntry) bool {
	if entry.Compressed || entry.Offset == nil || *entry.Offset == 0 {
		return true // a packed object that cannot be read is an error already
	}
	head := make([]byte, 64)
	if _, err := in.doc.Read.RS.Seek(*entry.Offset, io.SeekStart); err != nil {
		return false
	}
	n, _ := io.ReadFull(in.doc.Read.RS, head)
	return nullObject.Match(head[:n])
}

func (in *inspection) value(o types.Object, depth int) error {
	if depth > maxDepth {
		return refuse(Damaged)
	}
	switch v := o.(type) {
	case types.Dict:
		return in.dict(v, depth)
	case types.StreamDict:
		return in.dict(v.Dict, depth)
	case *types.StreamDict:
		return in.dict(v.Dict, depth)
	case types.ObjectStreamDict:
		return in.dict(v.Dict, depth)
	case types.XRefStreamDict:
		return in.dict(v.Dict, depth)
	case types.Array:
		for _, one := range v {
			if err := in.value(one, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

func (in *inspection) dict(d types.Dict, depth int) error {
	kind, subtype, deed := in.name(d, "Type"), in.name(d, "Subtype"), in.name(d, "S")
	switch {
	case embeddedType[kind], embeddedType[subtype]:
		return refuse(Embedded)
	case activeTypes[kind], activeTypes[subtype], activeDeeds[deed]:
		return refuse(Active)
	}
	if kind == "Page" {
		in.pages++
	}
	for key, v := range d {
		if err := in.key(plainName(key), v); err != nil {
			return err
		}
		if err := in.value(v, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// key judges one key and its value. Where a document opens may be a place in it, and nothing else.
func (in *inspection) key(key string, v types.Object) error {
	switch {
	case embeddedKeys[key]:
		return refuse(Embedded)
	case activeKeys[key]:
		return refuse(Active)
	case key == "EmbeddedFiles":
		return in.empty(v)
	case key == "OpenAction":
		o, err := in.doc.Dereference(v)
		if err != nil {
			return unreadable(err)
		}
		if d, ok := o.(types.Dict); ok && in.name(d, "S") != "GoTo" {
			return refuse(Active)
		}
	}
	return nil
}

// empty refuses a list of files that has any. Some programs write one without.
func (in *inspection) empty(v types.Object) error {
	d, err := in.doc.DereferenceDict(v)
	if err != nil {
		return unreadable(err)
	}
	names, err := in.doc.DereferenceArray(d["Names"])
	if err != nil {
		return unreadable(err)
	}
	if len(names) > 0 || d["Kids"] != nil {
		return refuse(Embedded)
	}
	return nil
}

// name reads a name of a dictionary through its spelling and through a reference.
func (in *inspection) name(d types.Dict, key string) string {
	v, ok := d[key]
	if !ok {
		for k, other := range d {
			if plainName(k) == key {
				v = other
			}
		}
	}
	o, err := in.doc.Dereference(v)
	if err != nil {
		return ""
	}
	n, _ := o.(types.Name)
	return plainName(string(n))
}

// plainName undoes the #xx of a name and keeps its capitals.
func plainName(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if c, ok := escaped([]byte(s[i:min(i+3, len(s))])); ok {
			out = append(out, c)
			i += 2
			continue
		}
		out = append(out, s[i])
	}
	return string(out)
}
