import Foundation
import Testing

/// What people do by mistake: nothing of it runs, is recorded or is lost.
@Suite struct `Mistakes` {
  private func up(_ version: String, _ sql: String, down: String? = nil) -> String {
    "-- name: migrate-\(version)-up\n\(sql)\n"
      + (down.map { "-- name: migrate-\(version)-down\n\($0)\n" } ?? "")
  }

  @Test(arguments: Kind.allCases) func `another project's database is refused`(kind: Kind) throws {
    let scratch = try Scratch()
    let database = try kind.database(in: scratch)
    try scratch.write(
      "theirs/migrations/20250101000000_x.sql", up("20250101000000", "create table x (id int);"))
    try scratch.write("ours/migrations/0001_y.sql", up("0001", "create table y (id int);"))
    let rung = "rung upgrade --database \(database.url)"
    #expect(try scratch.sh("cd theirs && \(rung)").status == 0)
    let before = try database.dump()
    for flags in ["", "--dry-run"] {
      let refused = try scratch.sh("cd ours && \(rung) \(flags)")
      #expect(refused.status == 1 && refused.output.isEmpty)
      #expect(refused.errors.contains("the migration in the tracking table has no file here"))
      #expect(
        refused.errors.contains("cause: 20250101000000 x") && refused.errors.contains("--allow-unknown"))
    }
    #expect(try database.dump() == before)
    #expect(try scratch.sh("cd ours && \(rung) --allow-unknown").status == 0)
    // Once a row is of a file that is here, the database is this project's.
    try scratch.write("ours/migrations/0002_z.sql", up("0002", "create table z (id int);"))
    #expect(try scratch.sh("cd ours && \(rung)").status == 0)
  }

  @Test func `the text of another branch under one name is told not to run, and can be accepted`() throws {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_x.sql", up("0001", "create table x (id int);"))
    let rung = "--database sqlite:app.db"
    #expect(try scratch.sh("rung upgrade \(rung)").status == 0)
    try scratch.write("migrations/0001_x.sql", up("0001", "create table y (id int);"))
    let told = try scratch.sh("rung upgrade \(rung)")
    #expect(told.errors.contains("'0001' was changed after it was applied, and its new text will not run"))
    #expect(
      told.errors.contains("'rung fix migrations/0001_x.sql' gives another branch's file its own number")
    )
    #expect(
      try scratch.sh("rung status \(rung)").output.contains(
        "changed  0001  x  its file was changed since;"))
    #expect(try scratch.sh("rung reconcile 0001 0001 \(rung)").status == 0)
    #expect(try scratch.sh("rung status --exit-code \(rung)").status == 0)
  }

  @Test(arguments: [
    ("upgrad", "did you mean 'rung upgrade'?"), ("migrate", "did you mean 'rung upgrade'?"),
    ("rollback", "did you mean 'rung downgrade'?"), ("help nosuch", "run 'rung help' for the list"),
    ("help statsu", "did you mean 'rung status'?"),
  ])
  func `a word that is no command is told what was meant`(words: String, remedy: String) throws {
    let ran = try Scratch().sh("rung \(words)")
    #expect(ran.status == 64 && ran.errors.contains("there is no command '") && ran.errors.contains(remedy))
  }

  @Test func `settings that would be passed over are refused`() throws {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_x.sql", up("0001", "create table x (id int);"))
    func refused(_ toml: String, _ variables: [String: String] = [:]) throws -> String {
      try scratch.write("rung.toml", "database = \"sqlite:app.db\"\n" + toml)
      let ran = try scratch.sh("rung upgrade", variables)
      #expect(ran.status == 78, "\(toml) \(variables)")
      return ran.errors
    }
    #expect(
      try refused("sql = \"nowhere\"\n").contains("rung.toml: sql: error: there is no folder 'nowhere'"))
    #expect(try refused("templates = \"nowhere\"\n").contains("there is no folder 'nowhere'"))
    #expect(try refused("", ["RUNG_STRCIT": "true"]).contains("did you mean 'RUNG_STRICT'?"))
    #expect(try refused("[migration]\nauthor = \"env:\"\n").contains("'env:' needs a variable's name"))
    // What Kubernetes says of a service that is called so, and what Rung tells hooks, is not ours to judge.
    try scratch.write("rung.toml", "database = \"sqlite:app.db\"\n")
    let others = [
      "RUNG_PORT": "tcp://10.0.0.1:80", "RUNG_SERVICE_HOST": "x", "RUNG_VERSION": "1", "RUNG_STATUS": "x",
    ]
    #expect(try scratch.sh("rung upgrade", others).status == 0)
    #expect(try scratch.sh("rung status -d sqlite:///./app.db").output.contains("sqlite:./app.db"))
  }

  @Test(arguments: ["sqlite", "sqlite3"])
  func `a database file that this user may not use is told, and not a server`(kind: String) throws {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_x.sql", up("0001", "create table x (id int);"))
    try #require(
      try scratch.sh("rung upgrade -d \(kind):app.db && chmod 755 . && chmod 000 app.db").status == 0)
    // The system's own account may read every file, and another one may not be let into the folder of the build.
    let user = getuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : ""
    let told = try scratch.sh(
      "cp \(Place.rung) /tmp/rung-$$; \(user)/tmp/rung-$$ status -d \(kind):app.db; s=$?; rm /tmp/rung-$$; exit $s"
    )
    #expect(told.status == 69)
    #expect(
      told.errors.contains("cannot open the database 'app.db'\n  cause: unable to open database"),
      "\(told.errors)")
    #expect(told.errors.contains("remedy: check that you may read and write 'app.db'"), "\(told.errors)")
  }

  @Test func `files that nobody searches are named`() throws {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_x.sql", up("0001", "create table x (id int);"))
    try scratch.write("migrations/users.sql", "create table users (id int);\n")
    try scratch.write("migrations/v1/0002_y.sql", up("0002", "select 1;"))
    try scratch.write("migrations/notes/readme.txt", "\n")
    let ran = try scratch.sh("rung upgrade --database sqlite:app.db")
    #expect(ran.status == 0)
    #expect(ran.errors.contains("migrations/users.sql: warning: the file is not named"))
    #expect(
      ran.errors.contains("migrations/v1: warning: Rung does not take 1 file of this folder"))
    #expect(!ran.errors.contains("notes"))
  }

  @Test func `what fails is told to machines, and to who asked for quiet`() throws {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_x.sql", up("0001", "create table x (id int);"))
    try scratch.write("migrations/0002_y.sql", up("0002", "select nowhere;"))
    let failed = try scratch.sh("rung upgrade --json --database sqlite:app.db")
    #expect(failed.status == 1)
    let told = try #require(
      try JSONSerialization.jsonObject(with: Data(failed.output.utf8)) as? [String: Any])
    #expect(told["exit_status"] as? Int == 1 && told["after"] as? String == "0001")
    let error = try #require(told["error"] as? [String: Any])
    #expect((error["message"] as? String)?.contains("no such column: nowhere") == true)
    #expect(error["file"] as? String == "migrations/0002_y.sql" && error["line"] as? Int == 2)
    #expect((told["migrations"] as? [[String: Any]])?.map { $0["version"] as? String } == ["0001"])
    let unknown = try scratch.sh("rung status --json --database nosuch:x")
    #expect(unknown.status == 64 && unknown.output.contains("\"exit_status\" : 64"))
    let quiet = try scratch.sh("rung status --exit-code --quiet --database sqlite:app.db")
    #expect(quiet.status == 1 && quiet.output.isEmpty)
    #expect(quiet.errors.contains("sqlite:app.db: 1 applied, 1 pending"))
  }

  @Test func `a database's warnings are told to who asked for quiet, its notices are not`() throws {
    let scratch = try Scratch()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    let say = "do $$ begin raise notice 'by the way'; raise warning 'look out'; end $$;"
    try scratch.write("migrations/0001_x.sql", up("0001", say))
    let ran = try scratch.sh("rung upgrade --quiet --database \(database.url)")
    #expect(ran.status == 0 && ran.errors == "  warning: look out\n")
  }

  @Test func `a file that a newer SQLite wrote is named as one`() throws {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_x.sql", up("0001", "create table x (id int);"))
    #expect(try scratch.sh("rung upgrade -d sqlite:app.db").status == 0)
    // The version of the last writer, 4.0.0, in four bytes. https://www.sqlite.org/fileformat.html#database_header
    _ = try scratch.sh(#"printf '\000\075\011\000' | dd of=app.db bs=1 seek=96 conv=notrunc"#)
    try scratch.write("migrations/0002_y.sql", up("0002", "select spoken_by_the_new('y');"))
    let ran = try scratch.sh("rung upgrade -d sqlite:app.db")
    #expect(
      ran.status == 1 && ran.errors.contains("cause: SQLite 4.0.0 wrote the file;"), "\(ran.errors)")
  }

  @Test func `what prepares a session reaches the session of a driver`() throws {
    let scratch = try Scratch()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    try scratch.write(
      "migrations/0001_x.sql",
      up("0001", "create table seen as select current_setting('client_connection_check_interval') as wait;"))
    let url = database.url.replacing("postgresql:", with: "psql:")
    #expect(try scratch.sh("rung upgrade -d '\(url)'").status == 0)
    #expect(try scratch.sh("echo 'select wait from seen;' | \(database.client) -A -t").output == "1s\n")
  }

  @Test(arguments: ["postgresql", "psql"], [true, false])
  func `a level of isolation is there before the claim`(scheme: String, isDirective: Bool) throws {
    let scratch = try Scratch()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    let url = database.url.replacing("postgresql:", with: "\(scheme):")
    let level = "set transaction isolation level repeatable read;\n"
    let text = "create table seen as select current_setting('transaction_isolation') as level;"
    try scratch.write(
      "migrations/0001_x.sql",
      isDirective
        ? "-- isolation: Repeatable  READ\n" + up("0001", text) : up("0001", "-- first\n" + level + text))
    try scratch.write(
      "migrations/0002_y.sql", up("0002", "insert into seen select current_setting('transaction_isolation');")
    )
    let ran = try scratch.sh("rung upgrade --database \(url)")
    #expect(ran.status == 0, "\(ran.errors)")
    let seen = try scratch.sh("echo 'select level from seen;' | \(database.client) -A -t")
    #expect(seen.output == "repeatable read\nread committed\n")
    try scratch.write("migrations/0003_z.sql", up("0003", "select 1;\n" + level))
    let late = try scratch.sh("rung upgrade --database \(url)")
    #expect(late.status == 1)
    #expect(
      scheme == "psql"
        || late.errors.contains("put '-- isolation: LEVEL' at the top of the file, or"))
    try scratch.write("migrations/0003_z.sql", "-- isolation: high\n" + up("0003", "select 1;"))
    #expect(try scratch.sh("rung upgrade --database \(url)").status == 65)
    try scratch.write("migrations/0003_z.sql", "-- isolation: serializable\n" + up("0003", "select 1;"))
    #expect(
      try scratch.sh("rung check --database sqlite:app.db").errors.contains(
        "'-- isolation:' is not supported by sqlite"))
  }

  @Test(arguments: [
    ("psql", "\\i part.sql"), ("psql", "select 'commit' \\gexec"), ("sqlite3", ".read part.sql"),
  ])
  func `what a client reads may commit, and a failure behind it is not recorded`(
    scheme: String, line: String
  ) throws {
    let scratch = try Scratch()
    let database: any TestDatabase =
      scheme == "psql"
      ? try PostgreSQLTestDatabase(scratch: scratch) : SQLiteTestDatabase(scratch: scratch, name: "a")
    let url = "\(scheme):" + database.url.drop { $0 != ":" }.dropFirst()
    try scratch.write("part.sql", "create table part (id int);\ncommit;\n")
    try scratch.write("migrations/0001_x.sql", up("0001", "\(line)\nselect nowhere;"))
    let failed = try scratch.sh("rung upgrade --database '\(url)'")
    #expect(failed.status == 1)
    #expect(
      failed.errors.contains("'0001' is not recorded; what it committed itself is kept"))
    let status = try scratch.sh("rung status --exit-code --quiet --database '\(url)'")
    #expect(status.status == 1 && status.errors.contains("1 pending"), "\(status.errors)")
    try scratch.write("migrations/0001_x.sql", up("0001", "select 1;"))
    #expect(try scratch.sh("rung upgrade --database '\(url)'").status == 0)
    #expect(try scratch.sh("rung status --exit-code --database '\(url)'").status == 0)
  }

  @Test(arguments: ["psql", "sqlite3"])
  func `a migration that goes to another database is recorded in neither`(scheme: String) throws {
    let scratch = try Scratch()
    let (here, there): (any TestDatabase, any TestDatabase) =
      scheme == "psql"
      ? (try PostgreSQLTestDatabase(scratch: scratch), try PostgreSQLTestDatabase(scratch: scratch))
      : (SQLiteTestDatabase(scratch: scratch, name: "a"), SQLiteTestDatabase(scratch: scratch, name: "b"))
    func url(_ database: any TestDatabase) -> String {
      "\(scheme):" + database.url.drop { $0 != ":" }.dropFirst()
    }
    try scratch.write("migrations/0001_x.sql", up("0001", "select 1;"))
    for database in [here, there] {
      #expect(try scratch.sh("rung upgrade -d '\(url(database))'").status == 0)
    }
    let name = there.url.split(separator: "/").last ?? ""
    try scratch.write("migrations/0002_y.sql", up("0002", scheme == "psql" ? "\\c \(name)" : ".open b.db"))
    #expect(try scratch.sh("rung upgrade -d '\(url(here))'").status == 1)
    for database in [here, there] {
      #expect(try scratch.sh("rung current -d '\(url(database))'").output == "0001\n")
    }
  }

  @Test func `a name in any script is recorded in a database of Latin letters`() throws {
    let scratch = try Scratch()
    let database = try MariaDBTestDatabase(scratch: scratch)
    _ = try scratch.sh("echo 'alter database \(database.name) character set latin1' | \(database.client)")
    try scratch.write(
      "migrations/0001_x.sql",
      "-- Description: 東京の表\n-- transactional: false\n" + up("0001", "create table x (id int);"))
    let ran = try scratch.sh("rung upgrade -d '\(database.url)'", ["RUNG_AUTHOR": "Paweł"])
    #expect(ran.status == 0, "\(ran.errors)")
    let status = try scratch.sh("rung status -d '\(database.url)'").output
    #expect(status.contains("東京の表") && status.contains("Paweł"))
  }

  @Test(arguments: ["\n", "\r\n"], ["", "-- transactional: true"])
  func `MariaDB's errors stand on their line`(end: String, directive: String) throws {
    let scratch = try Scratch()
    let database = try MariaDBTestDatabase(scratch: scratch)
    _ = try scratch.sh("echo 'create table a (id int);' | \(database.client)")
    let lines = [
      directive, "-- name: migrate-0001-up", "insert into a values (1);", "", "insert into a values (2);",
      "insert into nowhere values (3);", "",
    ]
    try scratch.write("migrations/0001_x.sql", lines.joined(separator: end))
    let ran = try scratch.sh("rung upgrade -d '\(database.url)'")
    #expect(ran.status == 1 && ran.errors.contains("migrations/0001_x.sql:6:1: error:"), "\(ran.errors)")
  }

  @Test func `a connection in plain text is refused where the URL asks for another`() throws {
    let scratch = try Scratch()
    let database = try MariaDBTestDatabase(scratch: scratch, server: "RUNG_TEST_MARIADB_PLAIN")
    try scratch.write("migrations/0001_x.sql", up("0001", "create table x (id int);"))
    for parameter in ["ssl-mode=REQUIRED", "ssl-mode=verify_ca", "ssl", "ssl-ca=/etc/ssl/certs/none.pem"] {
      let ran = try scratch.sh("rung upgrade -d '\(database.url)?\(parameter)'")
      #expect(ran.status == 69, "\(parameter): \(ran.errors)")
    }
    let ran = try scratch.sh("rung upgrade -d '\(database.url)?ssl-mode=REQUIRED'")
    #expect(ran.errors.contains("the connection is not encrypted, and the URL asks for it"), "\(ran.errors)")
    #expect(try scratch.sh("rung upgrade -d '\(database.url)?ssl-mode=PREFERRED'").status == 0)
  }

  @Test func `a connection is encrypted where the URL asks for it, and the certificate is looked at`() throws
  {
    let scratch = try Scratch()
    let database = try MariaDBTestDatabase(scratch: scratch)
    let folder = try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_CERTIFICATES"], "start the tests with Tests/run")
    try scratch.write(
      "migrations/0001_x.sql",
      up(
        "0001",
        "create table seen select variable_value as cipher from information_schema.session_status "
          + "where variable_name = 'ssl_cipher';", down: "drop table seen;"))
    let wrong = try scratch.sh(
      "rung upgrade -d '\(database.url)?ssl-mode=VERIFY_CA&ssl-ca=\(folder)/other.pem'")
    #expect(wrong.status == 69 && wrong.errors.contains("certificate"), "\(wrong)")
    #expect(try !database.dump().contains("seen"))
    for parameters in ["ssl-mode=REQUIRED", "ssl-mode=VERIFY_CA&ssl-ca=\(folder)/ca.pem"] {
      let ran = try scratch.sh("rung upgrade -d '\(database.url)?\(parameters)'")
      #expect(ran.status == 0, "\(ran)")
      let seen = try scratch.sh(
        "echo 'select cipher <> \"\" from seen' | \(database.client) --skip-column-names")
      #expect(seen.output == "1\n", "\(parameters): \(seen)")
      #expect(try scratch.sh("rung downgrade base -d '\(database.url)?\(parameters)'").status == 0)
    }
  }

  @Test func `who looks through psql leaves no trace in the session`() throws {
    let scratch = try Scratch()
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    let driver = Place.root.appending(path: "bin/rung-driver-psql").path()
    let parts = try #require(URLComponents(string: database.url))
    let server = [
      "RUNG_DB_HOST": parts.host ?? "", "RUNG_DB_PORT": "\(parts.port ?? 0)",
      "RUNG_DB_USER": parts.user ?? "",
      "RUNG_DB_NAME": database.name, "RUNG_DB_ACCESS": "look",
    ]
    let query =
      "select current_setting('default_transaction_read_only'), current_setting('transaction_read_only');"
    let seen = try scratch.sh("echo \"\(query)\" | sh '\(driver)' rows", server)
    #expect(seen.output == "off\ton\n", "\(seen.errors)")
    #expect(try scratch.sh("echo 'create table x (id int);' | sh '\(driver)' rows", server).status == 1)
  }

  @Test func `rules of a Makefile win over those of rung.mk, in either order`() throws {
    let scratch = try Scratch()
    _ = try scratch.sh("rung init && rm Makefile")
    let own = "all:\n\t@echo all\nmigrate:\n\t@echo own\n"
    for text in ["include rung.mk\n" + own, own + "include rung.mk\n"] {
      try scratch.write("Makefile", text)
      #expect(try scratch.sh("make").output == "all\n")
      #expect(try scratch.sh("make migrate").output == "own\n")
      #expect(
        try scratch.sh("make RUNG=echo migrate-status migrate-down REVISION=1").output
          == "status\ndowngrade 1\n")
      #expect(try scratch.sh("make RUNG=echo migrate-lint").output == "lint\n")
      #expect(try scratch.sh("make migrate-help").output.contains(/(?m)^migrate-lint +say what/))
    }
    #expect(try scratch.sh("rung init").errors.contains("Makefile has its own 'migrate', which stays;"))
    try scratch.write("Makefile", "RUNG_PREFIX = db-\n" + own + "include rung.mk\n")
    #expect(try scratch.sh("make RUNG=echo db-migrate").output == "upgrade\n")
    #expect(try scratch.sh("make -n RUNG=echo db-migrate-dry-run").output == "echo upgrade  --dry-run\n")
    let parallel = try scratch.sh("make -k -j4 -O RUNG=echo db-migrate db-migrate-new m='a b' nosuch")
    #expect(parallel.status == 2 && parallel.output.contains("create-migration -m a b\n"))
    // Names that are near are nobody's.
    #expect(try scratch.sh("make RUNG=echo migrate-users").status == 2)
    #expect(try scratch.sh("make RUNG=echo migrations").output.contains("Nothing to be done"))
  }

  @Test(arguments: ["sqlite", "sqlite3"]) func `SQLite loads the libraries that the settings name`(
    scheme: String
  ) throws {
    let scratch = try Scratch()
    try scratch.write(
      "lib/answer.c",
      """
      #include <sqlite3ext.h>
      SQLITE_EXTENSION_INIT1
      static void answer(sqlite3_context *context, int count, sqlite3_value **values) { sqlite3_result_int(context, 42); }
      int sqlite3_answer_init(sqlite3 *database, char **message, const sqlite3_api_routines *api) {
        SQLITE_EXTENSION_INIT2(api);
        return sqlite3_create_function(database, "answer", 0, SQLITE_UTF8, 0, answer, 0, 0);
      }
      """)
    let made = try scratch.sh("cd lib && cc -shared -fPIC -o answer.so answer.c")
    try #require(made.status == 0, "\(made.errors)")
    let settings = "database = \"\(scheme):app.db\"\n"
    try scratch.write("rung.toml", settings + "[sqlite]\nextensions = [\"./lib/answer\"]\n")
    try scratch.write(
      "migrations/0001_x.sql",
      up(
        "0001", "create table x as select answer() as a;\ncreate index i on x (a) where a > 0;",
        down: "drop table x;"))
    #expect(try scratch.sh("rung upgrade --dry-run | sqlite3 printed.db").status == 0)
    let ran = try scratch.sh("rung upgrade")
    #expect(ran.status == 0, "\(ran.errors)")
    for file in ["app.db", "printed.db"] {
      #expect(try scratch.sh("sqlite3 \(file) 'select a from x'").output == "42\n")
    }
    #expect(try scratch.sh("rung redo && rung status --exit-code").status == 0)
    try scratch.write("rung.toml", settings + "[sqlite]\nextensions = [\"nowhere\"]\n")
    #expect(try scratch.sh("rung redo").status != 0)
    try scratch.write("rung.toml", settings)
    #expect(try scratch.sh("rung redo").status == 1)
  }

  @Test func `a transaction that a library has ended is not said to have left nothing`() throws {
    let scratch = try Scratch()
    try scratch.write(
      "leave.c",
      """
      #include <sqlite3ext.h>
      SQLITE_EXTENSION_INIT1
      static void leave(sqlite3_context *context, int count, sqlite3_value **values) {
        sqlite3 *database = sqlite3_context_db_handle(context);
        sqlite3_exec(database, "rollback; create table left_behind (a int);", 0, 0, 0);
        sqlite3_result_int(context, 1);
      }
      int sqlite3_leave_init(sqlite3 *database, char **message, const sqlite3_api_routines *api) {
        SQLITE_EXTENSION_INIT2(api);
        return sqlite3_create_function(database, "leave", 0, SQLITE_UTF8, 0, leave, 0, 0);
      }
      """)
    let made = try scratch.sh("cc -shared -fPIC -o leave.so leave.c")
    try #require(made.status == 0, "\(made.errors)")
    try scratch.write("rung.toml", "database = \"sqlite:app.db\"\n[sqlite]\nextensions = [\"./leave\"]\n")
    for rest in ["select nowhere;", "select 1;"] {
      try scratch.write(
        "migrations/0001_x.sql", up("0001", "create table x (id int);\nselect leave();\n\(rest)"))
      let failed = try scratch.sh("rung upgrade")
      #expect(failed.status == 1)
      #expect(
        failed.errors.contains("'0001' is not recorded; what it committed itself is kept"),
        "\(failed.errors)")
      #expect(try scratch.sh("rung status").output.contains("pending  0001"))
      #expect(try scratch.sh("sqlite3 app.db .tables").output.contains("left_behind"))
      _ = try scratch.sh("rm app.db")
    }
  }

  @Test func `an empty file is taken away again when nothing was written`() throws {
    let scratch = try Scratch()
    try scratch.write("migrations/0001_x.sql", up("0001", "create table x (id int);"))
    try scratch.write("rung.toml", "database = \"sqlite:app.db\"\n[hooks]\nbefore_run = \"false\"\n")
    #expect(try scratch.sh("rung upgrade").status == 1)
    #expect(!scratch.exists("app.db"))
    try scratch.write("rung.toml", "database = \"sqlite:app.db\"\n")
    #expect(try scratch.sh("rung baseline migrations/0001_x.sql").status != 0)
    #expect(!scratch.exists("app.db"))
    #expect(try scratch.sh("touch app.db && rung baseline migrations/0001_x.sql").status != 0)
    #expect(scratch.exists("app.db"))
    #expect(try scratch.sh("rung upgrade").status == 0)
  }
}
