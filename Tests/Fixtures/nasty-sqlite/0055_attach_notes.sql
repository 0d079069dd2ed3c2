-- Description: notes on anything; the trigger's body is in the house style, END on the last line

-- name: migrate-0055-up
CREATE TABLE note (id INTEGER PRIMARY KEY, about TEXT NOT NULL, text TEXT NOT NULL);

CREATE TRIGGER note_cleaned AFTER INSERT ON note WHEN NEW.text LIKE '% ;%' BEGIN
    UPDATE note
       SET text = (WITH clean (text) AS (SELECT replace(NEW.text, ' ;', ';')) SELECT text FROM clean)
     WHERE id = NEW.id; END /* of trigger */;
CREATE TRIGGER note_kept BEFORE DELETE ON note BEGIN SELECT CASE OLD.about WHEN 'keep' THEN RAISE (IGNORE) END; END--;
;
CREATE TRIGGER note_fixed BEFORE UPDATE OF about ON note BEGIN SELECT RAISE (ABORT, 'end'); END
;

INSERT INTO note (about, text) VALUES ('tea', 'hot ; sweet'), ('"keep"', 'END ;'), ('keep', 'begin ; -- end');

-- name: migrate-0055-down
DROP TRIGGER note_fixed; DROP TRIGGER note_kept; DROP TRIGGER note_cleaned;
DROP TABLE note;
