import Diagnostics
import Foundation
import Testing

@testable import Authoring

@Suite struct `A report of findings` {
  private static let place = SourceText(path: "m/50% a,b:c é.sql", text: "\n  drop").location(at: 3)

  private static let report = LintReport(
    migrations: 1,
    findings: [
      LintFinding(.rewritesTable, "rewrites t\n100%", evidence: "AccessExclusiveLock on t", at: place),
      LintFinding(.dropsTable, "drops t", advice: "wait", at: nil),
      LintFinding(.enumType, "creates e", advice: "no", at: place),
    ], statements: [])

  private func json(_ value: some Encodable) throws -> [String: Any] {
    let data = try JSONEncoder().encode(value)
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func `counts by severity`() {
    #expect([LintRule.Severity.error, .warning, .note].map(Self.report.count) == [1, 1, 1])
  }

  @Test func `is commands of GitHub, whose text is escaped`() {
    let lines = Self.report.annotations.split(separator: "\n").map(String.init)
    let path = "m/50%25 a%2Cb%3Ac é.sql"
    #expect(lines.count == 3)
    #expect(
      lines[0]
        == "::error file=\(path),line=2,col=3,title=rewrites-table::rewrites t%0A100%25%0A"
        + "AccessExclusiveLock on t%0A\(LintRule.rewritesTable.advice)")
    #expect(lines[1] == "::warning title=drops-table::drops t%0Await")
    #expect(lines[2] == "::notice file=\(path),line=2,col=3,title=enum-type::creates e%0Ano")
  }

  @Test func `is JSON without what is not known`() throws {
    let findings = try #require(try json(Self.report)["findings"] as? [[String: Any]])
    #expect(
      findings[0].keys.sorted()
        == ["advice", "column", "evidence", "file", "line", "message", "rule", "severity"])
    #expect(findings[0]["line"] as? Int == 2 && findings[0]["severity"] as? String == "error")
    #expect(findings[1].keys.sorted() == ["advice", "message", "rule", "severity"])
  }

  @Test func `is results of static analysis, whose places are references`() throws {
    let sarif = try json(StaticAnalysisResults(Self.report, release: "1.2.3"))
    #expect(sarif["version"] as? String == "2.1.0")
    let run = try #require((sarif["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: [String: Any]])?["driver"])
    #expect(driver["version"] as? String == "1.2.3")
    let rules = try #require(driver["rules"] as? [[String: Any]])
    #expect(rules.compactMap { $0["id"] as? String } == LintRule.allCases.map(\.rawValue))
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.compactMap { $0["level"] as? String } == ["error", "warning", "note"])
    #expect(results[1]["locations"] as? [String] == [])
    let places = try #require(results[0]["locations"] as? [[String: [String: Any]]])
    let place = try #require(places.first?["physicalLocation"])
    #expect(place["artifactLocation"] as? [String: String] == ["uri": "m/50%25%20a,b%3Ac%20%C3%A9.sql"])
    #expect(place["region"] as? [String: Int] == ["startLine": 2, "startColumn": 3])
  }
}
