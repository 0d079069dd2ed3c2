import Configuration
import Diagnostics
import SQLText
import Testing

@testable import Authoring

@Suite struct `A dump` {
  private static func reduced(_ text: String, _ dialect: String) throws -> DumpReduction {
    let dialect = try Resources().dialect(dialect)
    let file = DumpFile(
      source: SourceText(path: "dump.sql", text: text),
      tool: try DumpTool.all().first { $0.syntax == dialect.syntax.name })
    return try DumpReduction(file, dialect, without: ["ddl_migrations", "ddl_migrations_progress"])
  }

  private static let cases: [(dialect: String, dump: String, kept: String, note: String)] = [
    ("postgresql", "\\restrict aZ9\n\nSET x = 1;\n\\unrestrict aZ9\n", "\nSET x = 1;\n", "psql (2 times)"),
    ("postgresql", "SET transaction_timeout = 0;\nSET a = 1;\n", "SET a = 1;\n", "releases of PostgreSQL"),
    ("postgresql", "CREATE SCHEMA public;\nCREATE SCHEMA publics;\n", "CREATE SCHEMA publics;\n", "public"),
    ("mysql", "LOCK TABLES `a` WRITE;\nDO 1;\nUNLOCK TABLES;\n", "DO 1;\n", "of its own (2 times)"),
    ("mysql", "/*!40000 DROP DATABASE IF EXISTS `a`*/;\nUSE `a`;\nDO 1;\n", "DO 1;\n", "'USE'"),
    ("mysql", "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `a` /*!40100 x */;\nDO 1;\n", "DO 1;\n", "'USE'"),
    ("mysql", "set autocommit=0;\nDO 1;\ncommit;\n", "DO 1;\n", "autocommit"),
    (
      "mariadb",
      "SET @OLD_AUTOCOMMIT=@@AUTOCOMMIT, @@AUTOCOMMIT=0;\nDO 1;\nSET AUTOCOMMIT=@OLD_AUTOCOMMIT;\n",
      "DO 1;\n", "autocommit"
    ),
    ("mariadb", "/*M!999999\\- enable the sandbox mode */ \nDO 1;\n", "DO 1;\n", "sandbox"),
    ("mysql", "/*!50003 DROP PROCEDURE IF EXISTS `p` */;\nDO 1;\n", "DO 1;\n", "IF EXISTS"),
    ("sqlite", "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nselect 1;\nCOMMIT;\n", "select 1;\n", "BEGIN"),
    ("sqlite", "CREATE TABLE sqlite_sequence(name,seq);\nselect 1;\n", "select 1;\n", "SQLite's own"),
    ("sqlite", "PRAGMA writable_schema=ON;\nselect 1;\n", "select 1;\n", "writable_schema"),
    ("duckdb", "BEGIN TRANSACTION;\nselect 1;\nCOMMIT;\n", "select 1;\n", "BEGIN"),
  ]

  @Test(arguments: cases)
  func `loses what a migration must not have`(
    _ dialect: String, dump: String, kept: String, note: String
  )
    throws
  {
    let reduced = try Self.reduced(dump, dialect)
    #expect(reduced.excerpt.text == kept)
    #expect(reduced.notes.contains { $0.contains(note) }, "\(reduced.notes)")
  }

  @Test func `keeps what the client alone would read otherwise`() throws {
    for (dialect, text) in [
      ("postgresql", "COPY a (b) FROM stdin;\n\\\\restrict x\n\\.\nSET statement_timeout = 0;\n"),
      ("postgresql", "create function f() as $$ begin commit; drop table a; end $$ language plpgsql;\n"),
      ("mysql", "/*!40101 SET NAMES utf8mb4 */;\n/*!40000 ALTER TABLE `a` DISABLE KEYS */;\n"),
      ("mysql", "DELIMITER ;;\ncreate trigger a before insert on b for each row begin commit; end;;\n"),
      ("sqlite", "create trigger a after insert on b begin select 1; end;\n"),
    ] {
      let reduced = try Self.reduced(text, dialect)
      #expect(reduced.excerpt.text == text && reduced.notes.isEmpty)
    }
  }

  @Test func `of MySQL drops the stand-ins for its views, and nothing else`() throws {
    let text = """
      DROP TABLE IF EXISTS `v`;
      /*!50001 DROP VIEW IF EXISTS `v`*/;
      /*!50001 CREATE VIEW `v` AS SELECT 1 AS `a` */;
      /*!50001 DROP VIEW IF EXISTS `v`*/;
      /*!50001 CREATE ALGORITHM=UNDEFINED */
      /*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */
      /*!50001 VIEW `v` AS select 2 AS `a` */;

      """
    let reduced = try Self.reduced(text, "mysql")
    #expect(reduced.excerpt.text == text.split(separator: "\n").dropFirst(2).map { $0 + "\n" }.joined())
  }

