-- Description: a comment before, inside and after every statement

-- name: migrate-0031-up
-- First the table; "saucer" has no cup without it.
CREATE -- not DROP;
TABLE /* the */ cup /* s' name */ (
    id        INTEGER PRIMARY KEY, -- ',
    saucer_id INTEGER /* "may; be" NULL */ REFERENCES saucer (id) -- )
    -- ); no more columns, don't look for them
); -- end of cup; really

-- Then its index: it's for the "where's my cup?" page.
/* Two comments, */ -- one statement
CREATE INDEX cup_by_saucer ON cup (saucer_id) /* ; */ ;
-- The last word is a comment; without a semicolon

-- name: migrate-0031-down
/* Undo; in reverse */ DROP INDEX cup_by_saucer; /* and */ DROP /* the */ TABLE cup
/* the semicolon comes after this; wait for it */
; -- done'
