-- name: migrate-0001-up
create function half(x integer) returns integer language plpgsql as $$
begin
  retrun x / 2;
end
$$;
