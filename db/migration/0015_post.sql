-- +goose Up

-- Operators of the front office and auditors have posts; a district may have several front offices. A new
-- check or key cannot be put on a table on both engines, so the tables are made anew. Sessions and codes that
-- are on their way are not kept: everybody signs in once more.
CREATE TABLE unit_next (
    id         TEXT NOT NULL PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('akimat', 'police', 'con')),
    kato       TEXT NOT NULL CHECK (length(kato) = 9),
    number     TEXT NOT NULL DEFAULT '', -- of a front office in its district
    name       TEXT NOT NULL,
    department TEXT NOT NULL DEFAULT '{}',
    address    TEXT NOT NULL DEFAULT '{}',
    hours      TEXT NOT NULL DEFAULT '{}',
    phone      TEXT NOT NULL DEFAULT '',
    answers    TEXT NOT NULL DEFAULT '' CHECK (answers IN ('', 'workplace', 'system'))
);
INSERT INTO unit_next (id, kind, kato, name, department, address, hours, phone, answers)
    SELECT id, kind, kato, name, department, address, hours, phone, answers FROM unit;
DROP TABLE unit;
ALTER TABLE unit_next RENAME TO unit;
CREATE UNIQUE INDEX unit_kind_kato_number_key ON unit (kind, kato, number);

CREATE TABLE account_next (
    id               TEXT    NOT NULL PRIMARY KEY,
    role             TEXT    NOT NULL CHECK (role IN ('person', 'operator', 'executor', 'head', 'police', 'auditor', 'administrator')),
    login            TEXT    NOT NULL DEFAULT '',
    iin              TEXT    NOT NULL DEFAULT '' CHECK (length(iin) IN (0, 12)),
    passport_country TEXT    NOT NULL DEFAULT '',
    passport_number  TEXT    NOT NULL DEFAULT '',
    surname          TEXT    NOT NULL DEFAULT '',
    given_name       TEXT    NOT NULL DEFAULT '',
    patronymic       TEXT    NOT NULL DEFAULT '',
    surname_latin    TEXT    NOT NULL DEFAULT '',
    given_name_latin TEXT    NOT NULL DEFAULT '',
    birth_date       TEXT    NOT NULL DEFAULT '',
    sex              TEXT    NOT NULL DEFAULT '' CHECK (sex IN ('', 'M', 'F')),
    citizenship      TEXT    NOT NULL DEFAULT '',
    phone            TEXT    NOT NULL DEFAULT '',
    email            TEXT    NOT NULL DEFAULT '',
    language         TEXT    NOT NULL DEFAULT 'kk' CHECK (language IN ('kk', 'ru', 'en')),
    cabinet          TEXT    NOT NULL DEFAULT '' CHECK (cabinet IN ('', 'immigrant', 'employer')),
    proven_at        TEXT,
    unit             TEXT    NOT NULL DEFAULT '',
    position         TEXT    NOT NULL DEFAULT '{}',
    state            TEXT    NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled')),
    password         TEXT    NOT NULL,
    one_time         INTEGER NOT NULL DEFAULT 0 CHECK (one_time IN (0, 1)),  -- the password must be changed first
    by_mail          INTEGER NOT NULL DEFAULT 0 CHECK (by_mail IN (0, 1)),   -- letters by mail too: the person asked
    by_sms           INTEGER NOT NULL DEFAULT 0 CHECK (by_sms IN (0, 1)),
    totp             INTEGER NOT NULL DEFAULT 0 CHECK (totp IN (0, 1)),
    totp_secret      TEXT    NOT NULL DEFAULT '',
    totp_step        BIGINT  NOT NULL DEFAULT 0,
    version          BIGINT  NOT NULL DEFAULT 1,
    made_at          TEXT    NOT NULL,
    CHECK ((role = 'person' AND login = '' AND unit = '' AND (iin <> '' OR passport_number <> ''))
        OR (role <> 'person' AND login <> '')),
    CHECK ((passport_country = '') = (passport_number = '')),
    CHECK (role IN ('person', 'auditor', 'administrator') OR unit <> '')
);
INSERT INTO account_next (id, role, login, iin, passport_country, passport_number, surname, given_name, patronymic,
    surname_latin, given_name_latin, birth_date, sex, citizenship, phone, email, language, cabinet, proven_at, unit,
    position, state, password, totp, totp_secret, totp_step, version, made_at)
    SELECT id, role, login, iin, passport_country, passport_number, surname, given_name, patronymic,
    surname_latin, given_name_latin, birth_date, sex, citizenship, phone, email, language, cabinet, proven_at, unit,
    position, state, password, totp, totp_secret, totp_step, version, made_at FROM account;
DROP TABLE session;
DROP TABLE proof_of_identity;
DROP TABLE account;
ALTER TABLE account_next RENAME TO account;
CREATE UNIQUE INDEX account_login_key ON account (login) WHERE login <> '';
CREATE UNIQUE INDEX account_iin_key ON account (iin) WHERE iin <> '' AND role = 'person';
CREATE UNIQUE INDEX account_passport_country_passport_number_key
    ON account (passport_country, passport_number) WHERE passport_number <> '' AND role = 'person';
CREATE INDEX account_unit ON account (unit, role);

-- Signed-in browsers. sum is the SHA-256 of the token; substitution: the order under which the person acts in
-- this browser for somebody who is absent.
CREATE TABLE session (
    sum          TEXT   NOT NULL PRIMARY KEY,
    account      TEXT   NOT NULL REFERENCES account (id),
    stage        TEXT   NOT NULL CHECK (stage IN ('full', 'code', 'enrol')),
    substitution TEXT   NOT NULL DEFAULT '',
    made_at      TEXT   NOT NULL,
    idle_term    BIGINT NOT NULL,
    idle_at      TEXT   NOT NULL,
    expires_at   TEXT   NOT NULL
);
CREATE INDEX session_account ON session (account);
CREATE INDEX session_expires ON session (expires_at);

-- The one code that is on its way to a person. iin: the number that the code proves.
CREATE TABLE proof_of_identity (
    account    TEXT   NOT NULL PRIMARY KEY REFERENCES account (id),
    iin        TEXT   NOT NULL,
    salt       TEXT   NOT NULL,
    sum        TEXT   NOT NULL,
    tries      BIGINT NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
    expires_at TEXT   NOT NULL
);

-- A dated order by which one member of staff does the work of another who is absent. Days are civil days of
-- Asia/Almaty, the last one included; ended_at the moment it was called off before its time.
CREATE TABLE substitution (
    id         TEXT NOT NULL PRIMARY KEY,
    absent     TEXT NOT NULL REFERENCES account (id),
    substitute TEXT NOT NULL REFERENCES account (id),
    first_day  TEXT NOT NULL,
    last_day   TEXT NOT NULL,
    number     TEXT NOT NULL, -- of the order
    order_day  TEXT NOT NULL,
    reason     TEXT NOT NULL DEFAULT '',
    given_by   TEXT NOT NULL,
    given_at   TEXT NOT NULL,
    ended_at   TEXT,
    CHECK (absent <> substitute),
    CHECK (first_day <= last_day)
);
CREATE INDEX substitution_substitute ON substitution (substitute, first_day, last_day);
CREATE INDEX substitution_absent ON substitution (absent, first_day, last_day);
