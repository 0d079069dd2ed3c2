-- Takes the tables that the two last files change back to what they were before Zabbix 5.0 and 6.0.

ALTER TABLE trends ALTER value_min TYPE numeric(16,4), ALTER value_avg TYPE numeric(16,4), ALTER value_max TYPE numeric(16,4);
ALTER TABLE history DROP CONSTRAINT history_pkey, ALTER value TYPE numeric(16,4);
ALTER TABLE history_uint DROP CONSTRAINT history_uint_pkey;
ALTER TABLE history_str DROP CONSTRAINT history_str_pkey;
ALTER TABLE history_log DROP CONSTRAINT history_log_pkey;
ALTER TABLE history_text DROP CONSTRAINT history_text_pkey;

INSERT INTO history (itemid, clock, value, ns) VALUES (1, 2, 3.1416, 4);
