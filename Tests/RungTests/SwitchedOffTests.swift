import Testing

@Suite struct `A target that is switched off` {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try HookProject.migration(scratch, 1)
    try scratch.write(
      "rung.toml",
      """
      [target.a]
      database = "sqlite:a.db"
      [target.b]
      enabled = false
      database = "sqlite:b.db"
      [target.c]
      database = "sqlite:c.db"
      [target.c.migration]
      enabled = false

      """)
  }

  @Test func `is left out of what is done for all`() throws {
    #expect(try scratch.sh("rung targets").output == "a\n")
    let all = try scratch.sh("for target in $(rung targets); do rung upgrade -qt $target; done; ls *.db")
    #expect(all.output == "a.db\n" && all.errors == "")
  }

  @Test(arguments: ["b", "c"]) func `is done when it is named, with a warning`(name: String) throws {
    let ending = try scratch.sh("rung upgrade --target \(name)")
    #expect(ending.status == 0)
    #expect(
      ending.errors.withoutDurations == """
        rung.toml: target.\(name).migration.enabled: warning: the target '\(name)' is disabled, but was named
          remedy: continuing; remove 'enabled = false', or do not name it
        0001: t … N ms
        applied 1 migration in N ms; sqlite:\(name).db is at 0001

        """)
  }

  @Test func `can be one among all, for all but those that say otherwise`() throws {
    try scratch.write(
      "rung.toml",
      """
      [migration]
      enabled = false
      [target.a]
      database = "sqlite:a.db"
      [target.b]
      enabled = true
      database = "sqlite:b.db"

      """)
    #expect(try scratch.sh("rung targets").output == "b\n")
    #expect(try scratch.sh("rung targets", ["RUNG_ENABLED": "true"]).output == "a\nb\n")
  }
}
