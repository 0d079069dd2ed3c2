-- Description: Create the session table of Litestar

-- name: migrate-0001-up
create table :"session_table" (
  [session_id] nvarchar(255)  primary key,
  [data]       varbinary(max) not null,
  [expires_at] datetime2(6),
  [created_at] datetime2(6)   not null default sysutcdatetime(),
  [updated_at] datetime2(6)   not null default sysutcdatetime()
);

-- For what has expired; sessions that never do are left out.
create index :"IX_session_table_expires_at" on :"session_table" ([expires_at]) where [expires_at] is not null;

-- name: migrate-0001-down
drop table :"session_table";
