import Configuration
import Diagnostics
import Migrations
import SQLText

/// Reads the plan of sqitch, and the scripts that it names.
struct SqitchReader {
  let folder: ToolFolder
  let tool: MigrationTool

  /// A change of the plan; an earlier one of several with the same name has its files under the next tag.
  private struct Change {
    let name: String
    var tag: String?
  }

  /// - Throws: ``AdoptionError/unreadable(_:reason:)`` for a plan without its scripts.
  func read() throws -> ForeignFolder {
    let plan = try folder.text(of: "sqitch.plan")
    let changes = try changes(plan)
    let last = Dictionary(changes.enumerated().map { ($1.name, $0) }) { $1 }
    let migrations = try changes.enumerated().map { index, change in
      let isLast = last[change.name] == index
      let file = change.name + (isLast ? "" : "@" + (change.tag ?? "")) + ".sql"
      guard folder.names.contains("deploy/\(file)") else {
        throw AdoptionError.unreadable(folder.path(of: "deploy/\(file)"), reason: "the plan names it")
      }
      let revert = "revert/\(file)"
      return ForeignMigration(
        adopted: Adopted(tool: tool.name, name: change.name), title: change.name,
        up: try folder.text(of: "deploy/\(file)").text,
        down: folder.names.contains(revert) ? try folder.text(of: revert).text : nil,
        path: folder.path(of: "deploy/\(file)"))
    }
    let verified = folder.names.filter { $0.hasPrefix("verify/") }.count
    let note = AdoptionNote(
      "'verify' has \(Phrase.count(verified, "script")), which cannot be carried over",
      remedy: "'rung verify' runs migrations up, down and up in a copy, and compares the schemas",
      at: .file(folder.path(of: "verify")))
    return ForeignFolder(migrations: migrations, notes: verified == 0 ? [] : [note])
  }

  /// The changes in the order of the plan.
  private func changes(_ plan: SourceText) throws -> [Change] {
    let pattern = try Pattern(
      #"""
      ^ \s* (?: (?<tag> @ \S+ ) | (?<name> [^%\#\s@:\[] [^\s@:]* ) ) \s+ (?: \[ [^\]]* \] \s+ )?
        \d{4} - \d\d - \d\d T [\d:]+ Z \s
      """#)
    var changes: [Change] = []
    for match in try pattern.matches(in: plan.text) {
      if let name = match.text("name") {
        changes.append(Change(name: name))
      } else if let tag = match.text("tag") {
        for index in changes.indices where changes[index].tag == nil {
          changes[index].tag = String(tag.dropFirst())
        }
      }
    }
    return changes
  }
}
