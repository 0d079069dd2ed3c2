-- {title}
-- name: migrate-{version}-up
insert into settings values ('{"a": 1}');
