-- Description: rules, from the time before INSTEAD OF triggers; some have several statements

-- name: migrate-0028-up
CREATE VIEW harbour.pilot_roster AS SELECT id, name FROM harbour.pilot;
CREATE TABLE harbour.roster_log (id integer, what text);

CREATE RULE pilot_added AS ON INSERT TO harbour.pilot_roster DO INSTEAD (
    INSERT INTO harbour.pilot (id, name) VALUES (NEW.id, NEW.name);
    INSERT INTO harbour.roster_log VALUES (NEW.id, 'added; by rule');
    /* and; */ SELECT 'the last; of three' AS ");"
);

CREATE OR REPLACE RULE "never; delete" AS ON DELETE TO harbour.pilot_roster
    WHERE OLD.id = 1 DO ALSO (INSERT INTO harbour.roster_log SELECT OLD.id, 'can''t; ")"' ; ; );
CREATE RULE pilot_gone AS ON DELETE TO harbour.pilot_roster DO INSTEAD NOTHING;

INSERT INTO harbour.pilot_roster VALUES (1, 'Ole; "the Old"'), (2, 'Karen');
DELETE FROM harbour.pilot_roster WHERE id = 1;

-- name: migrate-0028-down
DROP RULE pilot_gone ON harbour.pilot_roster;
DROP RULE "never; delete" ON harbour.pilot_roster;
DROP RULE pilot_added ON harbour.pilot_roster;
DROP TABLE harbour.roster_log;
DROP VIEW harbour.pilot_roster;
DELETE FROM harbour.pilot;
