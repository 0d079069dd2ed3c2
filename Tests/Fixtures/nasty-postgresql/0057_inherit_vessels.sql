-- Description: boats that are not ships: inheritance, LATERAL, and rows as values

-- name: migrate-0057-up
CREATE TABLE harbour.boat (name text NOT NULL, oars integer DEFAULT 2 CHECK (oars % 2 = 0));
CREATE TABLE harbour."dinghy; red" (sail boolean NOT NULL DEFAULT true, CHECK (sail OR oars > 0)) INHERITS (harbour.boat) WITH (fillfactor = 70);
CREATE UNLOGGED TABLE harbour.raft (LIKE harbour.boat INCLUDING CONSTRAINTS INCLUDING DEFAULTS, EXCLUDE USING btree (name WITH =));

INSERT INTO harbour."dinghy; red" VALUES ('Pip''s', 2, true), ('"Rub-a-dub"; tub', 0, DEFAULT);
INSERT INTO harbour.boat TABLE ONLY harbour.boat;

CREATE VIEW harbour.boat_part AS
SELECT b.tableoid::regclass::text AS "table", p.nth, p.part
  FROM harbour.boat AS b
 CROSS JOIN LATERAL regexp_split_to_table(b.name, E'[;\'"]+ ?') WITH ORDINALITY AS p (part, nth)
 WHERE (b.name, b.oars) <> ALL (VALUES ('--'::text, 0), ('/*', 2)) AND b.* IS NOT NULL;

-- name: migrate-0057-down
DROP VIEW harbour.boat_part;
DROP TABLE harbour.raft;
DROP TABLE harbour."dinghy; red";
DROP TABLE harbour.boat;
