import Testing

/// `rung baseline` with dumps of other programs; the list of behaviours has them on every database.
@Suite struct `A dump as the first migration` {
  @Test func `is written, applied and shown`() throws {
    let scratch = try Scratch()
    _ = try scratch.sh(
      "sqlite3 old.db 'create table t (a); insert into t values (7)' && sqlite3 old.db .dump > d.sql")
    let ran = try scratch.sh("rung baseline d.sql -d sqlite:new.db")
    #expect(ran.status == 0, "\(ran.errors)")
    let text = try scratch.read("migrations/0001_baseline.sql")
    #expect(text.hasPrefix("-- Description: baseline\n-- Made from d.sql (sqlite3) by 'rung baseline'."))
    #expect(text.hasSuffix("\n-- name: migrate-0001-up\nCREATE TABLE t (a);\nINSERT INTO t VALUES(7);\n"))
    #expect(try scratch.sh("sqlite3 new.db 'select a from t'").output == "7\n")
    let down = try scratch.sh("rung downgrade -d sqlite:new.db")
    #expect(down.status == 1 && down.errors.contains("no down block"), "\(down.errors)")
  }

  @Test func `that is wrong names its own line, and writes nothing`() throws {
    let scratch = try Scratch()
    try scratch.write("d.sql", "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nselect 1;\n.read x\nCOMMIT;\n")
    let ran = try scratch.sh("rung baseline d.sql -d sqlite:new.db")
    #expect(
      ran.status == 65 && ran.errors.hasPrefix("d.sql:4:1: error: '.read' is a command"), "\(ran.errors)")
    #expect(!scratch.exists("migrations") && !scratch.exists("new.db"))
  }

  @Test func `has virtual tables without their rows`() throws {
    let scratch = try Scratch()
    _ = try scratch.sh(
      """
      sqlite3 old.db "create virtual table docs using fts5 (t); insert into docs values ('x');
        create virtual table [My Notes] using fts4 (t); create virtual table \\"box\\" using rtree (id, a, b);
        create table docs_ideas (a); create table other_data (a)"
      """)
    _ = try scratch.sh("sqlite3 old.db '.schema --nosys' > schema.sql; sqlite3 old.db .dump > dump.sql")
    let refused = try scratch.sh("rung baseline dump.sql -d sqlite:new.db")
    #expect(refused.status == 65 && refused.errors.contains("use '.schema --nosys'"), "\(refused.errors)")
    for url in ["sqlite:one.db", "sqlite3:two.db"] {
      let ran = try scratch.sh("rung baseline schema.sql -d \(url)")
      #expect(ran.status == 0, "\(ran.errors)")
    }
    let old = try scratch.sh("rung baseline schema.sql -d sqlite:old.db")
    #expect(old.status == 0 && old.errors.contains("recorded without running it"), "\(old.errors)")
    #expect(!old.errors.contains("warning"), "\(old.errors)")
    // The shell refuses to create the tables in which a virtual table keeps its rows since release 3.46.
    let made = try scratch.sh(
      "grep -ioE '^create [a-z ]*table [^(]*[^( ]' migrations/0001_baseline.sql"
    ).output
    #expect(
      made == """
        CREATE VIRTUAL TABLE docs using fts5
        CREATE VIRTUAL TABLE [My Notes] using fts4
        CREATE VIRTUAL TABLE "box" using rtree
        CREATE TABLE docs_ideas
        CREATE TABLE other_data

        """)
    #expect(old.errors.contains("left out the tables inside virtual tables"), "\(old.errors)")
  }

  @Test func `may come from a pipe`() throws {
    let scratch = try Scratch()
    _ = try scratch.sh("seq -f 'create table t_%g (a);' 2000 > d.sql")
    let ran = try scratch.sh("cat d.sql | rung baseline /dev/stdin -d sqlite:new.db")
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(
      try scratch.sh(
        "sqlite3 new.db \"select count(*) from sqlite_schema where name like 't@_%' escape '@'\""
      ).output == "2000\n")
  }

  @Test func `reports to machines`() throws {
    let scratch = try Scratch()
    try scratch.write("d.sql", "create table sqlite_sequence (name, seq);\ncreate table t (a);\n")
    let note = "left out tables of SQLite's own, which it creates itself"
    let only = try scratch.sh("rung baseline d.sql --no-database --json -d sqlite:new.db").output
    #expect(only.contains(#""file" : "migrations/0001_baseline.sql""#) && only.contains(note))
    let ran = try scratch.sh("rung baseline d.sql --json -d sqlite:new.db").output
    #expect(ran.contains(#""after" : "0001""#) && ran.contains(note))
  }

  @Test func `is recorded with a warning where the schema is another`() throws {
    let scratch = try Scratch()
    try scratch.write("d.sql", "create table t (a);\n")
    _ = try scratch.sh("sqlite3 app.db 'create table t (a, b)'")
    let strict = try scratch.sh("rung baseline d.sql --strict -d sqlite:app.db")
    #expect(strict.status == 1 && strict.errors.contains("error: the database has another schema"))
    #expect(!scratch.exists("migrations"))
    let ran = try scratch.sh("rung baseline d.sql -d sqlite:app.db")
    #expect(
      ran.status == 0 && ran.errors.contains("warning: the database has another schema"), "\(ran.errors)")
    #expect(ran.errors.contains("-create table t(a)") && ran.errors.contains("+create table t(a,b)"))
  }

  @Test func `loads its rows as its own program does, also where keys are enforced`() throws {
    let scratch = try Scratch()
    try scratch.write(
      "d.sql",
      """
      PRAGMA foreign_keys=OFF;
      BEGIN TRANSACTION;
      CREATE TABLE child (a references parent);
      INSERT INTO child VALUES(1);
      CREATE TABLE parent (a primary key);
      INSERT INTO parent VALUES(1);
      COMMIT;

      """)
    try scratch.write("rung.toml", "[migration]\nforeign_keys = true\n")
    let ran = try scratch.sh("rung baseline d.sql -d sqlite:new.db")
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(try scratch.read("migrations/0001_baseline.sql").contains("\n-- foreign_keys: off\n"))
  }

  @Test func `needs a plan on a protected target`() throws {
    let scratch = try Scratch()
    try scratch.write("d.sql", "create table t (a);\n")
    try scratch.write("rung.toml", "database = \"sqlite:new.db\"\n[migration]\nprotected = true\n")
    let ran = try scratch.sh("rung baseline d.sql")
    #expect(ran.status == 1 && ran.errors.contains("is protected"), "\(ran.errors)")
    #expect(!scratch.exists("migrations"))
  }

  @Test func `has a comment about a table that is named like a header`() throws {
    let scratch = try Scratch()
    try scratch.write(
      "d.sql",
      """
      --
      -- Name: migrate_log; Type: TABLE; Schema: public; Owner: ann
      --
      create table migrate_log (a integer);

      """)
    let ran = try scratch.sh("rung baseline d.sql --no-database -d postgresql: && rung check -d postgresql:")
    #expect(ran.status == 0, "\(ran.errors)")
  }
}
