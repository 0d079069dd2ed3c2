/// A plan as SQL, which a run sends and a dry run prints.
package struct Script: Sendable {
  /// The comment lines at the top of the script.
  package let heading: [String]
  /// The command that the script is for, such as `upgrade`.
  package let verb: String
  /// The sections in order; the first (lock, tables) and the last (lock) have no migration.
  package let sections: [Section]

  /// The steps that belong together.
  package final class Section: Sendable {
    /// The title, which says what the section does.
    package let title: String
    /// The migration that the section applies or reverts.
    package let migration: Migration?
    package let direction: Direction
    /// Whether its steps are committed or rolled back together.
    package let isTransactional: Bool
    /// Whether a statement in it may commit by itself nevertheless.
    package let mayCommitEarly: Bool
    package let steps: [Step]
    /// The step that removes its progress if the very first statement is refused, because then nothing has
    /// run.
    package let withdrawal: Step?
    /// The number of statements that had finished before it was interrupted; nil if this is its first run.
    package let resumed: Int?
    /// The notes to print when the section is done.
    package let notes: [String]

    init(
      title: String, migration: Migration? = nil, direction: Direction = .up, isTransactional: Bool = true,
      mayCommitEarly: Bool = false, steps: [Step], withdrawal: Step? = nil, resumed: Int? = nil,
      notes: [String] = []
    ) {
      self.title = title
      self.migration = migration
      self.direction = direction
      self.isTransactional = isTransactional
      self.mayCommitEarly = mayCommitEarly
      self.steps = steps
      self.withdrawal = withdrawal
      self.resumed = resumed
      self.notes = notes
    }

    /// The step that removes the progress after a step was refused; nil if a statement may have run.
    package func withdrawal(after step: Step) -> Step? {
      let settings = steps.prefix { $0.kind != .migration }
      let isEarly = step.kind == .session && settings.contains { $0.kind == .session && $0.sql == step.sql }
      return isEarly || isFirst(step) ? withdrawal : nil
    }

    func with(steps: [Step]) -> Section {
      Section(
        title: title, migration: migration, direction: direction, isTransactional: isTransactional,
        mayCommitEarly: mayCommitEarly, steps: steps, withdrawal: withdrawal, resumed: resumed, notes: notes)
    }

    /// Whether a step is the first of the user's that is sent.
    package func isFirst(_ step: Step) -> Bool {
      guard step.kind == .migration, let place = step.location(at: 0) else { return false }
      return place == steps.first { $0.kind == .migration }?.location(at: 0)
    }

    /// Whether the section only prepares the session and the tables, or ends the session.
    var isFrame: Bool {
      migration == nil
        && steps.allSatisfy {
          [.client, .variable, .lock, .unlock, .createTable, .session].contains($0.kind)
        }
    }

    /// Whether the progress table counts its statements.
    var countsProgress: Bool { !isTransactional && migration.map { !$0.isRepeatable } ?? false }

    /// Whether the section can be part of a larger transaction, because no step must run outside one.
    var canBeWhole: Bool { isTransactional && migration?.directives.foreignKeys == nil }
  }

  /// The sections in groups that are committed together.
  package var groups: [[Section]] {
    var groups: [[Section]] = []
    var open = 0
    for section in sections {
      if open > 0 { groups[groups.count - 1].append(section) } else { groups.append([section]) }
      for step in section.steps { open += step.kind == .begin ? 1 : step.kind == .commit ? -1 : 0 }
    }
    return groups
  }

  /// The script in parts for separate sessions, each of which runs one group.
  ///
  /// The opening sections come before each part, but only the first part creates the tables.
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

  /// Whether the progress table counts statements of it.
  package var countsProgress: Bool { sections.contains(where: \.countsProgress) }

  /// The script with more comment lines at its top.
  package func heading(with lines: [String]) -> Script {
    Script(heading: heading + lines, verb: verb, sections: sections)
  }

  /// The whole script as text, to review and pipe into the database's client.
  package var text: String {
    let heading = self.heading.map { "-- \($0)\n" }.joined()
    let body = sections.map { section in
      "\n-- \(section.title)\n" + section.steps.map(\.sql).joined()
    }
    return heading + body.joined()
  }
}
