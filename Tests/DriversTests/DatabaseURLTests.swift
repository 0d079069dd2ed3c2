import Diagnostics
import Drivers
import Testing

@Suite struct `A database's URL` {
  private func url(_ text: String, _ folder: String = ".") throws -> DatabaseURL {
    try DatabaseURL(text, relativeTo: folder)
  }

  @Test(arguments: [
    ("sqlite:app.db", "app.db"), ("sqlite:data/app.db", "data/app.db"), ("sqlite:/var/app.db", "/var/app.db"),
    ("sqlite:///var/app.db", "/var/app.db"), ("sqlite::memory:", ":memory:"),
    ("SQLite:App.db", "App.db"), ("sqlite:my app's:1.db", "my app's:1.db"),
  ])
  func `SQLite's names a file`(text: String, path: String) throws {
    #expect(try url(text).kind == .sqlite(path: path))
    #expect(try url(text).dialect == "sqlite")
  }

  @Test(arguments: [
    ("sqlite:app.db", "conf", "conf/app.db"), ("sqlite:../app.db", "conf", "conf/../app.db"),
    ("sqlite:/app.db", "conf", "/app.db"), ("sqlite::memory:", "conf", ":memory:"),
    ("sqlite:app.db", "", "app.db"),
  ])
  func `a relative path begins at the folder given`(text: String, folder: String, path: String) throws {
    #expect(try url(text, folder).kind == .sqlite(path: path))
  }

  @Test(arguments: [
    ("postgresql://u@h:5433/d", "postgresql://u@h:5433/d"), ("postgres://h/d", "postgresql://h/d"),
    ("POSTGRESQL://H/d", "postgresql://H/d"), ("postgresql:///d?host=/run", "postgresql:///d?host=/run"),
    ("postgresql://u:p%40@h/d", "postgresql://u:p%40@h/d"), ("postgresql:", nil), ("postgresql://", nil),
  ])
  func `PostgreSQL's goes to its library as it is`(text: String, expected: String?) throws {
    #expect(try url(text).kind == .postgresql(url: expected))
    #expect(try url(text).dialect == "postgresql")
  }

  @Test(arguments: [
    ("postgresql://u:secret@h/d", "postgresql://u@h/d"),
    ("postgresql://u:se:cr%40et@h:1/d", "postgresql://u@h:1/d"),
    ("postgresql://h/d?pass%77ord=secret", "postgresql://h/d"),
    ("postgresql://h/d?oauth_client_secret=secret&scram_client_key=secret", "postgresql://h/d"),
    ("postgresql://:secret@h/d", "postgresql://@h/d"), ("postgresql://u@h/d", "postgresql://u@h/d"),
    ("postgresql://h/d?password=secret", "postgresql://h/d"),
    ("postgresql://h/d?sslmode=require&PassWord=secret&user=u", "postgresql://h/d?sslmode=require&user=u"),
    ("postgresql://h/d?sslpassword=secret&options=a@b", "postgresql://h/d?options=a@b"),
    ("postgresql://u:sec?ret@h/d", "postgresql://u@h/d"),
    ("postgresql://u:sec?ret@h/d?a=b", "postgresql://u@h/d?a=b"),
    ("postgresql://u:secret@h1,h2:2/d", "postgresql://u@h1,h2:2/d"),
    ("mysql://h/d?pass=secret&password1=secret&pwd=secret&a=b", "mysql://h/d?a=b"),
    ("postgresql://h/d?passfile=ours", "postgresql://h/d?passfile=ours"),
    ("sqlite:app.db", "sqlite:app.db"),
  ])
  func `what is printed has no password, of the user's or among the parameters`(
    text: String, shown: String
  ) throws {
    #expect(try url(text).description == shown)
    #expect(DatabaseURL.redacted(text) == shown)
    #expect(try !url(text).clientTarget.contains("ret"))
  }

  @Test(arguments: [
    "postgresql://u:se@cret@h/d", "postgresql://u:sec/ret@h/d", "postgresql://u:a/b@c@h:1/d?x=y",
  ])
  func `a password that libpq would cut in two is refused`(text: String) throws {
    #expect(throws: DatabaseURLError.ambiguousPassword) { try url(text) }
    #expect(!DatabaseURL.redacted(text).contains("ret"))
  }

