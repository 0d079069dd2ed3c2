-- syntax: sqlserver
-- longest_name: 128
-- client: sqlcmd -b -I -x {target} -i
-- client_commands: yes
-- refused: use
-- session: set
-- repeatable: begin tran, begin transaction, save, rollback, print, grant, checkpoint, update statistics

-- Rung's SQL for SQL Server, 2016 and newer, and for Azure SQL. All statements of Rung's own are in this folder. The
-- format is that of migrations; the holes are psql's. 'rung sql show sqlserver' prints the blocks that take effect.
--
-- A batch ends with GO. There is no schema-set: SQL Server stores the default schema with the user, not with the
-- session, and Rung does not change users. Names in a migration therefore include their schema.

-- name: client-prepare
-- With these settings, an error ends its batch and the transaction; the option -b stops the batches after it.
set nocount on;
set xact_abort on;
set implicit_transactions off;
set quoted_identifier on;
set ansi_nulls on;
GO

-- name: step-marker
select concat('rung step ', :step);
GO

-- name: transaction-begin
begin transaction;
GO

-- name: transaction-commit
commit transaction;
GO

-- name: transaction-rollback
if @@trancount > 0 rollback transaction;
GO

-- name: session-reset
-- The settings that scripts of other tools often change. A migration's other session settings end with the run.
set nocount on;
set xact_abort on;
set implicit_transactions off;
set quoted_identifier on;
set ansi_nulls on;
GO

-- name: schema-locate
select 1 as found from sys.schemas where name = :'schema';
GO

-- name: lock-acquire
-- The lock is tried and never waited for; the session holds it, even after a commit.
declare @resource nvarchar(255) = concat('rung ', :'lock'), @got int;
exec @got = sp_getapplock @Resource = @resource, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
if @got < 0 throw 51222, 'another run holds the lock', 1;
GO

-- name: lock-release
declare @resource nvarchar(255) = concat('rung ', :'lock');
exec sp_releaseapplock @Resource = @resource, @LockOwner = 'Session';
GO

-- name: lock-holder
-- The holder of the lock, in words, if this user may see it. The description contains the first 32 characters of the
-- name.
select concat('session ', s.session_id, ' of ', s.login_name, ' from ', s.host_name, ' (', s.program_name, ')') as holder
from sys.dm_tran_locks as l
join sys.dm_exec_sessions as s on s.session_id = l.request_session_id
where l.resource_type = 'APPLICATION' and l.request_status = 'GRANT' and l.resource_database_id = db_id()
  and charindex(concat('[', left(concat('rung ', :'lock'), 32), ']'), l.resource_description) > 0;
GO
