-- Description: questions about papers, with operators that other tools take for parameters

-- name: migrate-0033-up
CREATE VIEW harbour.open_document AS
SELECT id,
       body ? 'open'                            AS "has?",
       body ?| ARRAY['to', 'cc;']               AS "any?|",
       body ?& '{to,text}'::text[]              AS "all?&",
       body @> '{"open": true}'                 AS "in",
       body @? '$.to.name ? (@ == "O''Malley")' AS path,
       body @@ '$.a[*] > 1'                     AS pred,
       (body #> '{to}') - 'name' || '{";": 1}'  AS rest,
       body #>> '{to,name}'                     AS name,
       body['to']['name']::text                 AS sub,
       id# -1                                   AS xor,
       @ -id                                    AS size -- not a variable @id
  FROM harbour.document
 WHERE body->>'text'~'^[^;]*;'AND body<@body;

-- name: migrate-0033-down
DROP VIEW harbour.open_document;
