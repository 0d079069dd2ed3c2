import Diagnostics

extension History {
  /// The progress of a migration without a transaction: a row of the progress table.
  package struct Progress: Sendable, Equatable {
    package let version: Version
    package let direction: Direction
    /// The number of statements that have finished.
    package let finished: Int
    /// The ``Checksum/chain(_:_:)`` of those statements.
    package let checksum: String
    /// The statement that was under way; nil if none was.
    package let begun: Begun?

    package init(
      version: Version, direction: Direction, finished: Int, checksum: String, begun: Begun? = nil
    ) {
      self.version = version
      self.direction = direction
      self.finished = finished
      self.checksum = checksum
      self.begun = begun
    }

    /// Reads a row of `progress-read`, as text.
    package init?(columns: [String?]) {
      guard columns.count == 4, let version = columns[0].flatMap({ Version($0) }),
        let direction = columns[1].flatMap({ Direction(rawValue: $0) }),
        let finished = columns[2].flatMap({ Int($0) })
      else { return nil }
      let words = (columns[3] ?? "").split(separator: " ").map(String.init)
      let mark = words.firstIndex(of: "begun")
      self.init(
        version: version, direction: direction, finished: finished,
        checksum: mark == 0 ? "" : words.first ?? "", begun: mark.flatMap { Begun(words[($0 + 1)...]) })
    }
  }

  /// A statement that was sent, and of which nobody has noted yet that it finished.
  ///
  /// `checksum_done` is then `CHAIN begun STATEMENT STATE`.
  package struct Begun: Sendable, Equatable {
    /// The first digits of the chain up to the statement, which identify it.
    let statement: String
    /// The state of its object before it was sent: `absent`, `there`, `invalid` or `unknown`.
    package let before: String

    init?(_ words: ArraySlice<String>) {
      guard words.count == 2, let statement = words.first, let before = words.last else { return nil }
      (self.statement, self.before) = (statement, before)
    }

    /// The value of `checksum_done` up to the state.
    static func mark(after previous: String, _ chain: String) -> String {
      (previous.isEmpty ? "" : previous + " ") + "begun \(digits(chain)) "
    }

    /// Whether it is the statement that ends a chain.
    func isOf(_ chain: String) -> Bool { statement == Begun.digits(chain) }

    private static func digits(_ chain: String) -> String { String(chain.prefix(8)) }
  }
}
