-- Description: fill in lengths and beams from the notes, then insist on them; written with commit in mind

-- name: migrate-0058-up
/* BEGIN; */
-- COMMIT;
LOCK TABLE harbour.ship IN SHARE ROW EXCLUSIVE MODE;
UPDATE harbour.ship AS s
   SET length = coalesce(s.length, v.length),
       beam   = coalesce(s.beam, v.length / 4)
  FROM (SELECT id, (10 + (row_number() OVER (ORDER BY id)) * 5)::numeric AS length FROM harbour.ship) AS v
 WHERE v.id = s.id AND (s.length, s.beam) IS NOT DISTINCT FROM (NULL, NULL);
ALTER TABLE harbour.ship ADD CONSTRAINT "length; known" CHECK (length IS NOT NULL AND 'ROLLBACK;' <> $$COMMIT;$$) NO INHERIT;
DO $$ BEGIN BEGIN PERFORM 1 / 0; EXCEPTION WHEN division_by_zero THEN NULL; -- ROLLBACK;
END; END $$;

-- name: migrate-0058-down
ALTER TABLE harbour.ship DROP CONSTRAINT "length; known";
UPDATE harbour.ship SET length = NULL, beam = NULL WHERE imo IS DISTINCT FROM 9074729;
