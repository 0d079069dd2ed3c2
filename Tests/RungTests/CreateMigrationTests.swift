import Foundation
import Testing

/// `rung create-migration` as people meet it: what it writes can be read, and what it cannot write leaves nothing.
@Suite struct `New migrations` {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write("rung.toml", "database = \"sqlite:app.db\"\n")
  }

  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: scratch.file("migrations"))) ?? []).sorted()
  }

  /// What Python reads out of files: `name`, docstring, and what calling a function raises.
  private func python(_ code: String) throws -> String {
    let ran = try scratch.sh("python3 -c '\(code)'")
    try #require(ran.status == 0, "\(ran.errors)")
    return ran.output
  }

  private static let nasty = [
    "line one\nline two", #"a "quoted" word"#, #"three """ quotes"#, #"ends in a backslash \"#, #"ends in ""#,
    "it's", "*/ drop table x; /*", "$$ -- {braces} %s", "tab\tand \u{1B}[31mred", "name: migrate-0001-down",
  ]

  @Test(arguments: nasty) func `a message breaks no file that it is put in`(message: String) throws {
    let variables = ["M": message]
    for format in ["sql", "py"] {
      let made = try scratch.sh("rung new -m \"$M\" --sequential --format \(format)", variables)
      try #require(made.status == 0, "\(made.errors)")
    }
    let expected = message.split { $0.isWhitespace || $0 == "\u{1B}" }.joined(separator: " ")
    #expect(
      try scratch.sh("rung status 2>/dev/null", variables).output.contains("pending  0001  \(expected)\n"))
    let told = try python(
      """
      import ast, glob, sys
      for name in glob.glob("migrations/*.py"):
          tree = ast.parse(open(name, encoding="utf-8").read())
          print(ast.get_docstring(tree).splitlines()[0], len(tree.body))
      """)
    // The docstring, an import and two functions.
    #expect(told == "\(expected) 4\n")
  }

  @Test func `what nobody has edited is refused, in either language and from every profile`() throws {
    for profile in ["default", "data", "concurrent-index", "zero-downtime"] {
      _ = try scratch.sh("rm -rf migrations")
      let path = try scratch.sh("rung new -m x --sequential --profile \(profile)").output
      let first = try #require(path.split(separator: "\n").first)
      let upgraded = try scratch.sh("rung upgrade")
      #expect(upgraded.status == 65)
      #expect(upgraded.errors.contains("\(first):"), "\(upgraded.errors)")
      #expect(!scratch.exists("app.db"))
    }
    for profile in ["default", "data", "concurrent-index"] {
      _ = try scratch.sh("rm -rf migrations && rung new -m x --sequential --format py --profile \(profile)")
      let raised = try python(
        """
        import runpy
        functions = runpy.run_path("migrations/0001_x.py")
        for name in ("up", "down"):
            try:
                functions[name]()
            except NotImplementedError as error:
                print(name, str(error).split(";")[0])
        """)
      #expect(raised == "up up() of 0001 is as it was made\ndown down() of 0001 is as it was made\n")
    }
  }

  @Test func `several files of a profile come in order, or one of them alone`() throws {
    let made = try scratch.sh("rung new -m 'Split name' --profile zero-downtime --sequential").output
    #expect(
      made == """
        migrations/0001_split_name_expand.sql
        migrations/0002_split_name_backfill.sql
        migrations/0003_split_name_contract.sql

        """)
    let one = try scratch.sh("rung new -m 'Split name' --profile zero-downtime/backfill --sequential").output
    #expect(one == "migrations/0004_split_name_backfill.sql\n")
    let status = try scratch.sh("rung status").output
    for (version, part) in [
      ("0001", "expand"), ("0002", "backfill"), ("0003", "contract"), ("0004", "backfill"),
    ] {
      #expect(status.contains("pending  \(version)  Split name: \(part)\n"))
    }
  }

  @Test func `many at once get versions of their own`() throws {
    for (flag, length) in [("--timestamp", 14), ("--sequential", 4)] {
      _ = try scratch.sh("rm -rf migrations")
      let runs = try (1...8).map { try scratch.start("rung new -m 'm \($0)' \(flag)") }
      for run in runs { run.process.waitUntilExit() }
      #expect(runs.allSatisfy { $0.ending.status == 0 }, "\(runs.map(\.errors))")
      let versions = names.map { $0.prefix(length) }
      #expect(versions.count == 8 && Set(versions).count == 8, "\(names)")
      if flag == "--sequential" { #expect(versions == (1...8).map { "000\($0)" }) }
    }
  }

  @Test func `a long message and one without a Latin letter have a name`() throws {
    let long = String(repeating: "add a column ", count: 24)
    #expect(try scratch.sh("rung new -m '\(long)' --sequential").status == 0)
    #expect(try scratch.sh("rung new -m '注文テーブルを追加する' --sequential").status == 0)
    #expect(names == ["0001_add_a_column_add_a_column_add_a_column_add_a_colum.sql", "0002_migration.sql"])
    let status = try scratch.sh("rung status").output
    #expect(status.contains("pending  0001  \(long.dropLast())\n"))
    #expect(status.contains("pending  0002  注文テーブルを追加する\n"))
  }

  @Test func `a number among times is told`() throws {
    try scratch.write("migrations/0007_a.sql", "-- name: migrate-0007-up\nselect 1;\n")
    try scratch.write("migrations/20250102000000_b.sql", "-- name: migrate-20250102000000-up\nselect 1;\n")
    try scratch.write("migrations/ext_x_0009_c.sql", "-- name: migrate-ext_x_0009-up\nselect 1;\n")
    let made = try scratch.sh("rung new -m c --sequential")
    #expect(made.status == 0 && made.output == "migrations/0008_c.sql\n")
    #expect(made.errors.contains("warning: '0008_c.sql' would sort before '20250102000000'"))
    #expect(made.errors.contains("remedy: run 'rung fix' first"))
    let timed = try scratch.sh("rung new -m d")
    #expect(timed.status == 0 && timed.errors.isEmpty)
  }

  @Test func `a disk without room leaves nothing behind`() throws {
    // No file of this process may hold a byte, but pipes may.
    let full = "(trap '' XFSZ; ulimit -f 0; rung new -m x --profile zero-downtime 2>&1; echo $?) | cat"
    let told = try scratch.sh(full).output
    #expect(told.contains("_x_expand.sql'\n  cause: file too large\n  remedy: free some space"), "\(told)")
    #expect(told.hasSuffix("\n73\n"))
    #expect(!scratch.exists("migrations"))
    try scratch.write("migrations/0001_a.sql", "-- name: migrate-0001-up\nselect 1;\n")
    _ = try scratch.sh(full)
    #expect(names == ["0001_a.sql"])
  }

  @Test func `a set that cannot be written whole is not written at all`() throws {
    try scratch.write("rung.toml", "database = \"sqlite:app.db\"\n")
    try scratch.write("templates/set/profile.toml", "files = [\"small\", \"big\"]\n")
    try scratch.write("templates/set/small.sql", "-- name: migrate-{version}-up\n")
    try scratch.write(
      "templates/set/big.sql",
      "-- name: migrate-{version}-up\n" + String(repeating: "-- padding\n", count: 1_000))
    try scratch.write("migrations/README", "")
    let told = try scratch.sh("(trap '' XFSZ; ulimit -f 8; rung new -m x --profile set 2>&1; echo $?) | cat")
      .output
    #expect(told.contains("_x_big.sql'") && told.hasSuffix("\n73\n"), "\(told)")
    #expect(names == ["README"])
  }

  @Test func `a folder that may not be written says so`() throws {
    _ = try scratch.sh("mkdir migrations && chmod 555 migrations . && chmod 444 rung.toml")
    defer { _ = try? scratch.sh("chmod 755 . migrations") }
    // The system's own account may write everywhere.
    let user = getuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : ""
    let made = try scratch.sh(
      "cp \(Place.rung) /tmp/rung-$$ && \(user)/tmp/rung-$$ new -m x; s=$?; rm /tmp/rung-$$; exit $s")
    #expect(made.status == 73)
    #expect(
      made.errors.contains("cause: permission denied\n  remedy: get permission to write there"),
      "\(made.errors)")
    #expect(names.isEmpty)
  }

  @Test func `a template that cannot be filled is told before a file or a folder is made`() throws {
    try scratch.write("templates/default/migration.sql", "-- {title}\n-- {titel}\n")
    let made = try scratch.sh("rung new -m x")
    #expect(made.status == 78)
    #expect(
      made.errors.hasPrefix("templates/default/migration.sql:2:4: error: '{titel}' is not a known field"))
    #expect(!scratch.exists("migrations"))
  }

  @Test func `the project comes before the machine, and that before what is shipped`() throws {
    let home = scratch.file("home")
    try scratch.write(
      "home/templates/default/migration.sql", "-- of the machine\n-- name: migrate-{version}-up\n")
    try scratch.write("home/templates/own/migration.sql", "-- own\n-- name: migrate-{version}-up\n")
    func written(_ more: String = "") throws -> String {
      try scratch.sh("cat $(rung new -m x \(more)) | head -n 1", ["RUNG_HOME": home]).output
    }
    #expect(try scratch.sh("cat $(rung new -m x) | head -n 1").output == "-- Migration\n")
    #expect(try written() == "-- of the machine\n")
    try scratch.write("templates/default/migration.sql", "-- of the project\n-- name: migrate-{version}-up\n")
    #expect(try written() == "-- of the project\n")
    #expect(try written("--profile own") == "-- own\n")
    let listed = try scratch.sh("rung templates list", ["RUNG_HOME": home]).output
    #expect(
      listed.contains(/(?m)^\*  default +sql, py .*templates\/default, shipped$/), "\(listed)"
    )
    #expect(listed.contains("own               sql"))
  }

  @Test func `a profile has a title, variables and a description key of its own`() throws {
    try scratch.write(
      "templates/team/profile.toml",
      """
      about = "ours"
      title = "Acme"
      description_key = "Summary"
      [variables]
      ticket = "env:TICKET"
      team2 = "Data"
      """)
    try scratch.write(
      "templates/team/migration.sql",
      "-- {title} {ticket} {team2}\n-- Summary: {message}!\n-- name: migrate-{version}-up\n")
    try scratch.write(
      "rung.toml",
      "database = \"sqlite:app.db\"\n[migration]\nprofile = \"team\"\nversions = \"sequential\"\n")
    let unset = try scratch.sh("rung new -m x")
    #expect(unset.status == 78)
    #expect(
      unset.errors.hasPrefix("templates/team/profile.toml: variables.ticket: error: the environment variable")
    )
    #expect(try scratch.sh("rung new -m 'Add a'", ["TICKET": "T-1"]).output == "migrations/0001_add_a.sql\n")
    #expect(try scratch.read("migrations/0001_add_a.sql").hasPrefix("-- Acme T-1 Data\n"))
    #expect(try scratch.sh("rung status").output.contains("pending  0001  Add a!\n"))
  }

  @Test func `a profile whose files are not all there says which are wanted`() throws {
    try scratch.write("templates/team/profile.toml", "files = [\"a\", \"b\"]\n")
    try scratch.write("templates/team/a.sql", "-- name: migrate-{version}-up\n")
    let made = try scratch.sh("rung new -m x --profile team")
    #expect(made.status == 64)
    #expect(
      made.errors == """
        error: the profile 'team' has no templates
          remedy: write 'team/a.sql' and 'team/b.sql' into the folder of templates

        """)
  }

  @Test(arguments: [
    (
      "titl = \"x\"",
      "templates/team/profile.toml: error: unknown key 'titl'\n  remedy: did you mean 'title'?"
    ),
    ("title = 5", "templates/team/profile.toml: title: error: takes a string"),
    ("files = []", "templates/team/profile.toml: files: error: '' is not a template's name"),
    (
      "[variables]\nversion = \"1\"",
      "templates/team/profile.toml: variables.version: error: '{version}' is reserved"
    ),
    ("title =", "templates/team/profile.toml:1:"),
  ])
  func `a profile that is wrong is told with its place`(manifest: String, expected: String) throws {
    try scratch.write("templates/team/profile.toml", manifest + "\n")
    try scratch.write("templates/team/migration.sql", "-- name: migrate-{version}-up\n")
    let made = try scratch.sh("rung new -m x --profile team")
    #expect(made.status == 78)
    #expect(made.errors.hasPrefix(expected), "\(made.errors)")
    #expect(!scratch.exists("migrations"))
  }

  @Test func `a profile that is wrong stops nobody who makes nothing from it`() throws {
    try scratch.write("templates/team/profile.toml", "titl = \"x\"\n")
    try scratch.write("migrations/0001_a.sql", "-- name: migrate-0001-up\nselect 1;\n")
    #expect(try scratch.sh("rung upgrade --database sqlite:a.db").status == 0)
    #expect(try scratch.sh("rung templates list").status == 78)
  }
}
