-- Description: harbour dues, in SQL's own way of writing functions: BEGIN ATOMIC … END

-- name: migrate-0023-up
CREATE FUNCTION harbour.dues(kind harbour.ship_kind, days integer) RETURNS numeric
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT 'begin; end;' AS "end";
    SELECT CASE
               WHEN days <= 0 THEN 0
               ELSE t.money * CASE WHEN days > 10 THEN 10 ELSE days END    -- a cap; the end
           END
      FROM harbour.tariff AS t
     WHERE t.kind = dues.kind;
END;

CREATE OR REPLACE PROCEDURE harbour.raise_tariff(percent numeric)
BEGIN ATOMIC
    UPDATE harbour.tariff SET money = money * (1 + percent / 100) WHERE CASE WHEN percent > 0 THEN true END;
    /* END; */ INSERT INTO harbour.tariff VALUES ('pilot''s boat', 1) ON CONFLICT DO NOTHING;
END;

CREATE FUNCTION harbour.half(n numeric) RETURNS numeric LANGUAGE sql IMMUTABLE RETURN CASE WHEN n IS NULL THEN 0 ELSE n / 2 END;

CALL harbour.raise_tariff(10);

-- name: migrate-0023-down
DROP FUNCTION harbour.half(numeric);
DROP PROCEDURE harbour.raise_tariff(numeric);
DROP FUNCTION harbour.dues(harbour.ship_kind, integer);
DELETE FROM harbour.tariff WHERE kind = 'pilot''s boat';
UPDATE harbour.tariff SET money = CASE kind WHEN 'trawler' THEN 90 ELSE 1200.50 END;
