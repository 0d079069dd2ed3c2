import Configuration
import Diagnostics
import Projects
import SQLText

/// A review as one static page, without scripts and without anything from elsewhere.
package struct ReviewPage {
  /// The page as HTML.
  package let text: String
  private let review: ChangeReview
  private let highlighter: Highlighter

  /// - Throws: ``PatternError`` if PCRE2 gives up.
  package init(_ review: ChangeReview, _ resources: Resources) throws {
    self.review = review
    highlighter = try Highlighter(review.syntax)
    let page = try resources.find("review/page.html")?.text.text ?? ""
    let style = try resources.find("review/style.css")?.text.text ?? ""
    text = try Markup(page, Self.fields(of: review, style: style, highlighter: highlighter)).text
  }

  private static func fields(
    of review: ChangeReview, style: String, highlighter: Highlighter
  ) throws -> [String: Markup] {
    let parts = ReviewParts(review: review, highlighter: highlighter)
    return [
      "title": "\(review.title)", "style": Markup(text: style), "facts": parts.facts,
      "verdict": parts.verdict, "migrations": try parts.migrations, "schema": parts.schema,
      "release": "\(review.release)",
    ]
  }
}

extension ChangeReview {
  /// The title of the page.
  var title: String {
    migrations.isEmpty ? "Nothing is pending on \(database)" : "\(database): \(before) to \(after)"
  }
}

/// The parts of the page.
private struct ReviewParts {
  let review: ChangeReview
  let highlighter: Highlighter

  var facts: Markup {
    var facts: [(String, Markup)] = [
      ("Database", "\(review.database) (\(review.dialect))"), ("From", "\(review.before)"),
      ("To", "\(review.after)"), ("Drift", "\(review.drift.words)"),
    ]
    if let digest = review.digest {
      facts.append(("SHA-256 of the plan", "<code>\(digest)</code>"))
      facts.append(("Run with", "<code>rung \(review.command) --expect \(digest)</code>"))
    }
    return facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" as Markup }.joined()
  }

  /// What somebody reads who has one minute.
  var verdict: Markup {
    let warnings = review.warnings.map { problem -> Markup in
      let rest = [problem.cause, problem.remedy].compactMap { $0 }.joined(separator: " ")
      return
        """
        <li><span class="warning">warning</span> \(problem.message). <span class="faint">\(rest)</span></li>
        """
    }
    let rows = review.migrations.map { migration -> Markup in
      """
      <tr><th scope="row"><a href="#m-\(migration.version)">\(migration.version)</a></th>\
      <td>\(migration.description)</td><td>\(worst(migration))</td><td>\(migration.reversal.markup)</td></tr>
      """
    }
    let table: Markup = """
      <div class="scroll"><table><thead><tr><th scope="col">Migration</th><th scope="col">What it does</th>\
      <th scope="col">Findings</th><th scope="col">Down migration</th></tr></thead>
      <tbody>\(rows.joined())</tbody></table></div>
      """
    let list: Markup = warnings.isEmpty ? "" : "<ul>\(warnings.joined())</ul>"
    let watched: Markup =
      review.isWatched ? "" : "<p>The locks of \(review.dialect) were not measured.</p>"
    let drift: Markup = review.drift.lines.isEmpty ? "" : "<h3>Drift</h3>\(difference(review.drift.lines))"
    return [list, watched, rows.isEmpty ? "<p>Nothing is pending.</p>" : table, drift].joined()
  }

  private func worst(_ migration: ReviewedMigration) -> Markup {
    let findings = migration.segments.flatMap(\.findings)
    let counts = [LintRule.Severity.error, .warning, .note].compactMap { severity -> Markup? in
      let count = findings.count { $0.severity == severity }
      guard count > 0 else { return nil }
      return "<span class=\"\(severity.rawValue)\">\(Phrase.count(count, severity.rawValue))</span>"
    }
    return counts.isEmpty ? "<span class=\"good\">none</span>" : counts.joined(separator: ", ")
  }

  var migrations: Markup {
    get throws {
      try review.migrations.map { migration -> Markup in
        let facts = [
          migration.author.map { "by \($0)" }, migration.created.map { "written \($0)" }, migration.path,
        ].compactMap { $0 }.joined(separator: ", ")
        let segments = try migration.segments.map(markup)
        let title =
          migration.description.isEmpty ? migration.version : "\(migration.version): \(migration.description)"
        return """
          <article aria-labelledby="m-\(migration.version)">
          <h3 id="m-\(migration.version)">\(title)</h3>
          <p class="faint">\(facts)</p>
          \(segments.joined())
          \(try down(migration))
          </article>
          """
      }.joined()
    }
  }

  private func markup(_ segment: ReviewedMigration.Segment) throws -> Markup {
    let lines = try highlighter.lines(segment.text).enumerated().map { index, line -> Markup in
      "<span class=\"line\" data-line=\"\(segment.firstLine + index)\">\(line)</span>"
    }
    let facts = segment.statements.map { $0.facts.joined(separator: ", ") }
    let locks = facts.map { "<li class=\"faint\">\($0)</li>" as Markup }
    let findings = segment.findings.map { finding -> Markup in
      let severity = finding.severity.rawValue
      let isShown = finding.evidence.map { evidence in facts.contains { $0.contains(evidence) } } ?? true
      let evidence: Markup = isShown ? "" : "<br><span class=\"faint\">\(finding.evidence ?? "")</span>"
      return """
        <li><span class="\(severity)">\(severity)</span> \(finding.summary) \
        <code>\(finding.rule.rawValue)</code>\(evidence)<br>\(finding.advice)</li>
        """
    }
    return """
      <div class="segment"><pre>\(lines.joined(separator: ""))</pre>\
      <div><ul>\(locks.joined())\(findings.joined())</ul></div></div>
      """
  }

  private func down(_ migration: ReviewedMigration) throws -> Markup {
    var text: Markup = ""
    if let down = migration.down {
      text = "<pre>\(try highlighter.lines(down).joined())</pre>"
    }
    if case .failed(let why) = migration.reversal { text = "\(text)<pre>\(why)</pre>" }
    return "<details open><summary>Down migration: \(migration.reversal.markup)</summary>\(text)</details>"
  }

  var schema: Markup {
    guard !review.schema.isEmpty else { return "<p>The schema stays the same.</p>" }
    let picture: Markup = review.diagram.isEmpty ? "" : review.diagram.markup
    return "\(picture)\(difference(review.schema))"
  }

  /// The lines of a unified diff.
  private func difference(_ lines: [String]) -> Markup {
    let shown = lines.map { line -> Markup in
      let kind = line.hasPrefix("+") ? "added" : line.hasPrefix("-") ? "removed" : "same"
      return "<span class=\"\(kind)\">\(line)</span>"
    }
    return "<pre>\(shown.joined(separator: ""))</pre>"
  }
}

extension ReviewedMigration.Reversal {
  /// The state in words, with a colour.
  fileprivate var markup: Markup {
    let kind =
      switch self {
      case .proved, .repeatable: "good"
      case .failed, .impossible: "error"
      case .none, .untried: "warning"
      }
    return "<span class=\"\(kind)\">\(words)</span>"
  }
}
