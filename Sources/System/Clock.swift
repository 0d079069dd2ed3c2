import Glibc

/// The time of day, and pauses.
package enum Clock {
  /// The current time in UTC, to the millisecond: `2026-11-21T15:33:20.123Z`.
  package static var now: String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var parts = tm()
    gmtime_r(&time.tv_sec, &parts)
    func padded(_ number: some BinaryInteger, _ width: Int = 2) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = [padded(parts.tm_year + 1900, 4), padded(parts.tm_mon + 1), padded(parts.tm_mday)]
    let clock = [padded(parts.tm_hour), padded(parts.tm_min), padded(parts.tm_sec)]
    return
      "\(date.joined(separator: "-"))T\(clock.joined(separator: ":")).\(padded(time.tv_nsec / 1_000_000, 3))Z"
  }

  /// Waits until a file descriptor can be read.
  ///
  /// - Returns: false if it cannot within the time.
  package static func awaitInput(_ descriptor: Int32, milliseconds: Int32) -> Bool {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&wanted, 1, milliseconds) > 0
  }

  /// Sleeps for a number of milliseconds, or until a signal asks the program to stop.
  package static func pause(milliseconds: Int) {
    var left = milliseconds
    while left > 0, Interruption.signal == nil {
      usleep(UInt32(min(left, 100)) * 1_000)
      left -= 100
    }
  }
}
