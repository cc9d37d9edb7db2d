-- +goose Up

-- Bodies that answer for a territory. Texts in three languages are JSON.
CREATE TABLE unit (
    id         TEXT NOT NULL PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('akimat', 'police', 'con')),
    kato       TEXT NOT NULL CHECK (length(kato) = 9),
    name       TEXT NOT NULL,
    department TEXT NOT NULL DEFAULT '{}',
    address    TEXT NOT NULL DEFAULT '{}',
    hours      TEXT NOT NULL DEFAULT '{}',
    phone      TEXT NOT NULL DEFAULT '',
    answers    TEXT NOT NULL DEFAULT '' CHECK (answers IN ('', 'workplace', 'system')),
    UNIQUE (kind, kato)
);

-- People and posts. A person has an ИИН or a passport; a post has a login and a unit.
CREATE TABLE account (
    id               TEXT    NOT NULL PRIMARY KEY,
    role             TEXT    NOT NULL CHECK (role IN ('person', 'executor', 'head', 'police', 'administrator')),
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
    totp             INTEGER NOT NULL DEFAULT 0 CHECK (totp IN (0, 1)),
    totp_secret      TEXT    NOT NULL DEFAULT '',
    totp_step        BIGINT  NOT NULL DEFAULT 0,
    version          BIGINT  NOT NULL DEFAULT 1,
    made_at          TEXT    NOT NULL,
    CHECK ((role = 'person' AND login = '' AND unit = '' AND (iin <> '' OR passport_number <> ''))
        OR (role <> 'person' AND login <> '')),
    CHECK ((passport_country = '') = (passport_number = '')),
    CHECK (role IN ('person', 'administrator') OR unit <> '')
);

-- A person may also hold a post: the numbers are unique among persons, the logins among posts.
CREATE UNIQUE INDEX account_login_key ON account (login) WHERE login <> '';
CREATE UNIQUE INDEX account_iin_key ON account (iin) WHERE iin <> '' AND role = 'person';
CREATE UNIQUE INDEX account_passport_country_passport_number_key
    ON account (passport_country, passport_number) WHERE passport_number <> '' AND role = 'person';
CREATE INDEX account_unit ON account (unit, role);

-- Signed-in browsers. sum is the SHA-256 of the token.
CREATE TABLE session (
    sum        TEXT   NOT NULL PRIMARY KEY,
    account    TEXT   NOT NULL REFERENCES account (id),
    stage      TEXT   NOT NULL CHECK (stage IN ('full', 'code', 'enrol')),
    made_at    TEXT   NOT NULL,
    idle_term  BIGINT NOT NULL,
    idle_at    TEXT   NOT NULL,
    expires_at TEXT   NOT NULL
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

-- How often something may be tried. key is a hash; due, failed, until and last_at are microseconds since 1970.
CREATE TABLE try_limit (
    key      TEXT   NOT NULL PRIMARY KEY,
    due      BIGINT NOT NULL,
    failures BIGINT NOT NULL DEFAULT 0,
    failed   BIGINT NOT NULL DEFAULT 0,
    until    BIGINT NOT NULL DEFAULT 0,
    last_at  BIGINT NOT NULL,
    blocked  BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX try_limit_last ON try_limit (last_at);

-- Which hours a member of staff has read a subject in; the act itself is in the register.
CREATE TABLE reading (
    subject TEXT NOT NULL,
    actor   TEXT NOT NULL,
    hour    TEXT NOT NULL,
    PRIMARY KEY (subject, actor, hour)
);
