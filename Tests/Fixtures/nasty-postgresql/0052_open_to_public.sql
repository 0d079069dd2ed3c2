-- Description: what everybody may read

-- name: migrate-0052-up
GRANT USAGE ON SCHEMA harbour TO PUBLIC;
GRANT SELECT ON harbour.tide, harbour."fairway; back" TO PUBLIC;
GRANT SELECT ("from", "a ""b; c"" -- d"), REFERENCES ("$$") ON harbour."select" TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA harbour GRANT SELECT ON TABLES TO PUBLIC;
CREATE TABLE harbour.notice (text text DEFAULT 'read; all of "it"');

-- name: migrate-0052-down
DROP TABLE harbour.notice;
ALTER DEFAULT PRIVILEGES IN SCHEMA harbour REVOKE SELECT ON TABLES FROM PUBLIC;
REVOKE SELECT ("from", "a ""b; c"" -- d"), REFERENCES ("$$") ON harbour."select" FROM PUBLIC;
REVOKE SELECT ON harbour.tide, harbour."fairway; back" FROM PUBLIC;
REVOKE USAGE ON SCHEMA harbour FROM PUBLIC;
