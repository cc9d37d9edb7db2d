-- +goose Up

-- Letters to people, in the three languages as they were on the day they were written.
CREATE TABLE notice_letter (
    id         TEXT NOT NULL PRIMARY KEY,
    account    TEXT NOT NULL,
    case_id    TEXT NOT NULL DEFAULT '',
    kind       TEXT NOT NULL,
    title_kk   TEXT NOT NULL,
    title_ru   TEXT NOT NULL,
    title_en   TEXT NOT NULL,
    body_kk    TEXT NOT NULL,
    body_ru    TEXT NOT NULL,
    body_en    TEXT NOT NULL,
    written_at TEXT NOT NULL,
    read_at    TEXT NOT NULL DEFAULT ''
);

CREATE INDEX notice_letter_account ON notice_letter (account, written_at);
CREATE INDEX notice_letter_unread ON notice_letter (account) WHERE read_at = '';
CREATE INDEX notice_letter_case ON notice_letter (case_id, written_at);
