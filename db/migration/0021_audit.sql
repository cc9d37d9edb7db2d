-- +goose Up

-- The auditor reads the register newest first, by act, actor and unit. unit is that of the actor, kept beside
-- the body for finding only: what the leaf proves is the body.
ALTER TABLE register_entry ADD COLUMN unit TEXT NOT NULL DEFAULT '';
-- Entries written before: the actor's unit follows the role at the head of the body. Administrators have no unit, and
-- the details of their acts are not to be mistaken for one.
UPDATE register_entry SET unit = COALESCE((SELECT u.id FROM unit u
    WHERE register_entry.body LIKE '%","role":"%","unit":"' || u.id || '"%' LIMIT 1), '')
    WHERE body NOT LIKE '%"role":"administrator"%' AND act NOT LIKE 'staff.%' AND act NOT LIKE 'unit.%';
CREATE INDEX register_entry_at ON register_entry (at, id);
CREATE INDEX register_entry_act ON register_entry (act, at, id);
CREATE INDEX register_entry_actor ON register_entry (actor, at, id);
CREATE INDEX register_entry_unit ON register_entry (unit, at, id) WHERE unit <> '';
