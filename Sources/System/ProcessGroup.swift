import Glibc
import Synchronization

/// A process group that Ctrl-C does not reach, and that is stopped when a signal stops this program.
package final class ProcessGroup {
  private let head = Atomic<ProcessNumber>(0)
  private var stopping: CleanUp?

  package init() {}

  /// Runs the work, and stops the process group if a signal stops this program meanwhile.
  package func guarding<Result>(_ work: ((ProcessNumber) -> Void) -> Result) -> Result {
    var before = sigset_t()
    pthread_sigmask(SIG_SETMASK, nil, &before)
    // While they are blocked, the signals go to the thread that waits for them.
    var signals = CleanUp.signals
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    if stopping == nil {
      stopping = CleanUp { [weak self] in
        let group = self?.head.load(ordering: .acquiring) ?? 0
        if group > 0 { kill(-group, SIGTERM) }
      }
    }
    defer {
      head.store(0, ordering: .releasing)
      pthread_sigmask(SIG_SETMASK, &before, nil)
    }
    let result = work { head.store($0, ordering: .releasing) }
    // If a signal ended the group, it did not fail: this program is about to end as well.
    stopping?.awaitStop()
    return result
  }
}
