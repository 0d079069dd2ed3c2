-- name: migrate-0001-up
do $$
begin
  raise notice 'looking for %', 'customers';
  raise exception 'no customers yet' using detail = 'the table is empty', hint = 'load them first';
end
$$;
