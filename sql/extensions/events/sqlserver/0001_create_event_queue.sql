-- Description: Create the event queue

-- name: migrate-0001-up
create table :"queue_table" (
  [event_id]         nvarchar(64)  primary key,
  [channel]          nvarchar(128) not null,
  [payload_json]     nvarchar(max) not null,
  [metadata_json]    nvarchar(max),
  [status]           nvarchar(32)  not null default 'pending',
  [available_at]     datetime2(6)  not null default sysutcdatetime(),
  [lease_expires_at] datetime2(6),
  [attempts]         int           not null default 0,
  [created_at]       datetime2(6)  not null default sysutcdatetime(),
  [acknowledged_at]  datetime2(6)
);

-- What a consumer asks for: the next event of a channel that is due.
create index :"idx_queue_table_channel_status" on :"queue_table" ([channel], [status], [available_at]);

-- name: migrate-0001-down
drop table :"queue_table";
