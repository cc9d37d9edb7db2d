-- +goose Up

-- Entries written before the register kept the unit beside the body: 0021 looked for the role behind the actor's
-- name in the wrong place and found none. The staff of that time were executors, heads and police.
UPDATE register_entry SET unit = COALESCE((SELECT u.id FROM unit u
    WHERE register_entry.body LIKE '%"},"role":"executor","unit":"' || u.id || '"%'
       OR register_entry.body LIKE '%"},"role":"head","unit":"' || u.id || '"%'
       OR register_entry.body LIKE '%"},"role":"police","unit":"' || u.id || '"%' LIMIT 1), '')
    WHERE unit = '';

-- Who else asked under a key: the same receipt named in another case (M-07).
CREATE INDEX exchange_question_key ON exchange_question (question_key, subject);

-- +goose Down
DROP INDEX exchange_question_key;
