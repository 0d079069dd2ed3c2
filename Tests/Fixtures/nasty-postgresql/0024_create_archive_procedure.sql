-- Description: archives old calls in small transactions; the COMMIT is the procedure's, not ours

-- name: migrate-0024-up
CREATE TABLE harbour.call_archive (LIKE harbour.call INCLUDING ALL);

CREATE PROCEDURE harbour.archive_calls(before date, batch integer DEFAULT 1000)
LANGUAGE plpgsql
AS $$
<<work>>
DECLARE
    moved integer;
BEGIN
    LOOP
        WITH old AS (
            DELETE FROM harbour.call WHERE id IN (SELECT id FROM harbour.call WHERE sailed < before LIMIT batch) RETURNING *
        )
        INSERT INTO harbour.call_archive SELECT * FROM old;
        GET DIAGNOSTICS moved = ROW_COUNT;
        COMMIT;
        EXIT work WHEN moved = 0;
        BEGIN
            RAISE NOTICE '% calls; "moved" -- it''s going on', moved;
        EXCEPTION WHEN others THEN ROLLBACK;
        END;
    END LOOP;
END;
$$;

-- name: migrate-0024-down
DROP PROCEDURE harbour.archive_calls(date, integer);
DROP TABLE harbour.call_archive;
