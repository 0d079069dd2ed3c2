-- A name has more than 63 bytes.
-- rung: cuts-name
-- squawk: identifier-too-long

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add column the_name_of_whoever_has_lent_the_book_to_the_library_and_wants_it_back text;
