-- Description: Create ADK memory
-- when: enable_memory

-- name: migrate-0003-up
create table :"memory_table" (
  id            text primary key,
  session_id    text not null,
  app_name      text not null,
  user_id       text not null,
  scope         text not null default 'user',
  event_id      text not null unique,
  author        text,
  :owner_id_column,
  timestamp     real not null,
  content_json  text not null,
  content_text  text not null,
  metadata_json text,
  inserted_at   real not null
);

create index :"idx_memory_table_app_scope_user_time"
  on :"memory_table" (app_name, scope, user_id, timestamp desc);
create index :"idx_memory_table_scope" on :"memory_table" (app_name, scope);
create index :"idx_memory_table_session" on :"memory_table" (session_id);
\if :owner_id_index
create index :"idx_memory_table_owner" on :"memory_table" (:"owner_id_column_name");
\endif

\if :memory_use_fts
-- The stores search this table by its name. It keeps no text of its own, so the triggers keep it true.
create virtual table :"memory_table_fts" using fts5(
  content_text,
  content=:'memory_table',
\if :fts_tokenize
  tokenize=:'fts_tokenize',
\endif
\if :fts_detail_column
  detail=column,
\elif :fts_detail_none
  detail=none,
\endif
  content_rowid=rowid
);

create trigger :"memory_table_ai" after insert on :"memory_table"
begin
  insert into :"memory_table_fts" (rowid, content_text) values (new.rowid, new.content_text);
end;

create trigger :"memory_table_ad" after delete on :"memory_table"
begin
  insert into :"memory_table_fts" (:"memory_table_fts", rowid, content_text)
  values ('delete', old.rowid, old.content_text);
end;

create trigger :"memory_table_au" after update on :"memory_table"
begin
  insert into :"memory_table_fts" (:"memory_table_fts", rowid, content_text)
  values ('delete', old.rowid, old.content_text);
  insert into :"memory_table_fts" (rowid, content_text) values (new.rowid, new.content_text);
end;
\endif

-- name: migrate-0003-down
-- A table of this name that has other columns is not the one that goes here.
select event_id, scope, content_json, metadata_json, inserted_at from :"memory_table" where 1 = 0;

\if :memory_use_fts
drop table :"memory_table_fts";
\endif
drop table :"memory_table";
