-- A check is validated while others read and write.
-- rung: none: ShareUpdateExclusiveLock keeps no reader or writer away

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
alter table book add constraint book_pages check (pages > 0) not valid;

-- judged
-- lock_timeout: 5s
alter table book validate constraint book_pages;
