-- An index is built beside the writers, and named so that a second run finds it.
-- rung: none: nothing is locked

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- transactional: false
-- lock_timeout: 5s
create index concurrently if not exists book_title on book (title);
