-- +goose Up

-- The front office where the original of a paper lies, while it should go back: what is here is found without reading
-- every paper that ever came (M-13).
ALTER TABLE application_paper ADD COLUMN held TEXT NOT NULL DEFAULT '';
UPDATE application_paper SET held = COALESCE((SELECT a.counter FROM application a WHERE a.id = application_paper.application), '')
    WHERE returned_at IS NULL AND pages > 0;
CREATE INDEX application_paper_held ON application_paper (held, added_at, id) WHERE held <> '';

-- +goose Down
DROP INDEX application_paper_held;
ALTER TABLE application_paper DROP COLUMN held;
