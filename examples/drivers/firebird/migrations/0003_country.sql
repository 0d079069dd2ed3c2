-- Description: a column, filled at once: each statement is committed with the note that it has run
-- transactional: false

-- name: migrate-0003-up
alter table customers add country varchar(2);
update customers set country = 'CH';
alter table customers alter column country set not null;

-- name: migrate-0003-down
alter table customers drop country;
