-- +goose Up

-- What the reports go by: decisions by their day, answers of the police by theirs, filings by theirs.
CREATE INDEX application_decided_all ON application (decided_at, id);
CREATE INDEX application_filed ON application (filed_at, id);
CREATE INDEX application_decision_made ON application_decision (made_at, id);
CREATE INDEX application_decision_maker ON application_decision (made_by, made_at);
CREATE INDEX application_decision_drafted ON application_decision (drafted_at, id);
CREATE INDEX application_decision_drafter ON application_decision (drafted_by, drafted_at);
CREATE INDEX application_police_answered ON application_police (answered_at, application);

-- The address of each filed application as it is compared: folded, without punctuation.
CREATE TABLE report_address (
    application TEXT NOT NULL PRIMARY KEY REFERENCES application (id),
    territory   TEXT NOT NULL,
    address     TEXT NOT NULL,
    unit        TEXT NOT NULL,
    filed_at    TEXT NOT NULL
);
CREATE INDEX report_address_same ON report_address (territory, address, filed_at);

-- An alert (ескерту, сигнал): acts between first_at and last_at that a rule of control names. count is how
-- many; figure is the rule's at that time. about: the account, or the territory and address, it is about.
CREATE TABLE report_alert (
    id          TEXT   NOT NULL PRIMARY KEY,
    kind        TEXT   NOT NULL CHECK (kind IN ('fast', 'night', 'address')),
    unit        TEXT   NOT NULL,
    about       TEXT   NOT NULL,
    about_name  TEXT   NOT NULL,
    first_at    TEXT   NOT NULL,
    last_at     TEXT   NOT NULL,
    count       BIGINT NOT NULL CHECK (count > 0),
    figure      BIGINT NOT NULL,
    found_at    TEXT   NOT NULL,
    looked_at   TEXT,
    looked_by   TEXT   NOT NULL DEFAULT '',
    looked_name TEXT   NOT NULL DEFAULT '',
    comment     TEXT   NOT NULL DEFAULT '',
    version     BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX report_alert_key ON report_alert (kind, about, first_at);
CREATE INDEX report_alert_unit ON report_alert (unit, last_at, id);
CREATE INDEX report_alert_last ON report_alert (last_at, id);

-- Up to which moment the watch has seen everything.
CREATE TABLE report_mark (
    name TEXT NOT NULL PRIMARY KEY,
    at   TEXT NOT NULL
);

-- +goose Down
DROP TABLE report_mark;
DROP TABLE report_alert;
DROP TABLE report_address;
DROP INDEX application_police_answered;
DROP INDEX application_decision_drafter;
DROP INDEX application_decision_drafted;
DROP INDEX application_decision_maker;
DROP INDEX application_decision_made;
DROP INDEX application_filed;
DROP INDEX application_decided_all;
