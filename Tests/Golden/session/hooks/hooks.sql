-- name: before-migration
create table if not exists audit (version text, direction text, author text);

-- name: after-migration
insert into audit values (:'version', :'direction', :'author');
