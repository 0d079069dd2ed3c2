-- What the shell writes in a way of its own.
create table parent (id integer primary key autoincrement, name text not null check (length(name) < 50));
create table child (
  id integer primary key, parent_id integer references parent (id), big blob, t text,
  c text generated always as (upper(t)) virtual
);
create index child_t on child (t) where t is not null;
create view both_of as select p.name, c.t from parent p join child c on c.parent_id = p.id;
create trigger child_touch after insert on child begin
  update parent set name = name || ';' where id = new.parent_id;
  select case when 1 then 2 end;
end;
create table strict_one (a int primary key) strict, without rowid;
insert into parent (name) values ('ann'), ('it''s; bob'), ('two
lines');
insert into child (id, parent_id, big, t) values (1, 1, x'00ff', 'x'), (2, 2, null, null);
analyze;
