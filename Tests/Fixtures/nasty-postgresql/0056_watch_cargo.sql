-- Description: transition tables, a trigger with a condition, and a typed table

-- name: migrate-0056-up
CREATE TYPE harbour.watch AS ("at; utc" timestamp, tonnes numeric, "who" text);
CREATE TABLE harbour.cargo_watch OF harbour.watch ("at; utc" WITH OPTIONS DEFAULT '-infinity', PRIMARY KEY ("at; utc"));

CREATE FUNCTION harbour.watch_cargo() RETURNS trigger LANGUAGE plpgsql AS $watch$
BEGIN
    INSERT INTO harbour.cargo_watch (tonnes, "who")
    SELECT sum(n.tonnes), TG_ARGV[0] || ';' || string_agg(n.goods, $$'; '$$ ORDER BY n.id) FROM "new; rows" AS n
    ON CONFLICT ("at; utc") DO UPDATE SET tonnes = cargo_watch.tonnes + EXCLUDED.tonnes;
    RETURN NULL;
END
$watch$;

CREATE TRIGGER watch_insert AFTER INSERT ON harbour.cargo REFERENCING NEW TABLE AS "new; rows"
    FOR EACH STATEMENT EXECUTE FUNCTION harbour.watch_cargo('it''s; "me"', $$, '--'$$);
CREATE TRIGGER watch_nothing BEFORE UPDATE ON harbour.cargo FOR EACH ROW
    WHEN (OLD.goods IS DISTINCT FROM NEW.goods AND CASE WHEN OLD.id > 0 THEN false END) EXECUTE FUNCTION suppress_redundant_updates_trigger();

INSERT INTO harbour.call (id, ship_id, arrived) OVERRIDING SYSTEM VALUE VALUES (-1, 100, '2024-03-01 05:00');
INSERT INTO harbour.cargo VALUES (1, -1, 'herring; salt', 12.5), (2, -1, 'cod''s "best"', 3);

-- name: migrate-0056-down
DELETE FROM harbour.call WHERE id = -1;
DROP TRIGGER watch_nothing ON harbour.cargo;
DROP TRIGGER watch_insert ON harbour.cargo;
DROP FUNCTION harbour.watch_cargo();
DROP TABLE harbour.cargo_watch;
DROP TYPE harbour.watch;
