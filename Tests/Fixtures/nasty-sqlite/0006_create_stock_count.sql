-- Description: stock counts; the old till called its columns begin, end and case
-- The names stay, because the till's export is read by position AND by name.

-- name: migrate-0006-up
CREATE TABLE stock_count (
    tea_id  INTEGER NOT NULL REFERENCES tea (id),
    [begin] INTEGER NOT NULL,          -- grams in the morning
    "end"   INTEGER NOT NULL,          -- grams in the evening
    `case`  TEXT    NOT NULL DEFAULT 'open',
    PRIMARY KEY (tea_id, [begin])
);

CREATE TRIGGER stock_count_checked
BEFORE INSERT ON stock_count
WHEN NEW."end" > NEW.[begin]
BEGIN
    -- begin; end; this comment isn't the END;
    SELECT CASE
               WHEN NEW.`case` = 'end;' THEN RAISE (IGNORE)
               WHEN NEW.`case` = 'BEGIN' THEN CASE WHEN NEW."end" > 0 THEN RAISE (ABORT, 'end > begin; who''s counting?') END
               ELSE RAISE (ABORT, 'the evening''s "end" is above [begin]; END;')
           END;
    /* END; END; */
    DELETE FROM stock_count WHERE `case` = 'case' AND "end" = [begin];
END;

-- name: migrate-0006-down
DROP TRIGGER stock_count_checked;
DROP TABLE stock_count;
