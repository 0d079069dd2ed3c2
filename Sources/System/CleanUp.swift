import Glibc

/// Work to do once at the end: by its owner, or when a signal stops the program.
package final class CleanUp: @unchecked Sendable {
  private var work: (() -> Void)?
  private var lock = pthread_mutex_t()

  package init(_ work: @escaping () -> Void) {
    self.work = work
    pthread_mutex_init(&lock, nil)
    Interruption.adopt(self)
  }

  deinit { run() }

  /// Runs the work unless it has run already; waits while another thread runs it.
  package func run() {
    pthread_mutex_lock(&lock)
    work?()
    work = nil
    pthread_mutex_unlock(&lock)
  }

  /// Runs the work before the program ends; threads that wait in ``run()`` or ``awaitStop()`` never continue.
  func stop() {
    pthread_mutex_lock(&lock)
    work?()
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
}
