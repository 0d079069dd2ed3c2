import Glibc

/// The number by which the system knows a process.
package typealias ProcessNumber = Int32

/// This process, and others.
package enum Processes {
  /// The number of this one.
  package static var own: ProcessNumber { getpid() }

  /// The name of the user who runs this process, as the system has it.
  package static var userName: String? { getpwuid(geteuid())?.pointee.pw_name.map { String(cString: $0) } }

  /// The file that this process runs; nil where the system does not tell.
  package static var executable: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  /// What a process, or a group of them, can be told.
  package enum Order: Sendable {
    case stop, kill, hold

    fileprivate var signal: Int32 {
      switch self {
      case .stop: SIGTERM
      case .kill: SIGKILL
      case .hold: SIGSTOP
      }
    }
  }

  package static func send(_ order: Order, to process: ProcessNumber) {
    _ = Glibc.kill(process, order.signal)
  }

  /// Tells the whole group that a process heads.
  package static func send(_ order: Order, toGroupOf head: ProcessNumber) {
    _ = Glibc.kill(-head, order.signal)
  }
}
