-- Description: squeezed onto one line by a code generator

-- name: migrate-0035-up
CREATE TABLE log(id INTEGER PRIMARY KEY,at TEXT,text TEXT);CREATE TRIGGER log_a AFTER INSERT ON log BEGIN UPDATE log SET text=CASE WHEN NEW.text='' THEN 'end;' ELSE NEW.text END WHERE id=NEW.id;END;CREATE TRIGGER log_b BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT,'no;end');END;INSERT INTO log(at,text)VALUES('2024-01-01','opened;'),('2024-01-02','');SELECT 1;CREATE INDEX log_at ON log(at)
-- name: migrate-0035-down
DROP INDEX log_at;DROP TRIGGER log_b;DROP TRIGGER log_a;DROP TABLE log
