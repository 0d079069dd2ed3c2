-- Description: suppliers; the headers are shouted, as the old DBA liked them
--name:MIGRATE-0007-UP
CREATE TABLE supplier (
    id    INTEGER PRIMARY KEY,
    name  TEXT NOT NULL,
    terms TEXT NOT NULL DEFAULT '30 days; 2 % off within 10'
);
CREATE INDEX supplier_by_name ON supplier (name COLLATE NOCASE);

--name:MIGRATE-0007-DOWN
DROP INDEX supplier_by_name;
DROP TABLE supplier;
