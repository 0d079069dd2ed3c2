/// A plan as SQL: what a run sends, and what a dry run prints.
package struct Script: Sendable {
  /// Told to whoever reads the script, line by line.
  package let heading: [String]
  /// The command that it is for: `upgrade`.
  package let verb: String
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
    /// Whether something in it may commit by itself all the same.
    package let mayCommitEarly: Bool
    package let steps: [Step]
    /// Takes its progress back where its very first statement is refused: then nothing of it has run.
    package let withdrawal: Step?
    /// What there is to say when it is done.
    package let notes: [String]

    init(
      title: String, migration: Migration? = nil, direction: Direction = .up, isTransactional: Bool = true,
      mayCommitEarly: Bool = false, steps: [Step], withdrawal: Step? = nil, notes: [String] = []
    ) {
      self.title = title
      self.migration = migration
      self.direction = direction
      self.isTransactional = isTransactional
      self.mayCommitEarly = mayCommitEarly
      self.steps = steps
      self.withdrawal = withdrawal
      self.notes = notes
    }

    /// What takes the progress back after a step was refused; nil where something may have run.
    package func withdrawal(after step: Step) -> Step? {
      guard step.kind == .migration, let place = step.location(at: 0),
        place == steps.first(where: { $0.kind == .migration })?.location(at: 0)
      else { return nil }
      return withdrawal
    }

    func with(steps: [Step]) -> Section {
      Section(
        title: title, migration: migration, direction: direction, isTransactional: isTransactional,
        mayCommitEarly: mayCommitEarly, steps: steps, withdrawal: withdrawal, notes: notes)
    }

    /// Whether it only prepares the session and the tables, or ends the session.
    var isFrame: Bool {
      migration == nil
        && steps.allSatisfy { [.client, .lock, .unlock, .createTable, .session].contains($0.kind) }
    }

    /// Whether it can be part of a greater transaction: nothing of it has to happen outside of one.
    var canBeWhole: Bool { isTransactional && migration?.directives.foreignKeys == nil }
  }

  /// The sections, those together that are committed together.
  package var groups: [[Section]] {
    var groups: [[Section]] = []
    var open = 0
    for section in sections {
      if open > 0 { groups[groups.count - 1].append(section) } else { groups.append([section]) }
      for step in section.steps { open += step.kind == .begin ? 1 : step.kind == .commit ? -1 : 0 }
    }
    return groups
  }

  /// The same in parts, each for a session of its own, which does one of its groups.
  ///
  /// What comes before anything else comes before each of them, but for the tables, which are then there.
  package var parts: [Script] {
    var groups = groups.map { $0 }
    let opening = groups.first.flatMap { $0.allSatisfy(\.isFrame) ? groups.removeFirst() : nil } ?? []
    let closing = groups.last.flatMap { $0.allSatisfy(\.isFrame) ? groups.removeLast() : nil } ?? []
    guard groups.count > 1 else { return [self] }
    let again = opening.map { $0.with(steps: $0.steps.filter { $0.kind != .createTable }) }
    return groups.enumerated().map { index, group in
      Script(heading: heading, verb: verb, sections: (index == 0 ? opening : again) + group + closing)
    }
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
