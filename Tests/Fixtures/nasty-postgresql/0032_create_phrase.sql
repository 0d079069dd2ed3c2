-- Description: phrases for the radio, in every kind of string that PostgreSQL reads

-- name: migrate-0032-up
CREATE TABLE harbour.phrase (id integer PRIMARY KEY, text text NOT NULL);

INSERT INTO harbour.phrase (id, text) VALUES
    (1, E'it\'s; \\ ok'),
    (2, e'tab\t; \'quoted\'; \x3B\073\u003b \\'),
    (3, 'a backslash \'),                                   -- is only that: \
    (4, U&'\0441\043B\043E\043D; d\0061t\+000061, don''t'),
    (5, u&'d!0061t!+000061;!!' UESCAPE '!'),
    (6, 'first '
        'second; '   -- a comment may stand between; it's the standard
        'third'),
    (7, E'one\'' -- same here, and the escapes go on
        '\\two\x3B;'),
    (8, $$$1 and $2; it's not $tag$ but 5$ or $5$$),
    (9, $_$ $$ ' " -- /* ; $_$ || '''' || E'\'' || $q1$$q$q1$),
    (10, '' || B'0101'::text || X'1F'::bit(8)::text || N'n;' || '\x3b27'::bytea::text);
SELECT 1 AS a$b$c, 2 AS x$$, U&"d\0061t\+000061; " AS y$1$ FROM (SELECT 3 AS U&"d!0061t!+000061; " UESCAPE '!') AS t$$;

-- name: migrate-0032-down
DROP TABLE harbour.phrase;
