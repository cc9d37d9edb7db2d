package main

import (
	"os"
	"strings"
	"testing"
)

const sound = `name: {kk: Басқарма, ru: Управление, en: Directorate}
address: {kk: "Көше, 1", ru: "Улица, 1", en: "1 Street"}
hours: {kk: "09:00–18:30", ru: "09:00–18:30", en: "09:00–18:30"}
phone: "+77142500000"
`

func TestTheDepartmentOfPagesWithoutACaseIsReadWholeOrNotAtAll(t *testing.T) {
	read := func(text string) error {
		path := t.TempDir() + "/office.yaml"
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		o, err := readOffice(path)
		if err == nil && (o.Name.RU != "Управление" || !o.Complete()) {
			t.Errorf("read %+v", o)
		}
		return err
	}
	if err := read(sound); err != nil {
		t.Error(err)
	}
	for lacking, text := range map[string]string{
		"a phone":    strings.Replace(sound, "phone: \"+77142500000\"\n", "", 1),
		"a language": strings.Replace(sound, "kk: Басқарма, ", "", 1),
		"hours":      strings.Replace(sound, "hours: {kk: \"09:00–18:30\"", "hours: {kk: \"\"", 1),
		"sense":      sound + "fax: 1\n",
	} {
		if read(text) == nil {
			t.Errorf("without %s it is read", lacking)
		}
	}
	if _, err := readOffice(t.TempDir() + "/none"); err == nil {
		t.Error("a file that is not there is read")
	}
	if o, err := readOffice(""); err != nil || o.Complete() || o.Phone == "" {
		t.Errorf("without a file: %+v, %v", o, err)
	}
	if !sampleOffice().Complete() {
		t.Error("the demonstration's is not complete")
	}
}
