import Glibc

/// Work to do once at the end: by its owner, or when a signal stops the program.
package final class CleanUp: @unchecked Sendable {
  private var work: (() -> Void)?
  private var lock = pthread_mutex_t()

  package init(_ work: @escaping () -> Void) {
    self.work = work
    pthread_mutex_init(&lock, nil)
    if Interruption.adopt(self) { return }
    // A thread waits for the signals, because a signal handler may not do this work.
    var signals = CleanUp.signals
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    let context = Unmanaged.passRetained(Reference(target: self)).toOpaque()
    pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let reference = Unmanaged<Reference>.fromOpaque(context).takeRetainedValue()
        var signals = CleanUp.signals
        var signal: Int32 = 0
        sigwait(&signals, &signal)
        reference.target?.stop(by: signal)
        _exit(128 + signal)
      }, context)
    pthread_detach(thread)
  }

  deinit { run() }

  /// Runs the work unless it has run already; waits while another thread runs it.
  package func run() {
    pthread_mutex_lock(&lock)
    work?()
    work = nil
    pthread_mutex_unlock(&lock)
  }

  /// Runs the work and ends the program; threads that wait in ``run()`` or ``awaitStop()`` never continue.
  private func stop(by signal: Int32) {
    pthread_mutex_lock(&lock)
    work?()
    _exit(128 + signal)
  }

  /// Returns at once, or never if a signal is stopping the program.
  package func awaitStop() {
    pthread_mutex_lock(&lock)
    pthread_mutex_unlock(&lock)
  }

  /// The signals that ask a program to stop.
  static var signals: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
    return signals
  }

  /// A weak reference, so that the thread does not keep its owner alive.
  private final class Reference {
    weak var target: CleanUp?

    init(target: CleanUp) { self.target = target }
  }
}
