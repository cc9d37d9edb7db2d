package identity_test

import (
	"os"
	"strings"
	"testing"

	"ruqsat/identity"
	"ruqsat/words"
)

func units(t *testing.T) *identity.Units {
	t.Helper()
	f, err := os.Open("../law/kato.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	u, err := identity.ReadUnits(f)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestTheLawKnowsTwentyRegions(t *testing.T) {
	u := units(t)
	if n := len(u.Regions()); n != 20 {
		t.Errorf("%d regions", n)
	}
	for _, region := range u.Regions() {
		if region.Level != 1 || !region.Issues() || region.Mark != identity.Published || u.Region(region.Code) != region.Code {
			t.Errorf("%+v", region)
		}
		cityOfTheRepublic := region.Code[0] == '7'
		if n := len(u.Districts(region.Code)); n < 4 || cityOfTheRepublic && n > 8 {
			t.Errorf("%s has %d districts", region.Name.EN, n)
		}
		names := map[string]bool{}
		for _, d := range u.Districts(region.Code) {
			if names[d.Name.KK] || names[d.Name.RU] {
				t.Errorf("%s is there twice in %s", d.Name.RU, region.Name.RU)
			}
			names[d.Name.KK], names[d.Name.RU] = true, true
			if d.Issues() == (d.Mark == identity.Unconfirmed) || d.Parent != region.Code || d.Level != 2 {
				t.Errorf("%+v", d)
			}
		}
	}
}

func TestAUnitIsFoundByItsCode(t *testing.T) {
	u := units(t)
	zhitikara, ok := u.Find("394400000")
	if !ok || zhitikara.Name != (words.Text{KK: "Жітіқара ауданы", RU: "Житикаринский район", EN: "Zhitikara District"}) {
		t.Errorf("%+v, %v", zhitikara, ok)
	}
	if zhitikara.Mark != identity.PrefixPublished || zhitikara.Parent != "390000000" {
		t.Errorf("%+v", zhitikara)
	}
	for _, code := range []string{"391800000", "", "39440000", "990000000", "000000000"} {
		if found, ok := u.Find(code); ok {
			t.Errorf("%q: %+v", code, found)
		}
	}
}

// P6: a quota is that of the oblast or city of republican significance.
func TestTheRegionOfACode(t *testing.T) {
	u := units(t)
	for code, want := range map[string]string{
		"394400000": "390000000", "394430100": "390000000", "711210000": "710000000", "710000000": "710000000",
		"990000000": "", "": "", "39440000": "", "3944000000": "", "39440000x": "",
	} {
		if got := u.Region(code); got != want {
			t.Errorf("%q lies in %q, want %q", code, got, want)
		}
	}
	if u.Districts("") != nil || u.Districts("394400000") != nil {
		t.Error("only a region has districts")
	}
}

func TestHowACodeIsBuilt(t *testing.T) {
	for code, want := range map[string]bool{
		"394400000": true, "711110000": true, "100000000": true, "394430100": true,
		"094400000": false, "390010000": false, "390000001": false, "39440000": false, "3944000000": false, "39440000О": false, "": false,
	} {
		if got := identity.ValidCode(code); got != want {
			t.Errorf("%q: %v", code, got)
		}
	}
}

func TestALaterActBringsTheCodeOfAUnit(t *testing.T) {
	u := units(t)
	taraz := words.Text{KK: "Тараз қаласы", RU: "г. Тараз", EN: "Taraz"}
	with, err := u.With(identity.Unit{Code: "311000000", Parent: "310000000", Level: 2, Name: taraz, Mark: identity.Published})
	if err != nil {
		t.Fatal(err)
	}
	if found, ok := with.Find("311000000"); !ok || found.Name != taraz {
		t.Errorf("%+v", found)
	}
	if before, after := len(u.Districts("310000000")), len(with.Districts("310000000")); before != after {
		t.Errorf("%d districts became %d", before, after)
	}
	if _, ok := u.Find("311000000"); ok {
		t.Error("the classifier before the act changed")
	}
	if found, ok := with.Find("790000000"); !ok || found.Name.EN != "Shymkent" {
		t.Errorf("the others stay: %+v", found)
	}
}

const unitHead = "code,parent,level,name_kk,name_ru,name_en,mark\n390000000,,1,а,б,c,published\n"

func TestABadUnitIsRefusedByItsLine(t *testing.T) {
	for what, line := range map[string]string{
		"no code at all":         "39,390000000,2,а,б,c,published",
		"given twice":            "390000000,,1,а,б,c,published",
		"a language is missing":  "394400000,390000000,2,а,,c,published",
		"another mark":           "394400000,390000000,2,а,б,c,sure",
		"published without code": ",390000000,2,а,б,c,published",
		"a region inside one":    "394400000,,1,а,б,c,published",
		"a region without code":  ",,1,а,б,c,unconfirmed",
		"no such parent":         "714400000,710000000,2,а,б,c,published",
		"another parent":         "714400000,390000000,2,а,б,c,published",
		"a third level":          "394400000,390000000,3,а,б,c,published",
		"no level":               "394400000,390000000,,а,б,c,published",
	} {
		_, err := identity.ReadUnits(strings.NewReader(unitHead + line + "\n"))
		if err == nil || !strings.Contains(err.Error(), "line 3") {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, text := range map[string]string{"no head": "", "another head": "a,b\n", "too few fields": unitHead + "394400000\n"} {
		if _, err := identity.ReadUnits(strings.NewReader(text)); err == nil {
			t.Errorf("%s was taken", what)
		}
	}
	if _, err := units(t).With(identity.Unit{Code: "394400000", Level: 2, Mark: identity.Published}); err == nil {
		t.Error("an act without names was taken")
	}
}

func TestOneNameInTwoSpellings(t *testing.T) {
	for _, x := range [][2]string{
		{"Хусанов", "KHUSANOV"}, {"Хусанов", "Xusanov"}, {"Хусанов", "Husanov"}, {"Юлдашев", "YULDASHEV"}, {"Юлдашев", "Iuldashev"},
		{"Джамшид", "JAMSHID"}, {"Джамшид", "Djamshid"}, {"Александр", "ALEXANDR"}, {"Қайрат", "Кайрат"}, {"Қайрат", "QAIRAT"},
		{"Щербаков", "SHCHERBAKOV"}, {"Ёдгоров", "YODGOROV"}, {"Ёдгоров", "Едгоров"}, {"Наталья", "NATALIA"}, {"Наталья", "Natalya"},
		{"Шухрат", "SHUKHRAT"}, {"Ўткир", "O‘tkir"}, {"Гафуров", "G'afurov"}, {"Анна-Мария", "ANNA MARIYA"}, {"Абдуллаев", "ABDULAEV"},
		{"Виктор", "VICTOR"}, {"Елена", "YELENA"}, {"Ғани", "Гани"},
	} {
		if !identity.SameName(x[0], x[1]) || !identity.SameName(x[1], x[0]) {
			t.Errorf("%s and %s: %s, %s", x[0], x[1], identity.NameKey(x[0]), identity.NameKey(x[1]))
		}
	}
	for _, x := range [][2]string{
		{"Хусанов", "Усманов"}, {"Юлдашев", "Юлдашева"}, {"Каримов", "Керимов"}, {"Анна", "Инна"}, {"", ""}, {"—", "-"}, {"Ли", "Ле"},
	} {
		if identity.SameName(x[0], x[1]) {
			t.Errorf("%s and %s are two names: %s", x[0], x[1], identity.NameKey(x[0]))
		}
	}
}
