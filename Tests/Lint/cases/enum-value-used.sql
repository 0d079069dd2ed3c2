-- A value is used in the transaction that adds it.
-- rung: fails
-- pgfence: ALTER TYPE ADD VALUE

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
create type mood as enum ('calm');

-- judged
-- lock_timeout: 5s
alter type mood add value 'sad' after 'calm';
alter table book add column mood mood default 'sad';