  @Test func `loses Rung's own tables, with their comments`() throws {
    let text = """
      SET a = 1;

      --
      -- Name: ddl_migrations; Type: TABLE
      --

      CREATE TABLE public.ddl_migrations (a int);
      ALTER TABLE public.ddl_migrations OWNER TO ann;
      COMMENT ON COLUMN public.ddl_migrations.a IS 'x';
      GRANT SELECT, INSERT(a) ON TABLE public.ddl_migrations TO bob;
      COPY public.ddl_migrations (a) FROM stdin;
      1
      \\.
      ALTER TABLE ONLY public."ddl_migrations_progress" ADD PRIMARY KEY (a);
      create view v as select * from ddl_migrations;
      insert into own values ('ddl_migrations');
      comment on column ddl.migrations.ddl_migrations is 'x';

      """
    let kept = try Self.reduced(text, "postgresql").excerpt.text
    #expect(
      kept.split(separator: "\n").map { $0.prefix(8) } == ["SET a = ", "create v", "insert i", "comment "])
    #expect(
      try Self.reduced(text, "postgresql").notes == [
        "left out Rung's own tables, which it creates itself (6 times)"
      ])
    let mysql =
      "LOCK TABLES `ddl_migrations` WRITE;\n/*!40000 ALTER TABLE `ddl_migrations` DISABLE KEYS */;\n"
    #expect(
      try Self.reduced(mysql + "INSERT INTO `ddl_migrations` VALUES (1);\n", "mysql").excerpt.text == "")
  }

  @Test(arguments: [
    ("postgresql", "DROP TABLE a;\nDROP TABLE b;\n", "removes what it finds"),
    ("postgresql", "CREATE DATABASE a;\n", "a whole database"),
    ("postgresql", "ALTER ROLE a WITH LOGIN;\n", "roles or tablespaces"),
    ("postgresql", "SET client_encoding = 'LATIN1';\n", "another character set"),
    ("mysql", "/*!40101 SET NAMES latin1 */;\n", "another character set"),
    ("mysql", "USE `a`;\nUSE `b`;\n", "several databases: 'a' and 'b'"),
    ("sqlite", "INSERT INTO sqlite_schema(type)VALUES('table');\n", "virtual tables"),
    ("sqlite", "ROLLBACK; -- due to errors\n", "could not read"),
    ("duckdb", "COPY a FROM 'a.csv' (FORMAT 'csv');\n", "in other files"),
  ])
  func `is refused for what no migration may do, once`(_ dialect: String, dump: String, reason: String) throws
  {
    let problem = #expect(throws: DumpFileError.self) { try Self.reduced("select 1;\n" + dump, dialect) }
    #expect(problem?.message.contains(reason) == true && problem?.place != nil)
  }

  @Test func `keeps its lines, so that errors name them`() {
    let whole = "a\nb\nc c\nd\ne\n"
    let excerpt = Excerpt(of: whole, without: [2..<4, 3..<5, 8..<10])
    #expect(excerpt.text == "a\n c\ne\n")
    #expect(excerpt.lines == [1, 3, 5, 6])
    #expect(Excerpt(of: "a\nb", without: []).lines == [1, 2])
  }
}

@Suite struct `What is no dump` {
  @Test(
    arguments: [
      ([0x1F, 0x8B, 8], "gzip -dc"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd -dc"),
      (Array("PGDMP".utf8), "pg_restore --file"), (Array("toc.dat\0".utf8), "pg_restore --file"),
      (Array("SQLite format 3\0".utf8), ".schema --nosys"),
      ([0xFF, 0xFE, 0x2D, 0], "pg_dump --encoding=UTF8"),
      ([0x2D, 0, 0x2D, 0], "pg_dump --encoding=UTF8"), (Array("PK\u{3}\u{4}".utf8), "unzip"),
    ] as [([UInt8], String)])
  func `is told with the command that helps`(_ bytes: [UInt8], command: String) throws {
    let container = try #require(Container(bytes))
    let again = "pg_dump --encoding=UTF8 --file=dump.sql"
    let remedy = DumpFileError.container("a", as: container, again: again).remedy
    #expect(remedy?.contains(command) == true, "\(remedy ?? "")")
    #expect(Container(Array("-- PostgreSQL".utf8)) == nil)
  }
}
