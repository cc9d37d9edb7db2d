package main

import (
	"os"

	"github.com/goccy/go-yaml"

	"ruqsat/web/part"
	"ruqsat/words"
)

// readOffice reads the department that answers where a page has no case (ответственный отдел · жауапты бөлім,
// M-57). Without a file the pages name the enquiry service and lead to the list of departments: an address is
// not invented.
func readOffice(path string) (part.Office, error) {
	if path == "" {
		return part.Office{Name: words.All("web.office.name"), Hours: words.All("web.office.hours"), Phone: "1414"}, nil
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return part.Office{}, usagef("--office: %w", err)
	}
	var o part.Office
	if err := yaml.UnmarshalWithOptions(raw, &o, yaml.Strict()); err != nil {
		return o, usagef("--office %s: %w", path, err)
	}
	if !o.Complete() {
		return o, usagef("--office %s: name, address and hours in kk, ru and en, and phone are needed", path)
	}
	return o, nil
}

// sampleOffice is the invented one of the demonstration.
func sampleOffice() part.Office {
	return part.Office{
		Name: words.Text{KK: "Қостанай облысы әкімдігінің жұмыспен қамтуды үйлестіру және әлеуметтік бағдарламалар басқармасы",
			RU: "Управление координации занятости и социальных программ акимата Костанайской области",
			EN: "Directorate of Employment and Social Programmes of Kostanay Region"},
		Address: words.Text{KK: "Қостанай қаласы, Әл-Фараби даңғылы, 66", RU: "г. Костанай, пр. Аль-Фараби, 66", EN: "66 Al-Farabi Avenue, Kostanay"},
		Hours:   words.Text{KK: "Дүйсенбі – жұма, 09:00–18:30", RU: "Понедельник – пятница, 09:00–18:30", EN: "Monday to Friday, 09:00–18:30"},
		Phone:   "+77142500000",
	}
}
