import Glibc
import Synchronization

/// A group of processes that hears of no Ctrl-C by itself, and does not outlive this program.
package final class ProcessGroup {
  private let head = Atomic<ProcessNumber>(0)
  private var stopping: CleanUp?

  package init() {}

  /// Has a group stopped when a signal stops this program, for as long as something is done.
  package func guarding<Result>(_ work: ((ProcessNumber) -> Void) -> Result) -> Result {
    var before = sigset_t()
    pthread_sigmask(SIG_SETMASK, nil, &before)
    // Blocked, the signals go to the thread that waits for them.
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
    // A group that a signal has ended did not fail: the program is about to end as well.
    stopping?.awaitStop()
    return result
  }
}
