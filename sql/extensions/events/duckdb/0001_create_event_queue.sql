-- Description: Create the event queue

-- name: migrate-0001-up
create table :"queue_table" (
  event_id         varchar(64)  primary key,
  channel          varchar(128) not null,
  payload_json     json         not null,
  metadata_json    json,
  status           varchar(32)  not null default 'pending',
  available_at     timestamp    not null default current_timestamp,
  lease_expires_at timestamp,
  attempts         integer      not null default 0,
  created_at       timestamp    not null default current_timestamp,
  acknowledged_at  timestamp
);

-- What a consumer asks for: the next event of a channel that is due.
create index :"idx_queue_table_channel_status" on :"queue_table" (channel, status, available_at);

-- name: migrate-0001-down
drop table :"queue_table";
