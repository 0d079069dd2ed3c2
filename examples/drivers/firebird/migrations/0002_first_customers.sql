-- Description: data, in a migration of its own: it sees what 0001 committed

-- name: migrate-0002-up
insert into customers (name) values ('Ada; countess');
insert into customers (name) values ('O''Hara -- née "Zoë"
of two lines');
insert into orders (customer, placed_at, cents) select id, timestamp '2025-01-02 03:04:05', 1250 from customers;

-- name: migrate-0002-down
delete from orders;
delete from customers;
