-- Description: one table a month for the wind, made by a DO block that makes functions

-- name: migrate-0022-up
DO LANGUAGE plpgsql $do$
DECLARE
    m integer;
BEGIN
    FOR m IN 1 .. 3 LOOP
        EXECUTE format($ddl$CREATE TABLE harbour.%I (day date PRIMARY KEY, "gust; max" integer DEFAULT %L)$ddl$, 'wind_' || m, m);
        EXECUTE format($outer$
            CREATE FUNCTION harbour.%1$I() RETURNS text LANGUAGE plpgsql AS $inner$
            BEGIN
                -- name: not a header, it's a comment; $do and $outer and $$
                RETURN $$it's; $$ || %2$L || ' %%';
            END; $inner$
        $outer$, 'wind_' || m || '()', 'month; "' || m || '"');
    END LOOP;
END
$do$;

DO 'BEGIN PERFORM ''a string''''s body; too''; END;';

-- name: migrate-0022-down
DO $$ DECLARE m int; BEGIN
    FOR m IN REVERSE 3 .. 1 LOOP EXECUTE 'DROP FUNCTION harbour.' || quote_ident('wind_' || m || '()') || '();';
        EXECUTE format('DROP TABLE harbour.%I;', 'wind_' || m); END LOOP; END $$;
