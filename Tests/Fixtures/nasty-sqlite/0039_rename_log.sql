-- Description: "log" becomes a "till journal"; SQLite rewrites the triggers itself

-- name: migrate-0039-up
CREATE TABLE "machine" ("serial; no" TEXT PRIMARY KEY, till INTEGER);
CREATE VIEW machine_list AS SELECT "m"."serial; no" FROM "machine" AS m;
ALTER TABLE machine RENAME TO "till's machine";
ALTER TABLE "till's machine" RENAME COLUMN "serial; no" TO "No. -- ""serial""";
ALTER TABLE "till's machine" RENAME till TO "till; id";

-- name: migrate-0039-down
ALTER TABLE "till's machine" RENAME COLUMN [till; id] TO till;
ALTER TABLE [till's machine] RENAME COLUMN `No. -- "serial"` TO 'serial; no';
DROP VIEW machine_list;
DROP TABLE "till's machine";
