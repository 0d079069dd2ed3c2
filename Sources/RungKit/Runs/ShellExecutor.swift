import Diagnostics
import Drivers
import Migrations
import SQLText
import System

/// An executor that sends a whole script to a program, which runs it in one session and reports each step.
struct ShellExecutor {
  let driver: any Driver
  let dialect: Dialect
  /// The time to retry while another run holds the lock, in milliseconds.
  let patience: Int
  let tell: (Event) -> Void

  /// Runs all sections, in one session unless a hook runs between migrations.
  ///
  /// - Throws: ``Executor/ClaimLost``, ``HookFailure``, or ``Failure`` for the step that was refused.
  func run(_ script: Script, _ hooks: HookRunner, done: (Script.Section, Int) -> Void) throws {
    for part in hooks.separatesMigrations ? script.parts : [script] {
      try hooks.before(part.sections)
      var finished: [(section: Script.Section, milliseconds: Int)] = []
      try run(part) { section, time in
        finished.append((section, time))
        done(section, time)
      }
      try hooks.after(finished)
    }
  }

  /// The steps as one text, each followed by its marker, and the line in which each begins.
  private func marked(
    _ steps: [(section: Int, step: Step)], _ script: Script
  ) throws -> (text: String, starts: [Int]) {
    var text = ""
    var starts: [Int] = []
    var line = 1
    func append(_ part: String) {
      line += part.utf8.count { $0 == UInt8(ascii: "\n") }
      text += part
    }
    for (number, entry) in steps.enumerated() {
      let isFirst = number == 0 || steps[number - 1].section != entry.section
      if isFirst, script.sections[entry.section].migration != nil, dialect.has("session-prepare") {
        append(try dialect.sql("session-prepare", [:]))
      }
      starts.append(line)
      append(entry.step.sql + (try dialect.sql("step-marker", ["step": .number(number)])))
    }
    return (text, starts)
  }

  private func run(_ script: Script, done: (Script.Section, Int) -> Void) throws {
    let steps = script.sections.enumerated().flatMap { number, section in
      section.steps.map { (section: number, step: $0) }
    }
    let (text, starts) = try marked(steps, script)
    var pause: UInt32 = 50
    let beginning = ContinuousClock.now
    while true {
      var progress = Progress(sections: script.sections, steps: steps.map(\.section), tell: tell)
      do throws(DriverError) {
        progress.begin(0)
        try driver.run(script: text, expecting: steps.count - 1) { number in
          for (section, time) in progress.finish(number) { done(section, time) }
          progress.begin(progress.finished)
        }
        for notice in driver.takeNotices() { tell(.notice(notice)) }
        return
      } catch {
        let number = min(progress.finished, steps.count - 1)
        let (section, step) = (script.sections[steps[number].section], steps[number].step)
        let waited = beginning.duration(to: .now).milliseconds
        // Only the kind `locked` means that another run holds the lock; other errors of the statement do not.
        if step.kind == .lock, error.kind == .locked {
          guard waited < patience else {
            throw Failure(
              error: DriverError(.locked, error.message), section: section, step: step, violations: [])
          }
          Clock.pause(milliseconds: Int(pause))
          pause = min(pause * 2, 500)
          continue
        }
        let failure = Failure(
          error: error.placed(in: step, from: starts[number]), section: section, step: step, violations: [])
        if step.kind == .claim, error.kind == .constraint { throw Executor.ClaimLost(failure: failure) }
        throw failure
      }
    }
  }
}

/// The progress of a script, read from what its client prints.
private struct Progress {
  let sections: [Script.Section]
  /// The section of each step.
  let steps: [Int]
  let tell: (Event) -> Void
  /// The number of steps that are done.
  var finished = 0
  private var start = ContinuousClock.now
  private var begun = -1
  /// The sections that are done, in a transaction that is not committed.
  private var uncommitted: [(Script.Section, Int)] = []

  init(sections: [Script.Section], steps: [Int], tell: @escaping (Event) -> Void) {
    self.sections = sections
    self.steps = steps
    self.tell = tell
  }

  mutating func begin(_ step: Int) {
    guard steps.indices.contains(step), steps[step] != begun else { return }
    begun = steps[step]
    start = .now
    if let work = Event.Work(sections[begun]) { tell(.started(work)) }
  }

  /// Marks a step as done.
  ///
  /// - Returns: the sections that are done with it, and how long each took.
  mutating func finish(_ step: Int) -> [(Script.Section, Int)] {
    guard steps.indices.contains(step), step >= finished else { return [] }
    finished = step + 1
    guard step + 1 == steps.count || steps[step + 1] != steps[step] else { return [] }
    uncommitted.append((sections[steps[step]], start.duration(to: .now).milliseconds))
    let kinds = uncommitted.flatMap { $0.0.steps.map(\.kind) }
    guard kinds.count(where: { $0 == .begin }) == kinds.count(where: { $0 == .commit }) else { return [] }
    defer { uncommitted = [] }
    return uncommitted
  }
}

extension DriverError {
  /// The error with its line turned into a position in one step of the script.
  fileprivate func placed(in step: Step, from first: Int) -> DriverError {
    guard case .line(let line) = position else { return self }
    var error = self
    let lines = step.sql.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let number = min(max(line - first, 0), max(lines.count - 2, 0))
    let start = lines.prefix(number).reduce(0) { $0 + $1.count + 1 }
    let blanks = lines[number].prefix { $0 == 0x20 || $0 == 0x09 }.count
    let offset = max(start + blanks - step.lead, 0)
    error.position = .offset(step.begunBehindReturn(offset..<offset + lines[number].count) ?? offset)
    return error
  }
}

extension Step {
  /// The start of a statement for which the client of MySQL and MariaDB reports too early a line.
  ///
  /// That client takes the carriage return after a semicolon as the beginning of the next statement. It
  /// reports that line, although the statement begins on a later one.
  ///
  /// - Parameter line: the reported line, as offsets into the SQL.
  /// - Returns: where that statement begins; nil if there is none.
  fileprivate func begunBehindReturn(_ line: Range<Int>) -> Int? {
    let bytes = Array(sql.utf8.dropFirst(lead))
    let begun = statements.first { statement in
      let start = statement.range.lowerBound
      return start < bytes.count && bytes[start] == UInt8(ascii: "\r") && statement.start > line.upperBound
        && (line.contains(start) || line.lowerBound == start)
    }
    // The report is right for a first statement that begins on the reported line itself.
    guard let begun, statements.first.map({ !line.contains($0.start) }) ?? true else { return nil }
    return begun.start
  }
}
