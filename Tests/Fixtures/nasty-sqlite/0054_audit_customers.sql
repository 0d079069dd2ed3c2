-- Description: who changed what about a customer; written with commit and rollback in mind

-- name: migrate-0054-up
CREATE TABLE customer_audit (
    id     INTEGER PRIMARY KEY,
    code   TEXT NOT NULL,
    change TEXT NOT NULL CHECK (change IN ('begin', 'commit', 'rollback', 'savepoint', 'release'))
) STRICT;

CREATE TRIGGER customer_changed AFTER UPDATE ON customer
BEGIN
    /* COMMIT; */
    -- ROLLBACK;
    INSERT OR ROLLBACK INTO customer_audit (code, change) VALUES (NEW.code, 'commit');
    INSERT OR REPLACE INTO customer_audit (id, code, change)
    VALUES (last_insert_rowid() + 1000, OLD.code, CASE WHEN OLD.points > NEW.points THEN 'rollback' ELSE 'release' END)
    ON CONFLICT (id) DO UPDATE SET change = 'begin' WHERE change <> 'end';
    SELECT RAISE (ROLLBACK, 'COMMIT; END; ROLLBACK TO SAVEPOINT s;') WHERE NEW.points < -1;
END;

UPDATE customer SET points = points + 1 WHERE code = 'AA-001';

-- name: migrate-0054-down
DROP TRIGGER customer_changed;
DROP TABLE customer_audit;
UPDATE customer SET points = points - 1 WHERE code = 'AA-001';
