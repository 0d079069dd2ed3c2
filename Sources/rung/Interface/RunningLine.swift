import Projects
import Synchronization
import System

/// The last line of a terminal on standard error, which says what runs, and after a second for how long.
///
/// The thread that waits for signals moves the clock. Whoever writes holds the lock, and takes the line away
/// before.
enum RunningLine {
  private static let state = Mutex(State())

  /// Shows a migration that begins; until then no other thread writes.
  static func begin(_ migration: MigrationRun) {
    state.withLock { state in
      state.work = Work(migration)
      state.draw()
    }
    // A thread that cannot write, as after Ctrl-S, must not keep a signal waiting.
    Interruption.show(
      tick: { _ = state.withLockIfAvailable { $0.draw() } },
      clear: { _ = state.withLockIfAvailable { $0.stop() } })
  }

  /// Counts statements; the clock's next tick shows them.
  static func advance(_ done: Int, of all: Int) { state.withLock { $0.work?.statements = (done, all) } }

  /// Takes the line away for good.
  static func end() { aside(isLast: true) {} }

  /// Writes something else, in the line's place; the line follows, unless what was running is done.
  static func aside<Result>(isLast: Bool, _ write: () -> Result) -> Result {
    state.withLock { state in
      state.erase()
      if isLast { state.work = nil }
      defer { state.draw() }
      return write()
    }
  }

  private struct State {
    var work: Work?
    /// What stands there; empty if nothing does.
    private var shown = ""
    private var isStopped = false

    mutating func draw() {
      guard let text = work?.text, text != shown, !isStopped else { return }
      _ = Stream.errors.write(Terminal.erasure + text)
      shown = text
    }

    mutating func erase() {
      if !shown.isEmpty { _ = Stream.errors.write(Terminal.erasure) }
      shown = ""
    }

    /// Takes the line away because a signal has arrived; the terminal has shown its key behind the line.
    mutating func stop() {
      erase()
      isStopped = true
    }
  }

  private struct Work {
    private let title: String
    private let count: String
    private let start = ContinuousClock.now
    var statements = (done: 0, all: 0)

    init(_ migration: MigrationRun) {
      title = migration.line
      count = migration.count > 1 ? "\(migration.number)/\(migration.count)  " : ""
    }

    /// The line, as long as the terminal is wide at most; a long title is cut.
    var text: String {
      let seconds = Int(start.duration(to: .now) / .seconds(1))
      let number = min(statements.done + 1, statements.all)
      let progress = statements.all > 1 ? ", statement \(number)/\(statements.all)" : ""
      let clock = seconds < 1 ? "" : " \(Work.words(seconds))\(progress)"
      let room = (Stream.errors.columns ?? 80) - 1 - count.columns - clock.columns
      let shown = title.visible
      return count + (shown.columns <= room ? shown : shown.cut(max(room - 1, 0)) + "…") + clock
    }

    private static func words(_ seconds: Int) -> String {
      switch seconds {
      case ..<60: "\(seconds) s"
      case ..<3600: "\(seconds / 60) min \(seconds % 60) s"
      default: "\(seconds / 3600) h \(seconds / 60 % 60) min"
      }
    }
  }
}

extension MigrationRun {
  /// The start of the line for it: `revert 0002: add users …`.
  var line: String { (isReverted ? "revert " : "") + title + " …" }
}
