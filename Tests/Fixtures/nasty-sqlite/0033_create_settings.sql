-- Description: the shop's settings, as JSON; templates keep their {fields} and :holes

-- name: migrate-0033-up
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

INSERT INTO setting (name, value) VALUES
    ('receipt', '{"title": "{title}", "to": ":name", "sum": ":''sum''", "who": ":\"who\"", "printf": "100%s; %d%%"}'),
    ('ports',   '[{"till": 1, "port": "COM1;"}, {"till": 2, "port": null}]'),
    ('binds',   '"?1 ?2 $1 $name @name #{name} ${name} {{name}} %(name)s <%= name %>"');

UPDATE setting
   SET value = json_set(value, '$[#-1].port', value ->> '$[0].port' || '2')
 WHERE name = 'ports' AND value -> '$[1].port' = 'null';

-- name: migrate-0033-down
DROP TABLE setting;
