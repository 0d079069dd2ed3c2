import Glibc

/// The process ID.
package typealias ProcessNumber = Int32

/// This process and others.
package enum Processes {
  /// The ID of this process.
  package static var own: ProcessNumber { getpid() }

  /// The name of the user who runs this process, as the system knows it.
  package static var userName: String? { getpwuid(geteuid())?.pointee.pw_name.map { String(cString: $0) } }

  /// The file that this process runs; nil if the system does not report it.
  package static var executable: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  /// An order that can be sent to a process or a process group.
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

  /// Sends an order to the whole group that a process leads.
  package static func send(_ order: Order, toGroupOf head: ProcessNumber) {
    _ = Glibc.kill(-head, order.signal)
  }
}
