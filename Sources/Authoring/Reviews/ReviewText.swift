import Diagnostics
import SQLText

extension ChangeReview {
  /// The review as Markdown, for the description or a comment of a pull request.
  package var markdown: String {
    var parts = ["## \(title.inMarkdown)"]
    if let digest {
      parts.append("Plan: `\(digest)`; run it with `rung \(command) --expect \(digest)`.")
    }
    let notes = warnings.map { "- **warning** \($0.message.inMarkdown)" }
    if !notes.isEmpty { parts.append(notes.joined(separator: "\n")) }
    if migrations.isEmpty { return (parts + ["Nothing is pending."]).joined(separator: "\n\n") + "\n" }
    if drift.words != "none" {
      let lines = drift.lines.isEmpty ? "" : "\n\n" + drift.lines.joined(separator: "\n").fenced("diff")
      parts.append("**Drift:** \(drift.words.inMarkdown)\(lines)")
    }
    if !isWatched { parts.append("The locks of \(dialect) were not measured.") }
    parts.append(table)
    parts += migrations.map(section)
    if !schema.isEmpty {
      parts.append("### The schema, before and after\n\n" + schema.joined(separator: "\n").fenced("diff"))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var table: String {
    let rows = migrations.map { migration in
      let findings = migration.segments.flatMap(\.findings)
      let counts = [LintRule.Severity.error, .warning, .note].compactMap { severity -> String? in
        let count = findings.count { $0.severity == severity }
        return count > 0 ? Phrase.count(count, severity.rawValue) : nil
      }
      let cells = [
        migration.version, migration.description, counts.isEmpty ? "none" : counts.joined(separator: ", "),
        migration.reversal.words,
      ]
      return "| " + cells.map(\.inMarkdown).joined(separator: " | ") + " |"
    }
    return (["| Migration | What it does | Findings | Down migration |", "|---|---|---|---|"] + rows)
      .joined(separator: "\n")
  }

  private func section(_ migration: ReviewedMigration) -> String {
    let title =
      migration.description.isEmpty ? migration.version : "\(migration.version): \(migration.description)"
    let findings = migration.segments.flatMap(\.findings).map { finding in
      let place = finding.location.map { "line \($0.line): " } ?? ""
      let evidence = finding.evidence.map { " (\($0))" } ?? ""
      return "- **\(finding.severity.rawValue)** \(place)"
        + "\(finding.summary)\(evidence); \(finding.advice)".inMarkdown + " `\(finding.rule.rawValue)`"
    }
    let sql = migration.segments.map(\.text).joined(separator: "\n").trimmingBlanks.fenced("sql")
    let down = migration.down.map { "\n\nDown:\n\n" + $0.fenced("sql") } ?? ""
    return "### \(title.inMarkdown)\n\n" + (findings.isEmpty ? "" : findings.joined(separator: "\n") + "\n\n")
      + "<details><summary>SQL</summary>\n\n\(sql)\(down)\n\n</details>"
  }
}

extension ReviewedMigration.Reversal {
  /// The state in words.
  var words: String {
    switch self {
    case .proved(let withRows): "\(withRows ? "schema and rows" : "schema") restored"
    case .failed: "does not restore the schema"
    case .impossible(let tables): "data is lost: \(tables.joined(separator: ", "))"
    case .none: "no down migration"
    case .repeatable: "repeatable"
    case .untried(let why): "not tried: \(why)"
    }
  }
}

extension String {
  /// The text in one line, in which no character means anything in Markdown or HTML.
  fileprivate var inMarkdown: String {
    var result = ""
    for character in replacing("\n", with: " ") {
      switch character {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "#", "|", "~", "!": result += "\\\(character)"
      default: result.append(character)
      }
    }
    return result
  }

  /// The text between fences that it does not contain.
  fileprivate func fenced(_ language: String) -> String {
    var fence = "```"
    while contains(fence) { fence += "`" }
    return "\(fence)\(language)\n\(self)\n\(fence)"
  }
}
