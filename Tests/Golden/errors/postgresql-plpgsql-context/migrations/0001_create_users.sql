-- name: migrate-0001-up
create function half(x integer) returns integer language plpgsql as $$
begin
  return 10 / x;
end
$$;

create table halves as select half(2) as value;
insert into halves select half(0);
