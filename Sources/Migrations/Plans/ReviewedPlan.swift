import Diagnostics

/// A plan that is written for review: what it was decided on, and the script that a run sends.
///
/// The file begins with comments that bind it, one fact a line; docs/formats.md describes them. The digest is
/// the SHA-256 of these lines and the script, without the author and the way to the database, so that a
/// reviewer and a deployment on another machine have the same.
package struct ReviewedPlan: Equatable, Sendable {
  /// The facts in their order.
  package let facts: [Fact]
  /// The author and the client's command for the database in the script.
  package let signature: Signature
  package let digest: String
  /// The whole file.
  package let text: String

  /// What the script depends on.
  package struct Fact: Equatable, Sendable {
    package let name: String
    package let value: String

    package init(name: String, value: String) { (self.name, self.value) = (name, value) }
  }

  /// What differs between the machine that plans and the one that runs.
  package struct Signature: Equatable, Sendable {
    package let author: String
    package let client: String

    package init(author: String, client: String) { (self.author, self.client) = (author, client) }

    /// The signature of the script whose digest is taken.
    package static let none = Signature(author: "", client: "")
  }

  private static let mark = "-- rung plan: "
  private static let digestMark = "-- sha256: "

  /// - Parameters:
  ///   - facts: what the script depends on.
  ///   - signature: the author and the client's command of the text.
  ///   - script: the script with a signature; nil if there is nothing to do.
  package init(_ facts: [Fact], _ signature: Signature, script: (Signature) throws -> String?) rethrows {
    self.facts = facts
    self.signature = signature
    let head = ReviewedPlan.mark + "1\n" + facts.map { "-- \($0.name): \($0.value.singleLine)\n" }.joined()
    digest = Checksum.sha256(try head + (script(.none) ?? ""))
    text =
      try head + """
        -- author: \(signature.author.singleLine)
        -- client: \(signature.client.singleLine)
        \(ReviewedPlan.digestMark)\(digest)

        """ + (script(signature) ?? "")
  }

  /// A plan as a file has it.
  package struct File: Sendable {
    package let path: String
    package let text: String
    package let digest: String
    package let signature: Signature
    private let lines: [String: [String]]

    /// - Throws: ``ReviewedPlanError`` for a file that is not a plan.
    package init(_ source: SourceText) throws(ReviewedPlanError) {
      path = source.path
      text = source.text
      var lines: [String: [String]] = [:]
      guard text.hasPrefix(ReviewedPlan.mark + "1\n") else { throw .notAPlan(source.path) }
      for line in text.split(separator: "\n") {
        guard line.hasPrefix("-- "), let colon = line.firstRange(of: ": ") else { break }
        lines[String(line.dropFirst(3)[..<colon.lowerBound]), default: []].append(
          String(line[colon.upperBound...]))
        if line.hasPrefix(ReviewedPlan.digestMark) { break }
      }
      guard let digest = lines["sha256"]?.first else { throw .notAPlan(source.path) }
      self.lines = lines
      self.digest = digest
      signature = Signature(author: lines["author"]?.first ?? "", client: lines["client"]?.first ?? "")
    }

    /// The first fact that differs from those of another plan, in words; nil if none does.
    package func difference(from facts: [Fact]) -> String? {
      let now = Dictionary(grouping: facts, by: \.name).mapValues { $0.map(\.value.singleLine) }
      // What has moved says more than what follows from it.
      for name in ["target", "database", "role", "from", "file"] + facts.map(\.name) + lines.keys.sorted() {
        if ["author", "client", "sha256", "rung plan"].contains(name) { continue }
        let (then, now) = (lines[name] ?? [], now[name] ?? [])
        guard then != now else { continue }
        let old = then.filter { !now.contains($0) }, new = now.filter { !then.contains($0) }
        func words(_ values: [String]) -> String { values.isEmpty ? "none" : values.joined(separator: ", ") }
        return "\(name): \(words(old)) when it was planned; \(words(new)) now"
      }
      return nil
    }
  }
}

/// A file that cannot be taken for a plan.
package enum ReviewedPlanError: Diagnostic {
  case notAPlan(String)
  case edited(String, line: Int)

  package var message: String {
    switch self {
    case .notAPlan(let path): "'\(path)' is not a plan"
    case .edited(let path, let line): "'\(path)' was edited: line \(line) is not what was planned"
    }
  }

  package var remedy: String? {
    "write one with 'rung upgrade --dry-run --out plan.sql', and leave it as it is"
  }

  package var status: ExitStatus { .badFile }
}

extension String {
  /// The text in one line.
  fileprivate var singleLine: String { replacing("\n", with: " ").replacing("\r", with: " ") }
}
