-- +goose Up

-- Orders that set the places of a region and year, numbered as they were entered. Never
-- changed: a later order is a new row.
CREATE TABLE quota_order (
    region     TEXT    NOT NULL,
    year       BIGINT  NOT NULL,
    ledger     TEXT    NOT NULL,
    number     BIGINT  NOT NULL CHECK (number > 0),
    places     BIGINT  NOT NULL CHECK (places >= 0),
    since      TEXT    NOT NULL,
    cite       TEXT    NOT NULL CHECK (cite <> ''),
    sample     INTEGER NOT NULL DEFAULT 0 CHECK (sample IN (0, 1)),
    entered_by TEXT    NOT NULL,
    at         TEXT    NOT NULL,
    PRIMARY KEY (ledger, year, region, number)
);

-- The balance: one hot row for a region and year. What is free is allotted - held - used.
-- Its checks are the last guard against overselling; orders counts
-- the orders entered; since, cite and sample are the last one's.
CREATE TABLE quota_balance (
    region   TEXT    NOT NULL,
    year     BIGINT  NOT NULL,
    ledger   TEXT    NOT NULL,
    allotted BIGINT  NOT NULL DEFAULT 0,
    held     BIGINT  NOT NULL DEFAULT 0 CHECK (held >= 0),
    used     BIGINT  NOT NULL DEFAULT 0 CHECK (used >= 0),
    orders   BIGINT  NOT NULL DEFAULT 0,
    since    TEXT    NOT NULL DEFAULT '',
    cite     TEXT    NOT NULL DEFAULT '',
    sample   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (ledger, year, region),
    CHECK (held + used <= allotted)
);

-- The ledger in double entry: a movement is the two rows of one subject and step, one account
-- minus, the other plus. accounts: allotted, free, held, used.
CREATE TABLE quota_entry (
    subject TEXT   NOT NULL,
    step    BIGINT NOT NULL CHECK (step > 0),
    account TEXT   NOT NULL CHECK (account IN ('allotted', 'free', 'held', 'used')),
    places  BIGINT NOT NULL CHECK (places <> 0),
    region  TEXT   NOT NULL,
    year    BIGINT NOT NULL,
    ledger  TEXT   NOT NULL,
    reason  TEXT   NOT NULL,
    at      TEXT   NOT NULL,
    PRIMARY KEY (subject, step, account)
);

-- +goose Down
DROP TABLE quota_entry;
DROP TABLE quota_balance;
DROP TABLE quota_order;
