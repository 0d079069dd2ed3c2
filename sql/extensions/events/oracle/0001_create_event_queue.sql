-- Description: Create the event queue

-- name: migrate-0001-up
create table :"queue_table" (
  event_id         varchar2(64)  primary key,
  channel          varchar2(128) not null,
\if :json_storage_json
  payload_json     json          not null,
  metadata_json    json,
\elif :json_storage_blob_json
  payload_json     blob          check (payload_json is json) not null,
  metadata_json    blob          check (metadata_json is json),
\else
  payload_json     blob          not null,
  metadata_json    blob,
\endif
  status           varchar2(32)  default 'pending' not null,
  available_at     timestamp     default systimestamp not null,
  lease_expires_at timestamp,
  attempts         number(10)    default 0 not null,
  created_at       timestamp     default systimestamp not null,
  acknowledged_at  timestamp
);

-- What a consumer asks for: the next event of a channel that is due.
create index :queue_table_schema:"idx_queue_table_channel_status"
  on :"queue_table" (channel, status, available_at);

-- name: migrate-0001-down
drop table :"queue_table";
