-- Takes Icinga's newest schema back to the one before its first upgrade, 2.0.2, and adds rows for the upgrades to change.

-- 2.11.0: a few of the indexes that it drops
CREATE INDEX commands_i_id_idx ON icinga_commands (instance_id);
CREATE INDEX objects_objtype_id_idx ON icinga_objects (objecttype_id);

-- 2.8.0
DROP INDEX idx_downtimehistory_remove ON icinga_downtimehistory;
DROP INDEX idx_scheduleddowntime_remove ON icinga_scheduleddowntime;
DROP INDEX idx_commenthistory_remove ON icinga_commenthistory;
DROP INDEX idx_comments_remove ON icinga_comments;
ALTER TABLE icinga_downtimehistory ADD KEY instance_id (instance_id);
ALTER TABLE icinga_scheduleddowntime ADD KEY instance_id (instance_id);
ALTER TABLE icinga_commenthistory ADD KEY instance_id (instance_id);
ALTER TABLE icinga_comments ADD KEY instance_id (instance_id);

-- 2.5.0
DELIMITER $$
CREATE PROCEDURE rewind()
BEGIN
	DECLARE done BOOL DEFAULT FALSE;
	DECLARE statement TEXT;
	-- What is read stays the same while the loop changes it: a cursor over a temporary table.
	DECLARE statements CURSOR FOR SELECT text FROM rewound;
	DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = TRUE;

	CREATE TEMPORARY TABLE rewound AS
		SELECT DISTINCT CONCAT('DROP INDEX ', index_name, ' ON ', table_name) AS text
		FROM information_schema.statistics
		WHERE table_schema = SCHEMA() AND index_name IN (
			'idx_endpoints_object_id', 'idx_endpointstatus_object_id', 'idx_endpoints_zone_object_id',
			'idx_endpointstatus_zone_object_id', 'idx_comments_session_del', 'idx_downtimes_session_del',
			'idx_statehistory_cleanup', 'idx_contactgroup_members_object_id', 'idx_hostgroup_members_object_id',
			'idx_servicegroup_members_object_id', 'idx_servicedependencies_dependent_service_object_id',
			'idx_hostdependencies_dependent_host_object_id', 'idx_service_contacts_service_id', 'idx_host_contacts_host_id')
		UNION ALL
		SELECT CONCAT('ALTER TABLE ', table_name, ' DROP config_hash')
		FROM information_schema.columns
		WHERE table_schema = SCHEMA() AND column_name = 'config_hash';

	OPEN statements;
	again: LOOP
		FETCH statements INTO statement;
		IF done THEN
			LEAVE again;
		END IF;
		EXECUTE IMMEDIATE statement;
	END LOOP;
	CLOSE statements;
	DROP TEMPORARY TABLE rewound;
END$$
DELIMITER ;
CALL rewind();
DROP PROCEDURE rewind;
ALTER TABLE icinga_comments DROP session_token;
ALTER TABLE icinga_scheduleddowntime DROP session_token;

-- 2.4.0
DROP TABLE icinga_zones, icinga_zonestatus;
ALTER TABLE icinga_endpoints DROP zone_object_id;
ALTER TABLE icinga_endpointstatus DROP zone_object_id;
ALTER TABLE icinga_servicestatus DROP original_attributes;
ALTER TABLE icinga_hoststatus DROP original_attributes;
ALTER TABLE icinga_comments DROP name;
ALTER TABLE icinga_commenthistory DROP name;
ALTER TABLE icinga_scheduleddowntime DROP name;
ALTER TABLE icinga_downtimehistory DROP name;

-- 2.2.0
ALTER TABLE icinga_programstatus DROP program_version;
ALTER TABLE icinga_customvariables DROP is_json;
ALTER TABLE icinga_customvariablestatus DROP is_json;

-- 2.1.0
ALTER TABLE icinga_programstatus DROP endpoint_name;

INSERT INTO icinga_objects (name1, name2) VALUES ('host', ''), ('host', 'service; with -- all');
INSERT INTO icinga_comments (author_name, comment_data, entry_time) VALUES ('ada', 'it''s $1 \\ # "', '2014-06-16 12:00:00');
