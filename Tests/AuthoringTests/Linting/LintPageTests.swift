import Foundation
import Testing

@testable import Authoring

@Suite struct `The page about lint` {
  @Test func `has a section for each rule, in order, with its severity and a recipe`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    let page = try String(contentsOf: root.appending(path: "docs/lint.md"), encoding: .utf8)
    let sections = page.split(separator: "\n### ").dropFirst().map { section in
      (name: section.prefix { $0 != "\n" }, text: section)
    }
    #expect(sections.map { String($0.name) } == LintRule.allCases.map(\.rawValue))
    for (rule, section) in zip(LintRule.allCases, sections) {
      #expect(section.text.contains("\n\n**\(rule.severity.rawValue)** "), "\(rule.rawValue)")
      #expect(section.text.contains("\n```sql\n"), "\(rule.rawValue)")
    }
  }
}
