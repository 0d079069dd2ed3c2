-- migrate:up transaction:false
alter table users add column email text;

-- migrate:down transaction:false
alter table users drop column email;
