import Foundation
import Testing

/// A program that is killed before any of its steps: a small library counts them, `Tests/Support/die.c`.
@Suite struct `A change of files that is killed` {
  enum Change: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case fix = "fix --yes"
    case squash = "squash 0001:0003 -m all --yes"

    var testDescription: String { rawValue }

    var versions: [String] {
      self == .fix ? ["0001", "20250102000000", "20250103000000"] : ["0001", "0002", "0003", "0004"]
    }
  }

  /// How a project is found after a kill.
  private enum Stage { case before, between, after }

  /// Projects in folders of one scratch: `before` the change, `after` it, and the one at hand.
  private struct Projects {
    let scratch: Scratch
    let change: Change

    init(_ change: Change) throws {
      self.change = change
      scratch = try Scratch()
      let compiled = try scratch.sh(
        "cc -shared -fPIC -o die.so \(Place.root.appending(path: "Tests/Support/die.c").path())")
      try #require(compiled.status == 0, "\(compiled.errors)")
      try scratch.write("before/rung.toml", "database = \"sqlite:app.db\"\n")
      try scratch.write("before/migrations/README.md", "not a migration\n")
      for (number, version) in change.versions.enumerated() {
        try scratch.write(
          "before/migrations/\(version)_t.sql",
          "-- name: migrate-\(version)-up\ncreate table t\(number) (a int);\n-- name: migrate-\(version)-down\ndrop table t\(number);\n"
        )
      }
      try require("rung upgrade", "before")
      try require(
        "git init -q && git add migrations && git -c user.name=a -c user.email=a commit -q -m a", "before")
      try copy("before", "after")
      try require("rung \(change.rawValue)", "after")
    }

    func copy(_ folder: String, _ new: String) throws {
      _ = try scratch.sh("rm -rf \(new) && cp -R \(folder) \(new)")
    }

    func sh(_ line: String, _ folder: String = "now") throws -> Ending {
      try scratch.sh("cd \(folder) && \(line)")
    }

    @discardableResult
    func require(_ line: String, _ folder: String = "now") throws -> Ending {
      let ending = try sh(line, folder)
      try #require(ending.status == 0, "\(line): \(ending.errors)")
      return ending
    }

    /// Runs a command that is killed before its `step`-th step.
    ///
    /// - Returns: whether it came to that; false if the command ended by itself.
    func kill(_ command: String, at step: Int) throws -> Bool {
      let ending = try sh("env LD_PRELOAD=../die.so RUNG_TEST_DIE_AT=\(step) rung \(command); exit $?")
      try #require(ending.status == 137 || ending.status == 0, "\(ending.status): \(ending.errors)")
      return ending.status == 137
    }

    /// All files of the folder of migrations that are not ours alone, and what is in them.
    func files(_ folder: String = "now") throws -> String {
      try sh("tail -n +1 migrations/*", folder).output
    }

    /// Everything that there is, but for times: files, what git says of them, and the database.
    func everything(_ folder: String = "now") throws -> String {
      let git = "git status --short --untracked-files=all"
      let line = "find . -path ./.git -prune -o -print | sort && \(git) migrations && sqlite3 app.db .dump"
      return try files(folder) + require(line, folder).output.withoutTimes
    }

    /// Where the project stands; nothing is lost in any case.
    func stage() throws -> Stage {
      let status = try sh("rung status")
      if status.errors.contains("a renaming of files in 'migrations' was interrupted") {
        for command in [
          "status", "upgrade", "downgrade", "redo", "fix --dry-run", "stamp head",
          "\(change.rawValue) --dry-run",
        ] {
          let refused = try sh("rung \(command)")
          #expect(
            refused.status == 65 && refused.errors.contains("run 'rung fix' to finish it"), "\(command)")
        }
        return .between
      }
      if try files() == files("before") {
        #expect(try status.output == require("rung status", "before").output)
        return .before
      }
      #expect(try files() == files("after"))
      return .after
    }

    /// Brings a project that was killed where it was going.
    func recover(from stage: Stage) throws {
      switch stage {
      case .before: try require("rung \(change.rawValue)")
      case .between: #expect(try require("rung fix --yes").errors.contains("finished what was interrupted"))
      // Killed before its very last step it leaves an empty folder, which the next change removes.
      case .after: _ = try sh("rmdir migrations/.rung-change")
      }
      try require("rung upgrade")
      try require("rung status --exit-code")
    }
  }

  @Test(arguments: Change.allCases)
  func `has happened or not at all, or is finished by the next fix`(change: Change) throws {
    let projects = try Projects(change)
    let expected = try projects.everything("after")
    var stages: [Stage] = []
    while true {
      try projects.copy("before", "now")
      guard try projects.kill(change.rawValue, at: stages.count + 1) else { break }
      let stage = try projects.stage()
      stages.append(stage)
      try projects.recover(from: stage)
      try expectSame(projects.everything(), expected, "killed at step \(stages.count), \(stage)")
    }
    try expectSame(projects.everything(), expected, "not killed")
    // It goes forward, and never back: first the texts are written, then the files change, then the rows.
    #expect(
      stages == stages.filter { $0 == .before } + stages.filter { $0 == .between }
        + stages.filter { $0 == .after })
    for stage in [Stage.before, .between, .after] { #expect(stages.count { $0 == stage } >= 4, "\(stages)") }
  }

  @Test(arguments: Change.allCases) func `may be killed again while it is finished`(change: Change) throws {
    let projects = try Projects(change)
    let expected = try projects.everything("after")
    var first = 0
    repeat {
      first += 1
      try projects.copy("before", "now")
      let isKilled = try projects.kill(change.rawValue, at: first)
      try #require(isKilled)
    } while try projects.stage() != .between
    try projects.copy("now", "between")
    var kills = 0
    while try projects.kill("fix --yes", at: kills + 1) {
      kills += 1
      try projects.recover(from: projects.stage())
      try expectSame(projects.everything(), expected, "killed at step \(kills)")
      try projects.copy("between", "now")
    }
    #expect(kills >= 4)
  }
}
