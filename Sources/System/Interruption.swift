import Glibc
import Synchronization

/// A signal that asks the program to stop, while a run ends what it has begun.
///
/// A thread waits for the signals, because a signal handler may do next to nothing. It cancels the statement
/// that is under way; the run then fails like any other, and says what remains. A second signal, or ten
/// seconds without an end, stop the program at once.
package enum Interruption {
  private static let received = Atomic<Int32>(0)
  private static let state = Mutex(State())

  private struct State: @unchecked Sendable {
    var isWatching = false
    /// Ends the statement that is under way.
    var cancel: (() -> Void)?
    /// Work that must be done before the program ends.
    var cleanUps: [WeakCleanUp] = []
  }

  private struct WeakCleanUp { weak var target: CleanUp? }

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
    var signals = CleanUp.signals
    pthread_sigmask(SIG_BLOCK, &signals, nil)
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

  /// Ends the program by the signal that has arrived, as its caller expects.
  package static func end() {
    let number = received.load(ordering: .acquiring)
    guard number != 0 else { return }
    Glibc.signal(number, SIG_DFL)
    var signals = CleanUp.signals
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(number)
  }

  /// Leaves work to the watching thread; returns false if there is none.
  static func adopt(_ cleanUp: CleanUp) -> Bool {
    state.withLock { [cleanUp = WeakCleanUp(target: cleanUp)] state in
      guard state.isWatching else { return false }
      state.cleanUps = state.cleanUps.filter { $0.target != nil } + [cleanUp]
      return true
    }
  }

  private static func wait() -> UnsafeMutableRawPointer? {
    var signals = CleanUp.signals
    var number: Int32 = 0
    sigwait(&signals, &number)
    received.store(number, ordering: .releasing)
    for cleanUp in state.withLock({ $0.cleanUps }) { cleanUp.target?.run() }
    let end = ContinuousClock.now + .seconds(patience)
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

  /// A closure that is handed to the watching thread.
  private struct Sent: @unchecked Sendable {
    let value: () -> Void
    init(_ value: @escaping () -> Void) { self.value = value }
  }
}
