import Foundation
import Testing

/// Many databases at once, by the rules of `rung.mk`.
@Suite struct Fleets {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write(
      "migrations/0001_t.sql",
      "-- name: migrate-0001-up\ncreate table t (i int);\n-- name: migrate-0001-down\ndrop table t;\n")
    try scratch.write("Makefile", "include rung.mk\n")
    let rules = Place.root.appending(path: "templates/init/rung.mk").path()
    try #require(try scratch.sh("cp '\(rules)' rung.mk").status == 0)
  }

  private func make(_ words: String) throws -> Ending { try scratch.sh("make \(words)", merged: true) }

  /// The words of a table's line, by the name of the target.
  private func table(_ ending: Ending) -> [String: [String]] {
    let lines = ending.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    return Dictionary(
      lines.filter { $0.count > 2 && ["ok", "FAILED"].contains($0[1]) }.map { ($0[0], Array($0[1...])) }
    ) { first, _ in first }
  }

  @Test func `of SQLite files go on past one that fails, and the next run does the rest`() throws {
    try scratch.write("rung.toml", "[targets]\nfrom = \"tenants.txt\"\ndatabase = \"sqlite:{name}.db\"\n")
    let names = (1...40).map { "tenant-\($0)" }
    try scratch.write("tenants.txt", "# all\n" + names.joined(separator: "\n") + "\n")
    #expect(try scratch.sh("rung targets").output == names.joined(separator: "\n") + "\n")
    let broken = [2, 20, 33].map { "tenant-\($0)" }
    for name in broken { _ = try scratch.sh("sqlite3 \(name).db 'create table t (x)'") }
    let first = try make("-j4 migrate-all")
    #expect(first.status == 2)
    let found = table(first)
    #expect(Set(found.keys) == Set(names), "\(first.output)")
    for (name, words) in found {
      #expect(words[0] == (broken.contains(name) ? "FAILED" : "ok"), "\(name): \(words)")
      #expect(words.joined(separator: " ").contains(broken.contains(name) ? "t already exists" : "applied 1"))
    }
    #expect(first.output.contains("40 targets: 37 upgraded, 3 failed, 0 not started"))
    for name in broken { _ = try scratch.sh("sqlite3 \(name).db 'drop table t'") }
    let second = try make("-j4 migrate-all")
    #expect(second.status == 0, "\(second.output)")
    #expect(table(second).filter { $0.value.contains("applied") }.keys.sorted() == broken.sorted())
    #expect(second.output.contains("40 targets: 40 upgraded, 0 failed, 0 not started"))
  }

  @Test func `begin with a few of them, and with no other one if these fail`() throws {
    try scratch.write(
      "rung.toml", "[targets]\ncommand = \"cat list; echo once >>calls\"\ndatabase = \"sqlite:{name}.db\"\n")
    try scratch.write("list", (1...6).map { "t\($0)\n" }.joined())
    _ = try scratch.sh("sqlite3 t2.db 'create table t (x)'")
    let stopped = try make("-j3 migrate-all FIRST=2")
    #expect(stopped.status == 2 && stopped.output.contains("6 targets: 1 upgraded, 1 failed, 4 not started"))
    #expect(try scratch.sh("ls *.db").output == "t1.db\nt2.db\n")
    #expect(try scratch.read("calls") == "once\n", "the command of the list runs once")
    _ = try scratch.sh("rm t2.db; sqlite3 t5.db 'create table t (x)'")
    let other = try make("-k migrate-all FIRST=2")
    #expect(other.status == 2 && other.output.contains("6 targets: 5 upgraded, 1 failed, 0 not started"))
    #expect(try make("-n migrate-all").output.contains("rung upgrade  --target 't6'"))
    #expect(try scratch.sh("ls -A ${TMPDIR:-/tmp} | grep -c '^tmp\\..*t[0-9]$'").output == "0\n")
  }

  @Test func `of schemas have tables and a tracking table of their own`() throws {
    let database = try PostgreSQLTestDatabase(scratch: scratch)
    try scratch.write(
      "rung.toml",
      """
      database = "\(database.url)"
      [targets]
      from = "tenants.txt"
      [targets.migration]
      default_schema = "tenant_{name}"
      version_table_schema = "tenant_{name}"
      [targets.extension.adk]
      session_table = "{name}_sessions"
      owner_id_column = "{name}_id integer"

      """)
    try scratch.write("tenants.txt", "acme\nglobex\ninitech\n")
    _ = try scratch.sh(
      "for t in acme globex; do echo \"create schema tenant_$t;\"; done | \(database.client)")
    let ran = try make("-j2 migrate-all")
    #expect(
      ran.status == 2 && ran.output.contains("3 targets: 2 upgraded, 1 failed, 0 not started"), "\(ran)")
    #expect(table(ran)["initech"]?.joined(separator: " ").contains("tenant_initech") == true, "\(ran)")
    let columns = "select count(*) from information_schema.columns where table_schema = 'tenant_acme'"
    let found = try scratch.sh(
      "echo \"\(columns) and table_name = 'acme_sessions' and column_name = 'acme_id'\" | \(database.client) -At"
    )
    #expect(found.output == "1\n", "\(found)")
    _ = try scratch.sh("echo 'create schema tenant_initech' | \(database.client)")
    #expect(try make("migrate-all").status == 0)
  }

  @Test func `are told what is wrong with a list`() throws {
    for (settings, list, words) in [
      ("from = \"none\"", "", "'none' cannot be read"),
      ("from = \"list\"", "a b c\n", "list:1:1: error: the line is not a target"),
      ("from = \"list\"", "# x\n\n  a;b\n", "list:3:3: error: the line is not a target"),
      ("from = \"list\"", "a\nb\na\n", "list:3:1: error: 'a' is listed twice"),
      ("from = \"list\"", "a pg://u:h0rseb4ttery@h/d x\n", "list:1:1: error: the line is not a target"),
      ("command = \"echo no >&2; exit 3\"", "", "the command ended with 3: no"),
      ("frm = \"list\"", "", "did you mean 'targets.from'?"),
    ] {
      try scratch.write("rung.toml", "[targets]\n\(settings)\n")
      try scratch.write("list", list)
      let ran = try scratch.sh("rung targets")
      #expect(ran.status == 78 && ran.errors.contains(words), "\(settings): \(ran)")
      #expect(!ran.errors.contains("h0rseb4ttery"))
    }
    try scratch.write("rung.toml", "[targets]\nfrom = \"list\"\n")
    try scratch.write("list", "# from Windows\r\na sqlite:a.db\r\n\r\nb\r\n")
    #expect(try scratch.sh("rung targets").output == "a\nb\n")
    try scratch.write("list", (100...200).map { "tenant\($0)\n" }.joined())
    let unknown = try scratch.sh("rung status --target tenat101")
    #expect(unknown.status == 64 && unknown.errors.contains("did you mean 'tenant101'?"), "\(unknown)")
  }

  @Test func `in pods take a part each, as the example for Kubernetes says`() throws {
    let python = try #require(
      ProcessInfo.processInfo.environment["RUNG_TEST_PYTHON"], "start the tests with Tests/run")
    let example = Place.root.appending(path: "examples/kubernetes").path()
    let reading = """
      import kubernetes_validate, pathlib, sys, yaml
      folder = pathlib.Path(sys.argv[1])
      job = yaml.safe_load((folder / "job.yaml").read_text())
      kubernetes_validate.validate(job, "1.37", strict=True)
      kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text())
      made = kustomization["configMapGenerator"]
      assert all((folder / file).is_file() for map in made for file in map["files"])
      mounted = {volume["configMap"]["name"] for volume in job["spec"]["template"]["spec"]["volumes"] if "configMap" in volume}
      assert mounted == {map["name"] for map in made}
      assert "0001_create_notes.sql" in str(made)
      print(job["spec"]["completions"])
      print(job["spec"]["template"]["spec"]["containers"][0]["command"][2])
      """
    try scratch.write("read.py", reading)
    let read = try scratch.sh("'\(python)' read.py '\(example)'")
    try #require(read.status == 0, "\(read.errors)")
    let lines = read.output.split(separator: "\n").map(String.init)
    _ = try scratch.sh(
      "cp -R '\(example)/project' pod && cp rung.mk pod && cd pod && echo 'include rung.mk' >Makefile")
    let settings = "[targets]\nfrom = \"tenants.txt\"\ndatabase = \"sqlite:{name}.db\"\n"
    try scratch.write("pod/rung.toml", settings)
    try scratch.write(
      "pod/migrations/0001_create_notes.sql", "-- name: migrate-0001-up\ncreate table notes (id int);\n")
    try scratch.write("pod/tenants.txt", (1...11).map { "t\($0)\n" }.joined())
    var upgraded: [String] = []
    for index in 0..<(Int(lines[0]) ?? 0) {
      let ran = try scratch.sh("cd pod && \(lines[1])", ["JOB_COMPLETION_INDEX": "\(index)"])
      #expect(ran.status == 0, "\(ran)")
      let found = table(ran)
      #expect(found.values.allSatisfy { $0.contains("applied") }, "no target is in two parts: \(found)")
      upgraded += found.keys
    }
    #expect(upgraded.sorted() == (1...11).map { "t\($0)" }.sorted())
  }
}
