/// A plan as SQL: what a run sends, and what a dry run prints.
package struct Script: Sendable {
  /// Told to whoever reads the script, line by line.
  package let heading: [String]
  /// In order; the first has no migration (lock, tables), and so has the last (lock).
  package let sections: [Section]

  /// The steps that belong together.
  package struct Section: Sendable {
    /// What the section does, for the reader.
    package let title: String
    /// The migration that it applies or reverts.
    package let migration: Migration?
    package let direction: Direction
    /// Whether its steps stand or fall together.
    package let isTransactional: Bool
    package let steps: [Step]
    /// What there is to say when it is done.
    package let notes: [String]

    init(
      title: String, migration: Migration? = nil, direction: Direction = .up, isTransactional: Bool = true,
      steps: [Step], notes: [String] = []
    ) {
      self.title = title
      self.migration = migration
      self.direction = direction
      self.isTransactional = isTransactional
      self.steps = steps
      self.notes = notes
    }

    func with(steps: [Step]) -> Section {
      Section(
        title: title, migration: migration, direction: direction, isTransactional: isTransactional,
        steps: steps,
        notes: notes)
    }

    /// Whether it can be part of a greater transaction: nothing of it has to happen outside of one.
    var canBeWhole: Bool { isTransactional && migration?.directives.foreignKeys == nil }
  }

  /// The whole as text, to be reviewed and piped into the database's client.
  package var text: String {
    let heading = self.heading.map { "-- \($0)\n" }.joined()
    let body = sections.map { section in
      "\n-- \(section.title)\n" + section.steps.map(\.sql).joined()
    }
    return heading + body.joined()
  }
}
