-- Description: pilots; the headers are shouted, as the old DBA liked them
--name:MIGRATE-0007-UP
CREATE TABLE harbour.pilot (
    id    integer PRIMARY KEY,
    name  text NOT NULL,
    ranks text[] NOT NULL DEFAULT ARRAY['pilot; junior', 'pilot''s "mate"']
);
CREATE INDEX pilot_by_name ON harbour.pilot (name text_pattern_ops);

--name:MIGRATE-0007-DOWN
DROP INDEX harbour.pilot_by_name;
DROP TABLE harbour.pilot;
