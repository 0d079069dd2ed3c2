-- Description: functions in functions in functions: $$ in $body$ in $outer$

-- name: migrate-0055-up
CREATE FUNCTION harbour.make_reader("table" text) RETURNS text LANGUAGE plpgsql AS $outer$
BEGIN
    RETURN format($body$
        CREATE FUNCTION harbour.%I() RETURNS SETOF text LANGUAGE plpgsql AS $fn$
        DECLARE r record;
        BEGIN
            FOR r IN EXECUTE $$SELECT x::text AS t FROM harbour.%I AS x WHERE 'a;$' <> '$' ORDER BY 1$$ LOOP
                RETURN NEXT r.t || $q$; it's $q$;
            END LOOP;
        END $fn$;
        COMMENT ON FUNCTION harbour.%1$I() IS $$made by "make_reader"; don't edit$$;
    $body$, 'read_' || "table", "table");
END;
$outer$;
DO $$BEGIN EXECUTE harbour.make_reader('tug'); EXECUTE harbour.make_reader('berth'); END$$;
CREATE TABLE harbour.reading AS SELECT t FROM harbour.read_tug() AS t UNION ALL SELECT harbour.read_berth() ORDER BY 1;

-- name: migrate-0055-down
DROP TABLE harbour.reading;
DROP FUNCTION harbour.read_berth(), harbour.read_tug(), harbour.make_reader(text);
