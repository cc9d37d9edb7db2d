package permit

import (
	"fmt"
	"strings"
	"time"

	"ruqsat/calendar"
	"ruqsat/pdf"
	"ruqsat/words"
)

// Render draws the permit on one A4 sheet, Kazakh first and Russian under it, as a tagged
// PDF. qr is the text of Seal.QR; now goes into the file as its moment. The same input gives
// the same bytes.
func Render(p Permit, qr string, now time.Time) ([]byte, error) {
	d := p.Data
	return pdf.Make(pdf.Document{
		Title:    heading(words.Kazakh, p) + " / " + heading(words.Russian, p),
		Language: words.Kazakh,
		Author:   d.Issuer.KK,
		Subject:  qr,
		At:       now,
		Blocks: []pdf.Block{
			pdf.Band{}, pdf.Gap(7), letterhead(d), pdf.Gap(4), pdf.Rule{Strong: true},
			pdf.Gap(5), title(p, qr), pdf.Gap(5), pdf.Rule{},
			pdf.Gap(4), term(d), pdf.Gap(2), fields(d), pdf.Gap(4), notes(d),
			pdf.Bottom{pdf.Rule{Strong: true}, pdf.Gap(4), decision(p)},
		},
		Foot: pdf.Line{
			{Language: words.Kazakh, Value: "№ " + p.Number + ", " + words.Say(words.Kazakh, "permit.case") + " / "},
			{Language: words.Russian, Value: words.Say(words.Russian, "permit.case") + " " + d.Case},
		},
		Centre: pdf.KK(host(qr)),
		Pages:  []words.Language{words.Kazakh, words.Russian},
	})
}

func heading(l words.Language, p Permit) string {
	return words.Say(l, "permit.heading", "number", p.Number)
}

// host is the readable address of the status page.
func host(qr string) string {
	_, rest, _ := strings.Cut(qr, "://")
	name, _, _ := strings.Cut(rest, "/")
	return strings.ToLower(name)
}

func letterhead(d Data) pdf.Block {
	column := func(line func(string) pdf.Line, issuer, department string) []pdf.Block {
		blocks := []pdf.Block{pdf.Paragraph{Text: line(issuer), Style: pdf.Head}}
		if department != "" {
			blocks = append(blocks, pdf.Paragraph{Text: line(department), Style: pdf.HeadDim})
		}
		return blocks
	}
	return pdf.Columns{Space: 12, Cells: [][]pdf.Block{
		column(pdf.KK, d.Issuer.KK, d.Department.KK), column(pdf.RU, d.Issuer.RU, d.Department.RU)}}
}

func title(p Permit, qr string) pdf.Block {
	const side = 36.0
	return pdf.Columns{Shares: []float64{0, side}, Space: 8, Cells: [][]pdf.Block{
		{
			pdf.Heading{Level: 1, Text: pdf.KK(p.Data.Title.KK), Style: pdf.Title}, pdf.Gap(1.5),
			pdf.Paragraph{Text: pdf.RU(p.Data.Title.RU), Style: pdf.Under}, pdf.Gap(4),
			pdf.Paragraph{Text: pdf.KK("№ " + p.Number), Style: pdf.Number},
		},
		{pdf.QR{Text: qr, Size: side, Alt: name("permit.qr")}},
	}}
}

// name is a name of the catalogue in Kazakh and Russian.
func name(key string) pdf.Line { return pdf.Both(words.All(key)) }

func term(d Data) pdf.Block {
	months := words.Text{KK: words.Months(words.Kazakh, d.Months), RU: words.Months(words.Russian, d.Months)}
	return pdf.Panel{
		{Name: name("permit.first"), Value: pdf.KK(words.ShortDate(d.First))},
		{Name: name("permit.last"), Value: pdf.KK(words.ShortDate(d.Last))},
		{Name: name("permit.term"), Value: pdf.Both(months)},
	}
}

