-- Description: the phone orders go through a view, which does the splitting

-- name: migrate-0032-up
CREATE VIEW phone_order (customer, placed_on, tea, quantity) AS
SELECT o.customer, o.placed_on, t.name, l.quantity
  FROM "order" AS o
  JOIN order_line AS l ON l.order_id = o.id
  JOIN tea AS t ON t.id = l.tea_id;

CREATE TRIGGER phone_order_taken
INSTEAD OF INSERT ON phone_order
FOR EACH ROW WHEN NEW.quantity > 0
BEGIN
    INSERT INTO "order" (customer, placed_on)
    SELECT NEW.customer, NEW.placed_on
     WHERE NOT EXISTS (SELECT 1 FROM "order" WHERE customer = NEW.customer AND placed_on = NEW.placed_on);

    INSERT INTO order_line (order_id, line, tea_id, quantity, unit_cents)
    SELECT o.id, 1 + (SELECT count(*) FROM order_line WHERE order_id = o.id), t.id, NEW.quantity,
           CASE WHEN NEW.quantity >= 10 THEN t.price_cents * 9 / 10 ELSE t.price_cents END
      FROM "order" AS o, tea AS t
     WHERE o.customer = NEW.customer AND o.placed_on = NEW.placed_on AND t.name = NEW.tea;
END;

INSERT INTO phone_order VALUES ('ZZ-999', '2024-03-03', 'Gyokuro', 1), ('ZZ-999', '2024-03-03', '''Iron'' Goddess', 12);

-- name: migrate-0032-down
DELETE FROM order_event
 WHERE order_id IN (SELECT id FROM "order" WHERE customer = 'ZZ-999' AND placed_on = '2024-03-03');
DELETE FROM order_line
 WHERE order_id IN (SELECT id FROM "order" WHERE customer = 'ZZ-999' AND placed_on = '2024-03-03');
DELETE FROM "order" WHERE customer = 'ZZ-999' AND placed_on = '2024-03-03';
DROP TRIGGER phone_order_taken;
DROP VIEW phone_order;
