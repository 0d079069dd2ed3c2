-- Description: customer groups, named by someone who had no list of reserved words

-- name: migrate-0034-up
CREATE TABLE "group" (
    "select" INTEGER PRIMARY KEY,
    [from]   TEXT NOT NULL,
    `where`  TEXT,
    'table'  TEXT,                         -- SQLite takes a string for a name here
    "create trigger x begin" TEXT,
    "a ""quoted; name""" TEXT,
    [it's; "fine"] TEXT,
    `tick``ed; -- name` TEXT,
    "/*" TEXT, "*/" TEXT, "--" TEXT, ";" TEXT, "'" TEXT
);

CREATE INDEX "begin;" ON "group" ("/*", "*/", "--", ";", "'");
CREATE VIEW "end;" AS SELECT "group".[it's; "fine"] AS "''", `tick``ed; -- name` AS [""] FROM "group";
CREATE TRIGGER "case" AFTER DELETE ON "group" BEGIN
    UPDATE "group" SET `where` = OLD."a ""quoted; name""" WHERE OLD."'" IS NOT "group".";";
END;

-- name: migrate-0034-down
DROP TRIGGER "case";
DROP VIEW "end;";
DROP INDEX "begin;";
DROP TABLE "group";
