-- Description: cargo, with older drafts left in comments (PostgreSQL's comments nest)

-- name: migrate-0016-up
/* the first draft:
-- name: migrate-9999-up
   /* and in it the one before: ' */ still " the /* first; */ draft
CREATE TABLE harbour.cargo (draft text DEFAULT 'don't);
-- name: migrate-9999-down
*/
CREATE TABLE harbour.cargo (
    id     integer PRIMARY KEY,
    call   bigint NOT NULL REFERENCES harbour.call ON DELETE CASCADE,
    goods  text /* /* ' */ " */ NOT NULL /* -- */ DEFAULT 'fish',
    tonnes numeric -- /* no comment begins here
           CHECK (tonnes > 0) --*/ and none ends here
); /*/ this is open /**/ and still open */ /**//***//*/**/*/

COMMENT ON TABLE harbour.cargo IS '/* not a comment; -- really */ /*';

-- name: migrate-0016-down
/*/* -- name: migrate-9999-down */*/ DROP TABLE harbour.cargo;
