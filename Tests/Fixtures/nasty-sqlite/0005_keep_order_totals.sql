-- Description: keep an order's total in step with its lines

-- name: migrate-0005-up
CREATE TRIGGER order_line_added
AFTER INSERT ON order_line
BEGIN
    UPDATE "order"
       SET total_cents = total_cents + CASE
               WHEN NEW.gift THEN 0                 -- a gift costs nothing; end of story
               ELSE NEW.quantity * NEW.unit_cents
           END
     WHERE id = NEW.order_id;

    INSERT INTO order_event (order_id, what)
    VALUES (NEW.order_id, CASE WHEN NEW.gift THEN 'gift; free' ELSE 'line; charged' END);
END;

CREATE TRIGGER order_line_removed
AFTER DELETE ON order_line
WHEN NOT OLD.gift
BEGIN
    UPDATE "order"
       SET total_cents = total_cents - OLD.quantity * OLD.unit_cents
     WHERE id = OLD.order_id;
END;

-- name: migrate-0005-down
DROP TRIGGER order_line_removed;
DROP TRIGGER order_line_added;
