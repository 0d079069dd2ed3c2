-- Description: the same supplier came twice; merge by way of a scratch table

-- name: migrate-0042-up
CREATE TEMPORARY TABLE scratch (old INTEGER PRIMARY KEY, new INTEGER);
CREATE TEMP TRIGGER scratch_log AFTER INSERT ON scratch BEGIN
    INSERT INTO order_event (order_id, what) VALUES (-NEW.old, 'supplier ' || NEW.old || '; now ' || NEW.new);
END;

INSERT INTO supplier (id, name) VALUES (101, 'Uji;'), (102, 'uji;');
INSERT INTO delivery (id, supplier_id, arrived_on) VALUES (1, 101, '2024-02-01'), (2, 102, '2024-02-02');

INSERT INTO temp.scratch
SELECT id, min(id) OVER (PARTITION BY lower(name)) FROM supplier WHERE id > 100;

UPDATE delivery SET supplier_id = scratch.new FROM scratch WHERE scratch.old = delivery.supplier_id;
DELETE FROM supplier WHERE id IN (SELECT old FROM scratch WHERE old <> new) RETURNING id, name || ';' AS "gone;";
DROP TABLE temp.scratch;

-- name: migrate-0042-down
DELETE FROM delivery WHERE id IN (1, 2);
DELETE FROM supplier WHERE id IN (101, 102);
DELETE FROM order_event WHERE order_id IN (-101, -102);
