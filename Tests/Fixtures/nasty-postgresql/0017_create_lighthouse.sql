-- Description: lighthouses, each in its own language 🗼

-- name: migrate-0017-up
CREATE TABLE harbour.fyrtårn (
    løbenr   integer PRIMARY KEY,
    "имя; 名" text NOT NULL,
    φάρος    text DEFAULT $größe$it's «25 m»; $grösse$ is another tag$größe$,
    "🗼 灯台"  text GENERATED ALWAYS AS ("имя; 名" || ' → ' || coalesce(φάρος, '∅')) STORED
);

CREATE FUNCTION harbour.ключ("вход" text) RETURNS text LANGUAGE sql IMMUTABLE AS $функция$
    SELECT upper("вход") || $内$; $функци$ $内$ -- don't end here: $ функция$
$функция$;

CREATE INDEX "указатель №1" ON harbour.fyrtårn (harbour.ключ("имя; 名"));

INSERT INTO harbour.fyrtårn (løbenr, "имя; 名", φάρος) VALUES
    (1, 'Grenen; «Den hvide»', 'Ångström''s 👩🏽‍🌾'), (2, '出雲日御碕', NULL), (3, 'מגדלור; منارة', '-- “curly”');

-- name: migrate-0017-down
DROP TABLE harbour.fyrtårn;
DROP FUNCTION harbour.ключ(text);