func fields(d Data) pdf.Block {
	return pdf.Fields{
		{Name: name("permit.holder"), Value: pdf.In(words.English, d.HolderLatin), More: holder(d)},
		{Name: name("permit.birth"), Value: pdf.KK(words.ShortDate(d.BirthDate))},
		{Name: name("permit.citizenship"), Value: pdf.Both(d.Citizenship)},
		{Name: name("permit.passport"), Value: pdf.KK(d.Passport)},
		{Name: name("permit.employer"), Value: pdf.KK(d.Employer), More: []pdf.Line{iin(d.EmployerIIN)}},
		under("permit.territory", false, d.Territory),
		under("permit.address", true, d.Address),
		under("permit.allowed", true, d.Allowed),
		under("permit.basis", true, joined(d.Basis)),
	}
}

func holder(d Data) []pdf.Line {
	var more []pdf.Line
	if d.HolderNative != "" {
		more = append(more, pdf.RU(d.HolderNative))
	}
	if d.HolderIIN != "" {
		more = append(more, iin(d.HolderIIN))
	}
	return more
}

func iin(number string) pdf.Line {
	t := words.All("permit.iin")
	return pdf.Line{{Language: words.Kazakh, Value: t.KK + " / "}, {Language: words.Russian, Value: t.RU + " " + number}}
}

// under sets a text in Kazakh with the Russian below it, once when both are the same.
func under(key string, wide bool, t words.Text) pdf.Field {
	f := pdf.Field{Name: name(key), Value: pdf.KK(t.KK), Wide: wide}
	if t.RU != t.KK {
		f.More = []pdf.Line{pdf.RU(t.RU)}
	}
	return f
}

func joined(texts []words.Text) words.Text {
	var all words.Text
	for i, t := range texts {
		if i > 0 {
			all.KK, all.RU = all.KK+"; ", all.RU+"; "
		}
		all.KK, all.RU = all.KK+t.KK, all.RU+t.RU
	}
	return all
}

func notes(d Data) pdf.Block {
	var kk, ru []pdf.Line
	for _, t := range append(append([]words.Text{}, d.Conditions...), words.All("permit.condition.qr")) {
		kk, ru = append(kk, pdf.KK(t.KK)), append(ru, pdf.RU(t.RU))
	}
	return pdf.Columns{Space: 12, Cells: [][]pdf.Block{
		{pdf.Bullets{Items: kk, Style: pdf.Note}}, {pdf.Bullets{Items: ru, Style: pdf.Note}}}}
}

// decision says who decided, in what office, when, and over which bytes.
func decision(p Permit) pdf.Block {
	seal := words.All("permit.seal")
	rows := pdf.Stamp{
		{Name: label("permit.decided"), Value: []pdf.Line{pdf.KK(p.By.Name), pdf.Both(p.By.Position)}, Bold: true},
		{Name: label("permit.moment"), Value: []pdf.Line{pdf.KK(moment(p.Issued))}},
		{Name: label("permit.sum"), Value: []pdf.Line{pdf.In(words.English, grouped(p.Sum))}},
	}
	return pdf.Columns{Shares: []float64{30, 0}, Space: 8, Middle: true, Cells: [][]pdf.Block{
		{pdf.Seal{pdf.KK(seal.KK), pdf.RU(seal.RU)}}, {rows}}}
}

func label(key string) []pdf.Line {
	t := words.All(key)
	return []pdf.Line{pdf.KK(t.KK), pdf.RU(t.RU)}
}

// moment is a time to the second with the offset of that date (UTC+5 since 1 March 2024).
func moment(t time.Time) string {
	local := t.In(calendar.Zone)
	_, offset := local.Zone()
	return local.Format("02.01.2006, 15:04:05") + fmt.Sprintf(" (UTC+%d)", offset/3600)
}

// grouped parts a SHA-256 in eights, four on a line, so that people can compare it.
func grouped(sum string) string {
	var text strings.Builder
	for i := 0; i < len(sum); i += 8 {
		switch {
		case i == 32:
			text.WriteString("\n")
		case i > 0:
			text.WriteString(" ")
		}
		text.WriteString(sum[i:min(i+8, len(sum))])
	}
	return text.String()
}
