import Foundation
import Testing

/// What `make install` brings; `Tests/Packages` tries it in bare roots and in other shells.
@Suite struct `An installation` {
  private static let commands = "\(Place.root.path())/packaging"
  private static let path = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]

  /// A folder with the tree of an installation in `tree`.
  private static func installed() throws -> Scratch {
    let scratch = try Scratch()
    let made = try scratch.sh("\(commands)/make-tree \(Place.rung) tree", path)
    try #require(made.status == 0, "\(made.errors)")
    return scratch
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init)
  }

  @Test func `leaves nothing when it is removed`() throws {
    let scratch = try Self.installed()
    let run = try scratch.sh(
      """
      set -e
      mkdir -p usr/bin usr/share/man && touch usr/bin/other
      find usr | sort > before
      \(Self.commands)/install-tree install tree usr
      (cd tree && find . -type f) | sort > made
      (cd usr && find . -type f ! -name other ! -name manifest) | sort | diff made -
      rm -r tree/share/man
      \(Self.commands)/install-tree install tree usr
      test ! -e usr/share/man/man1/rung.1
      \(Self.commands)/install-tree uninstall usr
      find usr | sort | diff before -
      """)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
  }

  @Test func `has a manual page for each command, with every flag of its help`() throws {
    let scratch = try Self.installed()
    let lint = try scratch.sh("mandoc -T lint tree/share/man/man?/*", Self.path)
    #expect(lint.status == 0, "\(lint.output)")
    let verbs = try scratch.sh("rung --help | sed -n '/^SUBCOMMANDS/,/^ *See/s/^  \\([a-z-]*\\).*/\\1/p'")
    #expect(Self.lines(verbs.output).count > 20)
    for verb in Self.lines(verbs.output) {
      let page = try scratch.read("tree/share/man/man1/rung-\(verb).1").replacing("\\-", with: "-")
      let help = try scratch.sh("rung help \(verb)", ["COLUMNS": "1000"]).output
      let flags = help.matches(of: #/^  (?:-\w, )?(--[a-z-]+)/#.anchorsMatchLineEndings()).map(\.output.1)
      for flag in flags where !["--version", "--help"].contains(flag) {
        #expect(page.contains("\\fB\(flag)\\fR"), "rung-\(verb)(1) lacks \(flag)")
      }
      for part in ["NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES", "SEE ALSO"] {
        #expect(page.contains(".SH \(part)\n"), "rung-\(verb)(1) lacks \(part)")
      }
    }
    // Between this option and its text the help has one blank.
    let page = try scratch.read("tree/share/man/man1/rung-create-migration.1")
    #expect(page.contains("\\fImessage\\fR\nThe same, as an option.\n"))
  }

  @Test func `has a manual page for the settings, with every key of the guide`() throws {
    let page = try Self.installed().read("tree/share/man/man5/rung.toml.5")
    let guide = try String(contentsOf: Place.root.appending(path: "docs/guide.md"), encoding: .utf8)
    let keys = guide.matches(of: #/^\| `(?<key>[a-z._]+)`/#.anchorsMatchLineEndings()).map(\.output.key)
    #expect(keys.contains("migration.lock_timeout"))
    for key in keys where key.contains(".") { #expect(page.contains("\\fB\(key)\\fR"), "\(key)") }
  }

  /// What bash itself offers for a line, in a project whose database does not answer.
  @Test func `completes names from files in bash`() throws {
    let scratch = try Self.installed()
    try scratch.write(
      "rung.toml", "database = 'postgresql://127.0.0.1:1/none'\n[target.east]\n[target.west]\n")
    for version in ["0001", "0002"] {
      try scratch.write("migrations/\(version)_a.sql", "-- name: migrate-\(version)-up\nselect 1;\n")
    }
    let expected = [
      ("rung upgrade ''", ["head", "0001", "0002"]), ("rung down ''", ["base", "0001", "0002"]),
      ("rung squash 00", ["0001", "0002"]), ("rung status -t ''", ["east", "west"]),
      ("rung new --profile z", ["zero-downtime"]),
      ("rung extension show ''", ["adk", "events", "litestar"]),
      ("rung sql show sqlite tracker-cl", ["tracker-claim"]),
    ]
    for (line, words) in expected {
      try scratch.write(
        "complete",
        """
        source tree/share/bash-completion/completions/rung
        COMP_WORDS=(\(line)) COMP_LINE="${COMP_WORDS[*]}" COMP_POINT=${#COMP_LINE} COMPREPLY=()
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _rung rung "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\\n' "${COMPREPLY[@]}"
        """)
      let offered = try scratch.sh("bash complete")
      #expect(Self.lines(offered.output) == words, "\(line): \(offered.errors)")
    }
  }
}
