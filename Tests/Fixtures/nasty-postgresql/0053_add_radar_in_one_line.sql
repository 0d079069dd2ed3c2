-- Description: squeezed onto one line by a code generator

-- name: migrate-0053-up
CREATE TABLE harbour.radar(id int PRIMARY KEY,at text,a$ int[]);CREATE FUNCTION harbour.radar_a()RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.at:=CASE WHEN NEW.at=''THEN'end;'ELSE NEW.at END;RETURN NEW;END$$;CREATE FUNCTION harbour.radar_b(i int)RETURNS int LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT CASE WHEN i>0 THEN 1 ELSE 2 END;END;CREATE TRIGGER a BEFORE INSERT ON harbour.radar FOR EACH ROW EXECUTE FUNCTION harbour.radar_a();INSERT INTO harbour.radar VALUES(1,'','{1}'),(2,$a$;$a$,(array[1,2])[1:1]);SELECT-1--;
-- name: migrate-0053-down
DROP TRIGGER a ON harbour.radar;DROP FUNCTION harbour.radar_b,harbour.radar_a;DROP TABLE harbour.radar--;
