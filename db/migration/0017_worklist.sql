-- +goose Up

-- Where a running case lies, in one word; empty before the registration and after the decision. The lists of a
-- unit read ranges of the indexes below, whose last columns spare the reading of the wide rows.
ALTER TABLE application ADD COLUMN stage TEXT NOT NULL DEFAULT '';
UPDATE application SET stage = CASE state
    WHEN 'filed' THEN 'opening'
    WHEN 'signature' THEN 'head'
    ELSE CASE
        WHEN (SELECT d.state FROM application_decision d WHERE d.application = application.id
              ORDER BY d.drafted_at DESC, d.id DESC LIMIT 1) = 'returned' THEN 'returned'
        WHEN failed > 0 THEN 'failed'
        WHEN EXISTS (SELECT 1 FROM application_police p WHERE p.application = application.id
                     AND p.answered_at IS NULL) THEN 'police'
        WHEN waiting > 0 THEN 'systems'
        ELSE 'ready' END
    END
    WHERE state IN ('filed', 'review', 'signature');

DROP INDEX application_worklist;
CREATE INDEX application_running ON application
    (unit, due_at, id, executor, stage, channel, citizenship, territory) WHERE stage <> '';
CREATE INDEX application_holder ON application
    (unit, executor, due_at, id, stage, channel, citizenship, territory) WHERE stage <> '';
CREATE INDEX application_stage ON application
    (unit, stage, due_at, id, executor, channel, citizenship, territory) WHERE stage <> '';
CREATE INDEX application_holder_stage ON application
    (unit, executor, stage, due_at, id, channel, citizenship, territory) WHERE stage <> '';
CREATE INDEX application_decided ON application (unit, decided_at, id, executor) WHERE decided_at IS NOT NULL;
CREATE INDEX application_decided_holder ON application (unit, executor, decided_at, id) WHERE decided_at IS NOT NULL;

-- The words a registered case is found by: its number, names, ИИН and passport, folded. word is the hexadecimal
-- of its UTF-8, so that every word beginning with some letters is one range under any collation.
CREATE TABLE application_key (
    unit        TEXT    NOT NULL,
    running     INTEGER NOT NULL CHECK (running IN (0, 1)),
    word        TEXT    NOT NULL,
    application TEXT    NOT NULL REFERENCES application (id),
    PRIMARY KEY (unit, running, word, application)
);
CREATE INDEX application_key_case ON application_key (application, word);

-- Registered cases from before have their words in search_key until the program has taken them over.
DROP INDEX application_search;
UPDATE application SET search_key = '' WHERE number = '';
CREATE INDEX application_unkeyed ON application (id) WHERE search_key <> '';

-- A filter of the worklist that an officer keeps under a name; at most twenty each. query holds no personal data.
CREATE TABLE saved_filter (
    id      TEXT   NOT NULL PRIMARY KEY,
    account TEXT   NOT NULL,
    slot    BIGINT NOT NULL CHECK (slot BETWEEN 1 AND 20),
    name    TEXT   NOT NULL,
    query   TEXT   NOT NULL,
    made_at TEXT   NOT NULL,
    UNIQUE (account, slot),
    UNIQUE (account, name)
);

-- +goose Down
DROP TABLE saved_filter;
DROP INDEX application_unkeyed;
DROP TABLE application_key;
DROP INDEX application_decided_holder;
DROP INDEX application_decided;
DROP INDEX application_holder_stage;
DROP INDEX application_stage;
DROP INDEX application_holder;
DROP INDEX application_running;
ALTER TABLE application DROP COLUMN stage;
CREATE INDEX application_worklist ON application (unit, state, due_at, id);
CREATE INDEX application_search ON application (unit, search_key);