  @Test(arguments: [
    ("sqlite:app.db", "app.db"), ("sqlite:my app.db", "'my app.db'"), ("sqlite:it's.db", #"'it'\''s.db'"#),
    ("sqlite:a$b.db", "'a$b.db'"), ("sqlite:-x.db", "./-x.db"), ("sqlite3:-x.db", "./-x.db"),
    ("sqlite3:file:x.db", "./file:x.db"), ("postgresql://u:x@h/d", "postgresql://u@h/d"),
    ("postgresql://h/d?a=b&c=d", "'postgresql://h/d?a=b&c=d'"), ("postgresql:", ""),
  ])
  func `the client's target is one word of the shell`(text: String, expected: String) throws {
    #expect(try url(text).clientTarget == expected)
  }

  @Test(arguments: [
    "", "app.db", "hunter2", "sqlite:", "sqlite://", "sqlite://host/hunter2", "sqlite://hunter2.db",
    "postgresql:hunter2@h/d", "postgres:/hunter2", "host=h password=hunter2:x", "://hunter2", "hunter2 x:y",
    "mysql://u:hunter2/x@h/d", "mysql:u:hunter2@h/d", "duckdb:/u:hunter2@h/d",
  ])
  func `another text is refused without a word of it that may be secret`(text: String) throws {
    let error = try #require(throws: DatabaseURLError.self) { _ = try url(text) }
    #expect(!"\(error)".contains("hunter2"))
    #expect(error.remedy != nil)
    #expect(error.status == .badSettings)
  }

  @Test(arguments: [
    ("app.db", "the database is not a URL"),
    ("a b:c", "the database's URL has no valid scheme"), ("sqlite:", "the database's URL is malformed"),
  ])
  func `the reason is told`(text: String, message: String) throws {
    #expect(try #require(throws: DatabaseURLError.self) { _ = try url(text) }.message == message)
  }

  @Test(arguments: [
    ("postgresql+asyncpg://u:p@h/d", "postgresql://u@h/d"), ("postgres+psycopg://h/d", "postgres://h/d"),
    ("mysql+pymysql://h/d", "mysql://h/d"), ("mssql+pyodbc://h/d", "sqlserver://h/d"),
    ("sqlite:///./a.db", "sqlite:conf/./a.db"), ("sqlite+aiosqlite:///a.db", "sqlite:conf/a.db"),
    ("sqlite+aiosqlite:////a.db", "sqlite:/a.db"), ("sqlite+pysqlite://", "sqlite::memory:"),
    // Three slashes without a driver are a file's URL, as other runners write it.
    ("sqlite:///a.db", "sqlite:/a.db"),
    ("sqlite:////a.db", "sqlite:/a.db"), ("duckdb:////a.db", "duckdb:/a.db"),
  ])
  func `an application's URL for SQLAlchemy is taken`(text: String, shown: String) throws {
    #expect(try url(text, "conf").description == shown)
  }

  @Test(
    arguments: [
      (
        "mysql://u:p%40x@h:3307/d?a=b&c=%20d",
        [
          "USER": "u", "PASSWORD": "p@x", "HOST": "h", "PORT": "3307", "NAME": "d",
          "PARAMETERS": "a=b\nc= d",
        ]
      ),
      ("mysql://h/d", ["HOST": "h", "NAME": "d"]),
      ("mysql://[::1]:1/d", ["HOST": "::1", "PORT": "1", "NAME": "d"]),
      ("psql://%2Ftmp%2Fs:1/d", ["HOST": "/tmp/s", "PORT": "1", "NAME": "d"]),
      ("psql://h1:5,[::1],h3:6/d", ["HOST": "h1,::1,h3", "PORT": "5,,6", "NAME": "d"]),
      ("duckdb:app.db", ["NAME": "conf/app.db"]), ("duckdb:///a/b.db", ["NAME": "/a/b.db"]),
      ("duckdb::memory:", ["NAME": ":memory:"]), ("oracle://u@h/s", ["USER": "u", "HOST": "h", "NAME": "s"]),
    ] as [(String, [String: String])])
  func `any other is told in parts to the program that serves it`(
    text: String, parts: [String: String]
  ) throws {
    let parsed = try url(text, "conf")
    guard case .shell(let shell) = parsed.kind else { throw DatabaseURLError.noScheme }
    var expected = ["RUNG_DB_SCHEME": parsed.scheme]
    for (name, value) in parts { expected["RUNG_DB_" + name] = value }
    #expect(shell.environment == expected)
    #expect(!parsed.description.contains("p@x") && !parsed.description.contains("p%40x"))
  }

  @Test(arguments: [
    ("app", true, "no user 'app' for applicant", "no user 'app' for applicant"),
    ("p", true, "no database 'plan1' for user app@h", "no database 'plan1' for user app@h"),
    ("h2", true, "bad port \"h2\", h2o and 1h2", "bad port \"***\", h2o and 1h2"),
    ("$%", true, "a$%b", "a***b"),
    ("app", false, "no table 'app.applicant'", "no table 'app.applicant'"),
    ("app", false, "cannot read mariadb://app:app@h/app", "cannot read mariadb://app:***@h/app"),
    ("correct-horse", false, "near correct-horse", "near ***"),
  ])
  func `a message keeps words that are only spelt like a short password`(
    password: String, isConnecting: Bool, message: String, expected: String
  ) throws {
    let url = try DatabaseURL("mariadb://app:\(password)@h/app", relativeTo: "")
    #expect(url.withoutSecrets(message, isConnecting: isConnecting) == expected)
  }

  @Test(arguments: [
    "postgresql://u:secret@\u{301}h/d", "postgresql:/\u{301}/u:secret@h/d",
    "mysql://\u{301}u:secret@\u{301}h/d",
    "duckdb:u:secret@\u{301}h", "postgresql://u:secret/a?b@h/d", "postgresql://[u:secret/a?b@h/d",
    "postgresql://u:secret]:/?@h", "postgresql://u:/secret?@h",
    "mysql://h?password=secret@x",
    "mysql://h:1/d?password=secret@x",
  ])
  func `a password is not printed, whatever stands beside it`(text: String) {
    do {
      let url = try url(text)
      #expect(!url.description.contains("secret") && !url.clientTarget.contains("secret"))
      #expect(!url.withoutSecrets("of secret\u{301}: \(text)").contains("secret"))
    } catch {
      #expect(!"\(error)".contains("secret"))
    }
  }

  @Test(arguments: [
    "postgresql://h1:1,h2:2/d?options=a@b", "postgresql://[::1]:1,h/d?a=b@c", "mysql://h?a=b@c",
  ])
  func `a sign in a parameter begins no host`(text: String) throws {
    #expect(try url(text).description == text)
  }

  @Test func `a percent sign before anything but two digits is one`() throws {
    guard case .shell(let shell) = try url("mysql://%+5u%4:%zz@h/d").kind else {
      throw DatabaseURLError.noScheme
    }
    #expect(shell.environment["RUNG_DB_USER"] == "%+5u%4" && shell.environment["RUNG_DB_PASSWORD"] == "%zz")
  }
}
