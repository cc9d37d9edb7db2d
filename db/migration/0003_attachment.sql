-- +goose Up

-- An accepted scan: who attached which bytes. The bytes are in the store under their sum.
CREATE TABLE attachment (
    id      TEXT   NOT NULL PRIMARY KEY,
    sum     TEXT   NOT NULL CHECK (length(sum) = 64),
    kind    TEXT   NOT NULL CHECK (kind IN ('jpeg', 'png', 'pdf')),
    name    TEXT   NOT NULL,
    size    BIGINT NOT NULL CHECK (size > 0),
    pages   BIGINT NOT NULL CHECK (pages > 0),
    kept_by TEXT   NOT NULL,
    kept_at TEXT   NOT NULL
);

CREATE INDEX attachment_sum ON attachment (sum);
