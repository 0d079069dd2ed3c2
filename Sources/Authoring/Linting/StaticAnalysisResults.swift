import Diagnostics

/// A report in SARIF 2.1.0, which code hosts and editors show beside the lines.
///
/// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
package struct StaticAnalysisResults: Encodable {
  private let version = "2.1.0"
  private let schema = "https://json.schemastore.org/sarif-2.1.0.json"
  private let runs: [Run]

  private enum CodingKeys: String, CodingKey {
    case version, runs
    case schema = "$schema"
  }

  /// - Parameters:
  ///   - report: the findings.
  ///   - release: the version of Rung.
  package init(_ report: LintReport, release: String) {
    runs = [
      Run(
        tool: .init(driver: .init(version: release, rules: LintRule.allCases.map(Rule.init))),
        results: report.findings.map(Result.init))
    ]
  }

  private struct Run: Encodable {
    let tool: Tool
    let results: [Result]
    let columnKind = "unicodeCodePoints"
  }

  private struct Tool: Encodable {
    let driver: Component

    struct Component: Encodable {
      let name = "rung lint"
      let version: String
      let rules: [Rule]
    }
  }

  private struct Text: Encodable { let text: String }

  private struct Rule: Encodable {
    let id: String
    let shortDescription: Text
    let help: Text
    let defaultConfiguration: Configuration

    struct Configuration: Encodable { let level: LintRule.Severity }

    init(_ rule: LintRule) {
      id = rule.rawValue
      shortDescription = Text(text: rule.rawValue.replacing("-", with: " "))
      help = Text(text: rule.advice)
      defaultConfiguration = Configuration(level: rule.severity)
    }
  }

  private struct Result: Encodable {
    let ruleId: String
    let level: LintRule.Severity
    let message: Text
    let locations: [Location]

    init(_ finding: LintFinding) {
      ruleId = finding.rule.rawValue
      level = finding.severity
      let parts = [finding.summary, finding.evidence, finding.advice].compactMap { $0 }
      message = Text(text: parts.joined(separator: "\n"))
      locations =
        finding.location.map {
          [
            Location(
              physicalLocation: .init(
                artifactLocation: .init(uri: $0.path.asReference),
                region: .init(startLine: $0.line, startColumn: $0.column)))
          ]
        } ?? []
    }
  }

  private struct Location: Encodable {
    let physicalLocation: Physical

    struct Physical: Encodable {
      let artifactLocation: Artifact
      let region: Region
    }

    struct Artifact: Encodable { let uri: String }

    struct Region: Encodable {
      let startLine: Int
      let startColumn: Int
    }
  }
}

extension String {
  /// A path as a relative reference, with what a URI cannot hold as percent escapes.
  ///
  /// https://www.rfc-editor.org/rfc/rfc3986#section-3.3
  fileprivate var asReference: String {
    let allowed = "-._~/!$&'()*+,;=@".utf8
    return utf8.map { byte in
      let scalar = Character(UnicodeScalar(byte))
      let isPlain = byte < 0x80 && (scalar.isLetter || scalar.isNumber) || allowed.contains(byte)
      let hex = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(scalar) : "%" + (hex.count < 2 ? "0" : "") + hex
    }.joined()
  }
}
