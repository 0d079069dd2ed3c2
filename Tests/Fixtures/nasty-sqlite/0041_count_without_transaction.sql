-- Description: statistics, a trigger and a rewrite of the file, one statement at a time
-- transactional: false

-- name: migrate-0041-up
PRAGMA optimize;
CREATE TABLE visit (day TEXT PRIMARY KEY, people INTEGER NOT NULL DEFAULT 0);
CREATE TRIGGER visit_counted BEFORE INSERT ON visit
BEGIN
    -- VACUUM; would not be allowed in here, and END; is only a word
    SELECT CASE WHEN NEW.people < 0 THEN RAISE (ABORT, 'VACUUM; BEGIN; COMMIT;') ELSE 'END;' END;
    UPDATE visit SET people = people + NEW.people WHERE day = NEW.day;
END;
INSERT INTO visit VALUES ('2024-03-01', 12), ('2024-03-02; late', 3);
/* rewrite the file; */ VACUUM /* main; */ main; -- takes a while; be patient
;
REINDEX visit

-- name: migrate-0041-down
DROP TRIGGER visit_counted;
DROP TABLE visit;
VACUUM
