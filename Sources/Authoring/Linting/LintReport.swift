import Diagnostics
import Migrations

/// What a trial of migrations has shown.
package struct LintReport: Encodable, Sendable {
  /// How many migrations were tried.
  package let migrations: Int
  package let findings: [LintFinding]
  package let statements: [Statement]

  /// A statement, and what was measured while it ran.
  package struct Statement: Encodable, Sendable {
    package let migration: String
    package let file: String
    package let line: Int
    package let column: Int
    /// The line on which it ends.
    let lastLine: Int
    /// The locks on tables that were there before, each as `MODE on TABLE`.
    package let locks: [String]
    /// The tables and indexes that were rewritten.
    package let rewritten: [String]
    /// The tables that were read as a whole.
    package let scanned: [String]
    package let milliseconds: Int

    /// What was measured, one fact each.
    package var facts: [String] {
      locks + rewritten.map { "rewrites \($0)" } + scanned.map { "reads \($0)" }
        + ["\(milliseconds) ms in the copy"]
    }

    private enum CodingKeys: String, CodingKey {
      case migration, file, line, column, locks, rewritten, scanned, milliseconds
    }

    init(_ statement: WatchedStatement, since start: Look) {
      migration = "\(statement.migration.version)"
      file = statement.place.path
      line = statement.place.line
      column = statement.place.column
      lastLine = statement.lines.upperBound
      locks = statement.locks(since: start).map(\.text) + [statement.grade?.text].compactMap { $0 }
      rewritten = statement.rewritten(since: start).map(\.name)
      scanned = statement.scanned(since: start).map(\.name)
      milliseconds = statement.milliseconds
    }
  }

  /// How many findings there are of a severity.
  package func count(_ severity: LintRule.Severity) -> Int {
    findings.count { $0.severity == severity }
  }

  private enum CodingKeys: String, CodingKey { case migrations, findings, statements }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(migrations, forKey: .migrations)
    try container.encode(findings.map(Finding.init), forKey: .findings)
    try container.encode(statements, forKey: .statements)
  }

  /// A finding for machines.
  private struct Finding: Encodable {
    let rule: String
    let severity: LintRule.Severity
    let message: String
    let evidence: String?
    let advice: String
    let file: String?
    let line: Int?
    let column: Int?

    init(_ finding: LintFinding) {
      rule = finding.rule.rawValue
      severity = finding.severity
      message = finding.summary
      evidence = finding.evidence
      advice = finding.advice
      file = finding.location?.path
      line = finding.location?.line
      column = finding.location?.column
    }
  }
}

extension LintReport {
  /// The findings as commands of GitHub Actions, which shows them beside the lines.
  ///
  /// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
  package var annotations: String {
    findings.map { finding in
      let command = finding.severity == .note ? "notice" : finding.severity.rawValue
      let place = finding.location.map {
        "file=\($0.path.escapedProperty),line=\($0.line),col=\($0.column),"
      }
      let parts = [finding.summary, finding.evidence, finding.advice].compactMap { $0 }
      return "::\(command) \(place ?? "")title=\(finding.rule.rawValue)::"
        + parts.joined(separator: "\n").escapedData
    }.joined(separator: "\n")
  }
}

extension String {
  /// The text as the message of a command.
  fileprivate var escapedData: String {
    replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  /// The text as a property of a command.
  fileprivate var escapedProperty: String {
    escapedData.replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
