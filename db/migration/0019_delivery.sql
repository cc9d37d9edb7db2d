-- +goose Up

-- Letters by mail and SMS. A letter keeps its short text too; one without an account is kept for its case.
ALTER TABLE notice_letter ADD COLUMN short_kk TEXT NOT NULL DEFAULT '';
ALTER TABLE notice_letter ADD COLUMN short_ru TEXT NOT NULL DEFAULT '';
ALTER TABLE notice_letter ADD COLUMN short_en TEXT NOT NULL DEFAULT '';

-- The outbox. account: whose letter it is; consent and address are read anew when it is sent. Without an account
-- the address was written down at the counter. stop: the code of the link that ends such letters.
CREATE TABLE notice_delivery (
    id            TEXT   NOT NULL PRIMARY KEY,
    letter        TEXT   NOT NULL REFERENCES notice_letter (id),
    way           TEXT   NOT NULL CHECK (way IN ('mail', 'sms')),
    account       TEXT   NOT NULL DEFAULT '',
    case_id       TEXT   NOT NULL DEFAULT '',
    address       TEXT   NOT NULL DEFAULT '',
    language      TEXT   NOT NULL DEFAULT 'kk' CHECK (language IN ('kk', 'ru', 'en')),
    stop          TEXT   NOT NULL,
    state         TEXT   NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed', 'dropped')),
    attempts      BIGINT NOT NULL DEFAULT 0,
    trouble       TEXT   NOT NULL DEFAULT '',
    made_at       TEXT   NOT NULL,
    next_at       TEXT   NOT NULL,
    claim         TEXT   NOT NULL DEFAULT '',
    claimed_until TEXT   NOT NULL DEFAULT '',
    sent_at       TEXT   NOT NULL DEFAULT '',
    CHECK (account <> '' OR address <> '')
);
CREATE UNIQUE INDEX notice_delivery_letter_way ON notice_delivery (letter, way);
CREATE UNIQUE INDEX notice_delivery_stop ON notice_delivery (stop);
CREATE INDEX notice_delivery_due ON notice_delivery (way, next_at) WHERE state IN ('waiting', 'failed');
CREATE INDEX notice_delivery_state ON notice_delivery (state, way, made_at);

-- Who has no account and wants no more letters about the case.
CREATE TABLE notice_stop (
    case_id    TEXT NOT NULL,
    way        TEXT NOT NULL CHECK (way IN ('mail', 'sms')),
    address    TEXT NOT NULL,
    stopped_at TEXT NOT NULL,
    PRIMARY KEY (case_id, way, address)
);

-- The address that its owner has confirmed by a code: letters go to no other.
ALTER TABLE account ADD COLUMN confirmed_email TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN confirmed_phone TEXT NOT NULL DEFAULT '';

-- The one code that is on its way to an address.
CREATE TABLE proof_of_address (
    account    TEXT   NOT NULL,
    way        TEXT   NOT NULL CHECK (way IN ('mail', 'sms')),
    address    TEXT   NOT NULL,
    salt       TEXT   NOT NULL,
    sum        TEXT   NOT NULL,
    tries      BIGINT NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
    expires_at TEXT   NOT NULL,
    PRIMARY KEY (account, way)
);
CREATE INDEX proof_of_address_expires ON proof_of_address (expires_at);
