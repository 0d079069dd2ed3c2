-- What mysqldump and mariadb-dump write in a way of their own.
create table parent (
  id int auto_increment primary key, name varchar(50) not null comment 'it''s; a name', kind enum('a', 'b;c') default 'a',
  unique key (name), check (char_length(name) < 40)
) comment = 'people';
create table child (
  id int primary key, parent_id int, t text, raw varbinary(20), up varchar(60) generated always as (upper(t)) stored,
  key (t(10)), constraint child_parent foreign key (parent_id) references parent (id) on delete cascade
);
create view both_of as select p.name, c.t from parent p join child c on c.parent_id = p.id;
create view a_first as select name from both_of;
create table zlog (n int auto_increment primary key, t text);
insert into parent (name) values ('ann'), ('it''s; \\ bob'), ('two\nlines'), ('päö');
insert into child (id, parent_id, t, raw) values (1, 1, 'x', x'00ff'), (2, 2, null, null);
delimiter //
create trigger child_log before insert on child for each row begin
  insert into zlog (t) values (concat('; ', new.t));
end//
create procedure fill(in a int) begin
  if a > 1 then insert into zlog (t) values ('x;y'); end if;
end//
create function twice(a int) returns int deterministic return a * 2//
create event tidy on schedule every 1 day starts '2026-01-01 00:00:00' do begin
  delete from zlog where n < 0;
  delete from zlog where n < 1;
end//
delimiter ;
