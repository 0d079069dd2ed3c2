import Diagnostics
import Migrations
import Projects

/// The progress of sections whose steps are being sent.
struct Progress {
  private let steps: [Step]
  private let tell: (Event) -> Void
  /// The number of steps that are done.
  private var finished = 0
  /// The time when the current section began.
  private var start = ContinuousClock.now
  /// The transactions that the finished steps have begun and not ended.
  private var open = 0
  /// The sections that are done, in a transaction that is not committed.
  private var uncommitted: [(Script.Section, Int)] = []
  /// The number of migrations that have begun, with those before these sections, and how many the run has.
  private var begun: Int
  private let count: Int
  /// The user's statements of the current section that are done with the finished steps, and all of them.
  private var statements = (done: 0, all: 0)

  /// A step of a section.
  struct Step {
    let section: Script.Section
    let step: Migrations.Step
    let isFirst: Bool
    let isLast: Bool
    /// The number of the user's statements in it, and in its section.
    let statements: (own: Int, all: Int)
  }

  /// - Parameters:
  ///   - steps: the steps to send, in order.
  ///   - place: how many migrations the run has done before these steps, and how many it has; 0 if that is
  ///     not known.
  ///   - tell: receives each migration that is about to be sent.
  init(_ steps: [Step], at place: (done: Int, count: Int), _ tell: @escaping (Event) -> Void) {
    self.steps = steps
    self.tell = tell
    (begun, count) = place
  }

  /// The steps of sections, one after another, with the preparation before what the user wrote.
  static func steps(
    of sections: [Script.Section], preparation: Migrations.Step?, if isSent: (Migrations.Step.Kind) -> Bool
  ) -> [Step] {
    sections.flatMap { section in
      var sent = section.steps.filter { isSent($0.kind) }
      // A transaction's isolation level must be set, and its claim made, before any other statement.
      let work = sent.firstIndex { ![.begin, .claim].contains($0.kind) } ?? sent.endIndex
      if let preparation, section.migration != nil { sent.insert(preparation, at: work) }
      var all = 0
      for index in sent.indices { all += sent[index].statements.count }
      return sent.indices.map { index in
        Step(
          section: section, step: sent[index], isFirst: index == 0, isLast: index == sent.count - 1,
          statements: (sent[index].statements.count, all))
      }
    }
  }

  /// The step that has not finished yet; the last one if all have, nil if there is none.
  var current: Step? { finished < steps.count ? steps[finished] : steps.last }

  /// Whether nothing is done yet.
  var isAtStart: Bool { finished == 0 }

  /// Whether the finished steps have left a transaction open.
  var isInTransaction: Bool { open > 0 }

  /// Reports the migration of the next step if it is the first of its section.
  mutating func begin() {
    guard finished < steps.count, steps[finished].isFirst else { return }
    start = .now
    guard var migration = MigrationRun(steps[finished].section) else { return }
    begun += 1
    if count > 0 { (migration.number, migration.count) = (begun, count) }
    statements = (0, steps[finished].statements.all)
    tell(.started(migration))
  }

  /// Reports how many statements are done of a step that is not; a step of one may have others of Rung's own.
  func advance(_ done: Int) {
    guard statements.all > 1 else { return }
    let own = finished < steps.count ? steps[finished].statements.own : 0
    if done > 0, own < 2 { return }
    tell(.advanced(statements: statements.done + min(done, own), of: statements.all))
  }

  /// Marks a step as done, and all steps before it.
  ///
  /// - Returns: the sections that are committed with it, and how long each took in milliseconds.
  mutating func finish(_ number: Int) -> [(Script.Section, Int)] {
    guard steps.indices.contains(number), number >= finished else { return [] }
    let before = statements.done
    for step in steps[finished...number] {
      if step.step.kind == .begin { open += 1 }
      if step.step.kind == .commit { open -= 1 }
      statements.done += step.statements.own
    }
    if statements.done > before { advance(0) }
    finished = number + 1
    guard steps[number].isLast else { return [] }
    uncommitted.append((steps[number].section, start.duration(to: .now).milliseconds))
    guard open == 0 else { return [] }
    defer { uncommitted = [] }
    return uncommitted
  }
}
