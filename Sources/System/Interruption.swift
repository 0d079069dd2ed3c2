import Glibc
import Synchronization

/// A signal that asks the program to stop, while a run ends what it has begun.
///
/// One thread waits for the signals, because a signal handler may do next to nothing. It cancels the
/// statement that is under way; the run then fails like any other, and says what remains. A second signal, or
/// ten seconds without an end, stop the program at once. Where no run is watched, the thread does the
/// clean-ups and ends the program. While it waits, it is also the clock of a terminal.
package enum Interruption {
  private static let received = Atomic<Int32>(0)
  private static let state = Mutex(State())

  private struct State: @unchecked Sendable {
    /// Whether the thread exists.
    var isWaiting = false
    var isWatching = false
    var display: Display?
    /// Ends the statement that is under way.
    var cancel: (() -> Void)?
    /// Work that must be done before the program ends.
    var cleanUps: [WeakCleanUp] = []
  }

  private struct WeakCleanUp { weak var target: CleanUp? }

  /// What a terminal shows while a run waits; both functions are called on the waiting thread.
  private struct Display: Sendable {
    let tick: @Sendable () -> Void
    let clear: @Sendable () -> Void
  }

  /// The seconds that a run has to end after a signal.
  private static let patience = 10

  /// The name of the signal that has arrived; nil if none has.
  package static var signal: String? {
    switch received.load(ordering: .acquiring) {
    case 0: nil
    case SIGINT: "Ctrl-C"
    case SIGHUP: "SIGHUP"
    default: "SIGTERM"
    }
  }

  /// Waits for signals from now on; programs that use the library keep their own ways.
  package static func watch() {
    let isFirst = state.withLock { state in
      defer { state.isWatching = true }
      return !state.isWatching
    }
    guard isFirst else { return }
    // A file that grows beyond the user's limit is an error like a full disk.
    Glibc.signal(SIGXFSZ, SIG_IGN)
    startWaiting()
  }

  /// Calls `tick` four times a second from now on, and `clear` once a signal has arrived.
  package static func show(tick: @escaping @Sendable () -> Void, clear: @escaping @Sendable () -> Void) {
    state.withLock { $0.display = Display(tick: tick, clear: clear) }
    startWaiting()
  }

  /// Starts the thread, unless it exists; this thread leaves the signals to it.
  private static func startWaiting() {
    var signals = CleanUp.signals
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let isFirst = state.withLock { state in
      defer { state.isWaiting = true }
      return !state.isWaiting
    }
    guard isFirst else { return }
    var thread = pthread_t()
    pthread_create(&thread, nil, { _ in Interruption.wait() }, nil)
    pthread_detach(thread)
  }

  /// Runs work, during which a signal calls `cancel`, again and again until it ends.
  package static func cancelling<Result, Problem>(
    with cancel: @escaping () -> Void, _ work: () throws(Problem) -> Result
  ) throws(Problem) -> Result {
    guard state.withLock({ $0.isWatching }) else { return try work() }
    state.withLock { [cancel = Sent(cancel)] in $0.cancel = cancel.value }
    defer { state.withLock { $0.cancel = nil } }
    return try work()
  }

  /// Waits for the signal that ended another program, because Ctrl-C is sent to both at once.
  ///
  /// - Parameter status: the exit status of the other program. If only that program got the signal, this
  ///   waits for a fifth of a second.
  static func awaitSignal(thatEnded status: Int32) {
    guard state.withLock({ $0.isWaiting }), [SIGINT, SIGTERM, SIGHUP].contains(status - 128) else { return }
    Clock.pause(milliseconds: 200)
  }

  /// Ends the program by the signal that has arrived, as its caller expects.
  package static func end() {
    let number = received.load(ordering: .acquiring)
    if number != 0 { end(by: number) }
  }

  private static func end(by number: Int32) {
    Glibc.signal(number, SIG_DFL)
    var signals = CleanUp.signals
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
  }

  /// Leaves work to the waiting thread.
  static func adopt(_ cleanUp: CleanUp) {
    state.withLock { [cleanUp = WeakCleanUp(target: cleanUp)] state in
      state.cleanUps = state.cleanUps.filter { $0.target != nil } + [cleanUp]
    }
    startWaiting()
  }

  private static func wait() -> UnsafeMutableRawPointer? {
    let number = awaitSignal()
    let (isWatching, cleanUps) = state.withLock { ($0.isWatching, $0.cleanUps) }
    guard isWatching else {
      if cleanUps.isEmpty { end(by: number) }
      // What is released here would run again.
      withExtendedLifetime(cleanUps.compactMap(\.target)) { targets in
        for cleanUp in targets { cleanUp.stop() }
        _exit(128 + number)
      }
      return nil
    }
    received.store(number, ordering: .releasing)
    for cleanUp in cleanUps { cleanUp.target?.run() }
    let end = ContinuousClock.now + .seconds(patience)
    var signals = CleanUp.signals
    while ContinuousClock.now < end {
      // A signal that arrives between two statements finds nothing to cancel.
      state.withLock { $0.cancel?() }
      var pause = timespec(tv_sec: 0, tv_nsec: 300_000_000)
      if sigtimedwait(&signals, nil, &pause) > 0 { break }
    }
    let words = "error: stopped before the database answered; 'rung status' shows what is done\n"
    _ = words.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    _exit(128 + number)
  }

  /// Waits for a signal, and moves the clock of a terminal meanwhile.
  private static func awaitSignal() -> Int32 {
    var signals = CleanUp.signals
    while true {
      var pause = timespec(tv_sec: 0, tv_nsec: 250_000_000)
      let number = sigtimedwait(&signals, nil, &pause)
      let display = state.withLock { $0.display }
      if number > 0 {
        display?.clear()
        return number
      }
      display?.tick()
    }
  }

  /// A closure that is handed to the watching thread.
  private struct Sent: @unchecked Sendable {
    let value: () -> Void
    init(_ value: @escaping () -> Void) { self.value = value }
  }
}
