-- +goose Up

-- What was prepared for a decision: canonical bytes and their SHA-256. Never changed.
CREATE TABLE permit_preparation (
    id      TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL,
    sum     TEXT NOT NULL CHECK (length(sum) = 64),
    data    TEXT NOT NULL,
    at      TEXT NOT NULL
);

-- The one live preparation of a case: a newer one takes the place of the older, until it is
-- redeemed, once.
CREATE TABLE permit_ready (
    case_id        TEXT    NOT NULL PRIMARY KEY,
    preparation_id TEXT    NOT NULL REFERENCES permit_preparation (id),
    redeemed       INTEGER NOT NULL DEFAULT 0 CHECK (redeemed IN (0, 1))
);

-- Serial numbers without gaps: one row for a prefix, unit (four digits of КАТО) and year.
CREATE TABLE permit_counter (
    prefix TEXT   NOT NULL,
    unit   TEXT   NOT NULL,
    year   BIGINT NOT NULL,
    last   BIGINT NOT NULL CHECK (last > 0),
    PRIMARY KEY (prefix, unit, year)
);

-- An issued permit. Never changed: how it ended stands in permit_end.
CREATE TABLE permit (
    id             TEXT NOT NULL PRIMARY KEY,
    number         TEXT NOT NULL UNIQUE,
    code           TEXT NOT NULL UNIQUE,
    case_id        TEXT NOT NULL UNIQUE,
    preparation_id TEXT NOT NULL UNIQUE REFERENCES permit_preparation (id),
    service        TEXT NOT NULL,
    holder         TEXT NOT NULL,
    employer_iin   TEXT NOT NULL,
    first_day      TEXT NOT NULL,
    last_day       TEXT NOT NULL,
    territory_kk   TEXT NOT NULL,
    territory_ru   TEXT NOT NULL,
    territory_en   TEXT NOT NULL,
    signatory      TEXT NOT NULL,
    issued_at      TEXT NOT NULL,
    CHECK (first_day <= last_day)
);

CREATE INDEX permit_holder ON permit (holder, issued_at);
CREATE INDEX permit_employer ON permit (employer_iin, last_day);

-- The end of a permit before its last day, once and for all: a row is never changed or removed.
CREATE TABLE permit_end (
    permit_id  TEXT NOT NULL PRIMARY KEY REFERENCES permit (id),
    state      TEXT NOT NULL CHECK (state IN ('revoked', 'terminated', 'replaced')),
    ground     TEXT NOT NULL CHECK (ground <> ''),
    at         TEXT NOT NULL,
    entered_at TEXT NOT NULL
);

-- The PDF of a permit: made once after the decision and kept in the store of attachments.
CREATE TABLE permit_paper (
    permit_id  TEXT NOT NULL PRIMARY KEY REFERENCES permit (id),
    attachment TEXT NOT NULL,
    qr         TEXT NOT NULL,
    at         TEXT NOT NULL
);

-- +goose Down
DROP TABLE permit_paper;
DROP TABLE permit_end;
DROP TABLE permit;
DROP TABLE permit_counter;
DROP TABLE permit_ready;
DROP TABLE permit_preparation;
