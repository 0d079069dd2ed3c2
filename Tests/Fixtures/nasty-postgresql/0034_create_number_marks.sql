-- Description: names that look like something else

-- name: migrate-0034-up
CREATE TABLE harbour."select" (
    "from"  integer PRIMARY KEY,
    "a ""b; c"" -- d" text,
    "/*" text, "*/" text, "--" text, ";" text, "'" text, "$$" text, "$1" text, ":x" text, ":'y'" text, "{title}" text,
    value   text, name text, type text, "end" text, "begin" text, "case" text,
    a$b$    text,                       -- a dollar may stand in a name,
    c$$     text DEFAULT '$$'           -- even two of them; no string begins here
);
COMMENT ON COLUMN harbour."select"."$$" IS $x$ it's "$$"; $x; $X$ $x$;
CREATE INDEX "
-- name: migrate-9999-up
" ON harbour."select" ("/*", "*/", (c$$||a$b$||"'"||'"'||"$1"));

INSERT INTO harbour."select" ("from", "$1", ":x", ":'y'", "{title}") VALUES (1, '$1', ':x', ':''y''', '{title} %s {{x}} ${y} #{z}');

-- name: migrate-0034-down
DROP INDEX harbour."
-- name: migrate-9999-up
";
DROP TABLE harbour."select";
