import Diagnostics

/// Something about a statement that a reviewer should know.
package struct LintFinding: Diagnostic {
  package let rule: LintRule
  package let severity: LintRule.Severity
  /// What the statement does, without the rule.
  package let summary: String
  /// What was measured or seen.
  package let evidence: String?
  /// What to do instead.
  package let advice: String
  package let location: SourceLocation?

  init(
    _ rule: LintRule, _ summary: String, evidence: String? = nil, advice: String? = nil,
    at location: SourceLocation?, severity: LintRule.Severity? = nil
  ) {
    self.rule = rule
    self.severity = severity ?? rule.severity
    self.advice = advice ?? rule.advice
    self.summary = summary
    self.evidence = evidence
    self.location = location
  }

  package var message: String { "\(summary) [\(rule.rawValue)]" }
  package var cause: String? { evidence }
  package var remedy: String? { advice }
  package var place: Place? { location.map { .source($0) } }
  package var status: ExitStatus { .failed }

  /// The same with another severity.
  func with(severity: LintRule.Severity) -> LintFinding {
    LintFinding(rule, summary, evidence: evidence, advice: advice, at: location, severity: severity)
  }
}
