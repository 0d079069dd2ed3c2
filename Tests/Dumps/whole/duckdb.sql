-- What EXPORT DATABASE writes in a way of its own.
create schema s;
create type mood as enum ('a', 'b');
create sequence q start 5;
create table s.t (
  id integer primary key default nextval('q'), m mood, d decimal(10, 2) check (d > 0),
  g integer generated always as (id * 2) virtual
);
create table u (a integer primary key, b varchar);
create view v as select m from s.t;
create index i on s.t (m);
create macro f(x) as x + 1;
