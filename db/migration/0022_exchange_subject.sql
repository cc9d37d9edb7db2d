-- +goose Up

-- The next place in a subject's order is looked for at every question: without this index by reading all of them.
CREATE INDEX exchange_question_subject ON exchange_question (subject, seq);
