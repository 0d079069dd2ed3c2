import Glibc

/// Something to be done once, in the end: by its owner, or when a signal tells the program to stop.
package final class CleanUp: @unchecked Sendable {
  private var work: (() -> Void)?
  private var lock = pthread_mutex_t()

  package init(_ work: @escaping () -> Void) {
    self.work = work
    pthread_mutex_init(&lock, nil)
    // The signals go to a thread that waits for them: what is to be done is more than a handler may do.
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

  /// Does it, unless it was done; while somebody else does it, this waits.
  package func run() {
    pthread_mutex_lock(&lock)
    work?()
    work = nil
    pthread_mutex_unlock(&lock)
  }

  /// Does it, and ends the program; what waits in ``run()`` or ``awaitStop()`` does not go on before that.
  private func stop(by signal: Int32) {
    pthread_mutex_lock(&lock)
    work?()
    _exit(128 + signal)
  }

  /// Goes on at once, unless a signal is stopping the program: then never.
  package func awaitStop() {
    pthread_mutex_lock(&lock)
    pthread_mutex_unlock(&lock)
  }

  /// What asks a program to stop.
  static var signals: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
    return signals
  }

  /// The thread does not keep its owner alive.
  private final class Reference {
    weak var target: CleanUp?

    init(target: CleanUp) { self.target = target }
  }
}
