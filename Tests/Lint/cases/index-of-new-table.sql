-- The table is as new as its index, and nobody waits for it.
-- rung: none: the table is new

-- judged
-- lock_timeout: 5s
create table shelf (id bigint generated always as identity primary key, room text);
create index shelf_room on shelf (room);
