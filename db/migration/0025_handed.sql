-- +goose Up

-- What waits to be handed out at a front office, and what was, each from its own index: the office's finished cases
-- grow for years.
ALTER TABLE application ADD COLUMN handed INTEGER NOT NULL DEFAULT 0 CHECK (handed IN (0, 1));
UPDATE application SET handed = 1 WHERE id IN (SELECT application FROM counter_handover);
CREATE INDEX application_counter_ready ON application (counter, started_at, id)
    WHERE counter <> '' AND state IN ('approved', 'refused') AND handed = 0;
CREATE INDEX application_counter_done ON application (counter, started_at, id)
    WHERE counter <> '' AND (state = 'withdrawn' OR handed = 1);
