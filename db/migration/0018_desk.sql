-- +goose Up

-- An executor's verdict on one paper of a case, with the comment: ok (1) or not (0). The last word counts;
-- the register keeps those before it.
CREATE TABLE application_paper_verdict (
    application  TEXT NOT NULL REFERENCES application (id),
    paper        TEXT NOT NULL REFERENCES application_paper (id),
    ok           BIGINT NOT NULL CHECK (ok IN (0, 1)),
    comment      TEXT NOT NULL DEFAULT '',
    officer      TEXT NOT NULL,
    officer_name TEXT NOT NULL,
    said_at      TEXT NOT NULL,
    PRIMARY KEY (application, paper),
    CHECK (ok = 1 OR comment <> '')
);

-- The executor's last reminder to the police of a workplace, and how many there were.
ALTER TABLE application_police ADD COLUMN reminded_at TEXT;
ALTER TABLE application_police ADD COLUMN reminders BIGINT NOT NULL DEFAULT 0;

-- The form of a unit is saved over the version that was shown.
ALTER TABLE unit ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- +goose Down
ALTER TABLE unit DROP COLUMN version;
ALTER TABLE application_police DROP COLUMN reminders;
ALTER TABLE application_police DROP COLUMN reminded_at;
DROP TABLE application_paper_verdict;
