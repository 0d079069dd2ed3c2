-- Description: three triggers keep the search in step with the letters

-- name: migrate-0021-up
CREATE TRIGGER letter_search_insert AFTER INSERT ON letter BEGIN
    INSERT INTO letter_search (rowid, name, body) VALUES (NEW.id, NEW.name, NEW.body);
END;
CREATE TRIGGER letter_search_delete AFTER DELETE ON letter BEGIN
    DELETE FROM letter_search WHERE rowid = OLD.id;
END;
CREATE TRIGGER letter_search_update AFTER UPDATE OF name, body ON letter BEGIN
    UPDATE letter_search SET name = NEW.name, body = NEW.body WHERE rowid = OLD.id;
END;

-- name: migrate-0021-down
DROP TRIGGER letter_search_update; DROP TRIGGER letter_search_delete; DROP TRIGGER letter_search_insert;
