package regulation

import "time"

// Questions is what the operation's checks need from other systems, in the law's order. The same
// facts give the same questions. A question whose paper or field is still empty is not asked: there
// is nothing to ask about. A fact that is empty is left out of the question's fields.
func (e *Edition) Questions(op string, f Facts) []Question {
	operation, ok := e.Operation(op)
	if !ok {
		return nil
	}
	scene := e.scene(&f, time.Time{})
	var list []Question
	for i := range operation.Checks {
		c := &operation.Checks[i]
		if c.Asks != nil && c.When.met(f.Fields) {
			list = append(list, c.questions(scene)...)
		}
	}
	return list
}

func (c *Check) questions(s scene) []Question {
	if c.Asks.Each == "" {
		return c.question(s, c.Asks.Key)
	}
	var list []Question
	seen := map[string]bool{}
	for _, paper := range s.facts.Documents[c.Asks.Each] {
		number := squeezed(paper.Fields[c.Distinct])
		if number == "" || seen[number] {
			continue
		}
		seen[number] = true
		s.paper = paper.Fields
		list = append(list, c.question(s, c.Asks.Key+"/"+number)...)
	}
	return list
}

func (c *Check) question(s scene, key string) []Question {
	q := Question{Key: key, System: c.Asks.System, Kind: c.Asks.Kind, Fields: make(map[string]string, len(c.Asks.Fields))}
	for field, path := range c.Asks.Fields {
		if value := s.at(path); value != "" {
			q.Fields[field] = value
		}
	}
	for _, field := range c.Asks.Needs {
		if q.Fields[field] == "" {
			return nil
		}
	}
	return []Question{q}
}
