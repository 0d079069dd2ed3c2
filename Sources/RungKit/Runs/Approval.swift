import Configuration
import Diagnostics
import Drivers
import Migrations
import Projects
import SQLText
import System

/// What a reviewer approved: a plan in a file, or the digest of one.
package struct Approval: Sendable {
  package let digest: String
  /// The file; nil if only the digest is known.
  let file: ReviewedPlan.File?

  /// - Throws: ``ReviewedPlanError`` for a file that is not a plan, ``FileError`` if it cannot be read.
  package init(file path: String) throws {
    let bytes = try Path.bytes(of: path)
    guard let source = try? SourceText(path: path, bytes: bytes) else {
      throw ReviewedPlanError.notAPlan(path)
    }
    let file = try ReviewedPlan.File(source)
    (self.file, digest) = (file, file.digest)
  }

  package init(digest: String) { (self.digest, file) = (digest.lowercased(), nil) }
}

extension Run {
  /// The plan of a decision, for review.
  ///
  /// - Throws: any ``Diagnostic`` if it cannot be decided once more for another author.
  func reviewedPlan(
    _ snapshot: Snapshot, _ decide: (Snapshot) throws -> Decision, signed: ReviewedPlan.Signature
  ) throws -> ReviewedPlan {
    let script = try decide(snapshot.signed(.none)).script
    return try ReviewedPlan(facts(script, snapshot), signed) { signature in
      signature == .none ? script?.text : try decide(snapshot.signed(signature)).script?.text
    }
  }

  /// What the script was decided on, without anything that may differ between machines.
  private func facts(_ script: Script?, _ snapshot: Snapshot) throws -> [ReviewedPlan.Fact] {
    let (rows, revision) = (snapshot.state.history.rows, snapshot.state.history.revision ?? "base")
    let migrations = script?.sections.compactMap { section in
      section.migration.map { ($0, section.direction) }
    }
    let history = rows.map { "\($0.name) \($0.checksum ?? "")\n" }.joined()
    let digest = Checksum.sha256(history)
    var facts = [
      ("command", options.command),
      ("target", project.settings.target ?? "none"),
      ("database", "\(project.dialect.name) \(project.url.databaseName.lastPart)"),
      ("role", try role(snapshot.driver)),
      ("from", "\(revision), \(Phrase.count(rows.count, "row")) \(digest.prefix(16))"),
      ("to", snapshot.state.history.revision(after: migrations ?? []) ?? "base"),
    ]
    for (migration, direction) in migrations ?? [] {
      facts.append(
        ("file", "\(direction) \(migration.version) \(migration.checksum) \(migration.source.path.lastPart)"))
    }
    facts.append(("rung", options.release))
    return facts.map { ReviewedPlan.Fact(name: $0.0, value: $0.1) }
  }

  /// The role that the database knows this run by; `none` where it has no roles, or does not exist yet.
  private func role(_ driver: (any Driver)?) throws -> String {
    guard let driver, project.dialect.has("session-role") else { return "none" }
    let rows = try driver.rows(project.dialect.sql("session-role", [:]))
    return (rows.first?.first ?? nil) ?? "none"
  }

  /// Refuses to send anything but what was approved.
  ///
  /// - Throws: ``NotApproved``, or ``ReviewedPlanError/edited(_:line:)``.
  func requireApproval(_ snapshot: Snapshot, _ decide: (Snapshot) throws -> Decision) throws {
    guard let approval = options.approval else { return }
    let signature = approval.file?.signature ?? .none
    let plan = try reviewedPlan(snapshot, decide, signed: signature)
    guard let file = approval.file else {
      if plan.digest == approval.digest { return }
      throw NotApproved(reason: "the plan is \(plan.digest) now", difference: "")
    }
    if plan.text == file.text { return }
    if plan.digest == file.digest {
      let pairs = zip(
        plan.text.split(separator: "\n", omittingEmptySubsequences: false),
        file.text.split(separator: "\n", omittingEmptySubsequences: false))
      throw ReviewedPlanError.edited(file.path, line: pairs.prefix { $0 == $1 }.count + 1)
    }
    let words = ["diff", "-u", "--label", "approved", "--label", "now", file.path, "-"]
    let lines = (Program(words, input: plan.text).run()?.output ?? "").split(separator: "\n")
    let rest =
      lines.count > NotApproved.mostLines ? ["… and \(lines.count - NotApproved.mostLines) lines more"] : []
    throw NotApproved(
      reason: file.difference(from: plan.facts) ?? "the script differs",
      difference: (lines.prefix(NotApproved.mostLines).map(String.init) + rest).joined(separator: "\n"))
  }
}

extension Run.Snapshot {
  func signed(_ signature: ReviewedPlan.Signature) -> Run.Snapshot {
    var snapshot = self
    snapshot.signature = signature
    return snapshot
  }
}

/// The error that a run would send something else than what was approved.
struct NotApproved: Diagnostic {
  let reason: String
  /// The difference as `diff -u` prints it; empty if only the digest was approved.
  let difference: String

  static let mostLines = 60

  var message: String { "this is not the plan that was approved; nothing was sent" }
  var cause: String? { difference.isEmpty ? reason : reason + "\n" + difference }
  var remedy: String? { "write the plan again with --dry-run --out, and have it reviewed" }
  var status: ExitStatus { .failed }
}
