-- Takes Icinga's newest schema back to the one before its first upgrade, 2.0.2, and adds rows for the upgrades to change.

-- 2.8.0
DROP INDEX idx_downtimehistory_remove, idx_scheduleddowntime_remove, idx_commenthistory_remove, idx_comments_remove;

-- 2.6.0: every time had a zone
DO $rewind$
DECLARE
	c record;
BEGIN
	FOR c IN
		SELECT table_name, column_name FROM information_schema.columns
		WHERE table_schema = current_schema AND table_name LIKE 'icinga%' AND data_type = 'timestamp without time zone'
		ORDER BY table_name, ordinal_position
	LOOP
		EXECUTE format('ALTER TABLE %I ALTER %I TYPE timestamptz', c.table_name, c.column_name);
	END LOOP;
END;
$rewind$;

-- 2.5.0
DROP INDEX idx_comments_object_id, idx_scheduleddowntime_object_id, idx_endpoints_object_id, idx_endpointstatus_object_id,
	idx_endpoints_zone_object_id, idx_endpointstatus_zone_object_id, idx_comments_session_del, idx_downtimes_session_del,
	idx_statehistory_cleanup, idx_customvariables_object_id, idx_contactgroup_members_object_id,
	idx_hostgroup_members_object_id, idx_servicegroup_members_object_id, idx_servicedependencies_dependent_service_object_id,
	idx_hostdependencies_dependent_host_object_id, idx_service_contacts_service_id, idx_host_contacts_host_id;
ALTER TABLE icinga_comments DROP session_token;
ALTER TABLE icinga_scheduleddowntime DROP session_token;
ALTER TABLE icinga_commands DROP config_hash;
ALTER TABLE icinga_contactgroups DROP config_hash;
ALTER TABLE icinga_contacts DROP config_hash;
ALTER TABLE icinga_hostgroups DROP config_hash;
ALTER TABLE icinga_hosts DROP config_hash;
ALTER TABLE icinga_servicegroups DROP config_hash;
ALTER TABLE icinga_services DROP config_hash;
ALTER TABLE icinga_timeperiods DROP config_hash;
ALTER TABLE icinga_endpoints DROP config_hash;

-- 2.4.0
DROP TABLE icinga_zones, icinga_zonestatus;
ALTER TABLE icinga_customvariables DROP session_token;
ALTER TABLE icinga_customvariablestatus DROP session_token;
ALTER TABLE icinga_endpoints DROP zone_object_id;
ALTER TABLE icinga_endpointstatus DROP zone_object_id;
ALTER TABLE icinga_servicestatus DROP original_attributes;
ALTER TABLE icinga_hoststatus DROP original_attributes;
ALTER TABLE icinga_comments DROP name;
ALTER TABLE icinga_commenthistory DROP name;
ALTER TABLE icinga_scheduleddowntime DROP name;
ALTER TABLE icinga_downtimehistory DROP name;

-- 2.3.0
DROP INDEX idx_servicedependencies, idx_hostdependencies;
ALTER TABLE icinga_servicedependencies ADD CONSTRAINT uq_servicedependencies UNIQUE (service_object_id);
ALTER TABLE icinga_hostdependencies ADD CONSTRAINT uq_hostdependencies UNIQUE (host_object_id);

-- 2.2.0
ALTER TABLE icinga_programstatus DROP program_version;
ALTER TABLE icinga_customvariables DROP is_json;
ALTER TABLE icinga_customvariablestatus DROP is_json;

-- 2.1.0
ALTER TABLE icinga_programstatus DROP endpoint_name;

INSERT INTO icinga_objects (name1, name2) VALUES ('host', ''), ('host', 'service; with -- all');
INSERT INTO icinga_comments (author_name, comment_data, entry_time) VALUES ('ada', 'it''s $1', '2014-06-16 12:00:00Z');
