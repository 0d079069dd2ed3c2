-- Description: opening hours: tables called begin and end, quoted in every way SQLite knows

-- name: migrate-0044-up
CREATE TABLE [begin] (day INTEGER PRIMARY KEY, hour TEXT);
CREATE TABLE `end`   (day INTEGER PRIMARY KEY, hour TEXT);
CREATE TABLE "trigger" ("create" TEXT, "begin" TEXT);

CREATE TRIGGER "end" AFTER INSERT ON [begin] WHEN NEW.hour <> 'begin' BEGIN
    INSERT INTO `end` SELECT NEW.day, CASE "NEW".hour WHEN 'end' THEN 'begin' ELSE printf('%02d:00', 8 + substr(NEW.hour, 1, 2)) END;
    INSERT INTO "trigger" SELECT 'create trigger t begin', 'select 1; end;' WHERE 'begin' <> 'case';
    UPDATE [begin] SET hour = CASE WHEN (SELECT "end".day FROM "end") THEN [begin].hour END WHERE FALSE;
END;

INSERT INTO "begin" (day, hour) VALUES (1, '09:00'), (2, '10:00');
INSERT INTO [begin] SELECT 7, NULL;

-- name: migrate-0044-down
DROP TRIGGER "end";
DROP TABLE "trigger";
DROP TABLE `end`;
DROP TABLE [begin];
