-- Description: the ledger: an entry's lines must balance, when all of them are written

-- name: migrate-0041-up
CREATE TABLE harbour.entry (
    id         integer PRIMARY KEY,
    first_line integer NOT NULL,
    text       text NOT NULL
);
CREATE TABLE harbour.entry_line (
    id    integer PRIMARY KEY,
    entry integer NOT NULL REFERENCES harbour.entry DEFERRABLE INITIALLY DEFERRED,
    cents bigint NOT NULL
);
ALTER TABLE harbour.entry ADD CONSTRAINT "first; line" FOREIGN KEY (first_line) REFERENCES harbour.entry_line DEFERRABLE INITIALLY IMMEDIATE;

CREATE FUNCTION harbour.check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(cents) FROM harbour.entry_line WHERE entry = NEW.entry) <> 0 THEN
        RAISE EXCEPTION 'entry % isn''t "balanced"; see $body$', NEW.entry USING HINT = E'it\'s the sum; -- not the lines';
    END IF;
    RETURN NULL;
END; $$;
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT OR UPDATE ON harbour.entry_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION harbour.check_balance();

SET CONSTRAINTS ALL DEFERRED;
INSERT INTO harbour.entry VALUES (1, 11, 'dues; Havørnen');
INSERT INTO harbour.entry_line VALUES (11, 1, 9000), (12, 1, -9000);
SET CONSTRAINTS harbour."first; line", harbour.balanced IMMEDIATE;

-- name: migrate-0041-down
ALTER TABLE harbour.entry DROP CONSTRAINT "first; line";
DROP TABLE harbour.entry_line;
DROP FUNCTION harbour.check_balance();
DROP TABLE harbour.entry;
