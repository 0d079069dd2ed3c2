-- Description: nobody doubles a price by accident; CASE in CASE, and END everywhere

-- name: migrate-0036-up
CREATE TRIGGER tea_price_guard
BEFORE UPDATE OF price_cents ON tea
WHEN CASE WHEN NEW.price_cents > 2 * OLD.price_cents THEN 1 ELSE CASE OLD.origin WHEN '' THEN 1 ELSE 0 END END
BEGIN
    SELECT CASE CASE WHEN NEW.note IS OLD.note THEN 'silent' ELSE 'explained' END
               WHEN 'silent' THEN RAISE (ABORT, 'say why in "note"; then try again')
               WHEN 'explained' THEN (SELECT CASE count(*) WHEN 0 THEN NULL ELSE 'ok' END FROM tea)
           END AS "end";
    SELECT 1 AS begin, 2 AS [end], (CASE WHEN 1 THEN 2 END) AS 'case';
    INSERT INTO order_event (order_id, what) SELECT 0, 'price; ' || CASE WHEN 1 THEN NEW.name END;
    DELETE FROM order_event WHERE order_id = CASE WHEN FALSE THEN 1 END;
END
-- the semicolon of a trigger may take its time /* END; */
/* ; */ ;

UPDATE tea SET price_cents = 500, note = 'up; milk went up, too' WHERE name = 'Mint; fresh';

-- name: migrate-0036-down
DELETE FROM order_event WHERE order_id = 0;
DROP TRIGGER tea_price_guard;
UPDATE tea SET price_cents = 350, note = '*/ /* ; --' WHERE name = 'Mint; fresh';
