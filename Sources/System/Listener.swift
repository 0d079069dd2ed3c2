import Glibc

/// Reads the output of a program for as long as it runs.
struct Listener {
  /// All bytes read so far.
  private(set) var bytes: [UInt8] = []

  private let process: pid_t
  private let output: Int32
  private let deadline: ContinuousClock.Instant?
  private let endsWithProcess: Bool
  /// How many bytes belong to lines that were already passed on.
  private var reported = 0

  /// - Parameters:
  ///   - process: the program's process.
  ///   - output: the descriptor to read its output from.
  ///   - limit: its time limit in milliseconds; nil for none.
  ///   - endsWithProcess: whether to stop when the program's process ends, even if its output is still open.
  init(_ process: pid_t, output: Int32, limit: Int?, endsWithProcess: Bool) {
    self.process = process
    self.output = output
    self.endsWithProcess = endsWithProcess
    deadline = limit.map { .now + .milliseconds($0) }
  }

  /// Reads until the program ends or its time is up.
  ///
  /// - Parameter line: called with each line as it arrives.
  /// - Returns: whether the program ended in time.
  mutating func listen(_ line: (String) -> Void) -> Bool {
    var isOpen = true
    while endsWithProcess ? !process.hasEnded : isOpen || (deadline != nil && !process.hasEnded) {
      if isOpen { isOpen = take() } else { usleep(5_000) }
      tellLines(to: line)
      if let deadline, ContinuousClock.now >= deadline { return false }
    }
    // Other processes may print forever: only what is there when the process has ended counts.
    if endsWithProcess { takeWhatIsThere() }
    tellLines(to: line)
    if reported < bytes.count { line(String(decoding: bytes[reported...], as: UTF8.self)) }
    return true
  }

  /// Waits for output, but only briefly where the process or the deadline must be checked as well.
  ///
  /// - Returns: whether there may be more output.
  private mutating func take() -> Bool {
    var wanted = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    guard poll(&wanted, 1, endsWithProcess || deadline != nil ? 20 : -1) > 0 else { return true }
    return take(atMost: 1 << 16) > 0
  }

  private mutating func takeWhatIsThere() {
    var left: Int32 = 0
    guard ioctl(output, UInt(FIONREAD), &left) == 0 else { return }
    while left > 0, case let count = take(atMost: Int(left)), count > 0 { left -= Int32(count) }
  }

  /// Reads once.
  ///
  /// - Returns: the number of bytes; 0 at the end.
  private mutating func take(atMost most: Int) -> Int {
    var buffer = [UInt8](repeating: 0, count: most)
    while true {
      let count = read(output, &buffer, most)
      if count < 0, errno == EINTR { continue }
      bytes += buffer.prefix(max(0, count))
      return max(0, count)
    }
  }

  private mutating func tellLines(to line: (String) -> Void) {
    while let end = bytes[reported...].firstIndex(of: UInt8(ascii: "\n")) {
      line(String(decoding: bytes[reported..<end], as: UTF8.self))
      reported = end + 1
    }
  }
}

extension pid_t {
  /// Whether a process that this one started has ended; its status can still be read.
  var hasEnded: Bool {
    var state = siginfo_t()
    return waitid(P_PID, id_t(self), &state, WEXITED | WNOHANG | WNOWAIT) == 0 && state.si_signo == SIGCHLD
  }

  /// Waits until the process ends.
  ///
  /// - Returns: its status, as `waitpid` reports it.
  func waited() -> Int32 {
    var status: Int32 = 0
    while waitpid(self, &status, 0) < 0, errno == EINTR {}
    return status
  }

  /// Asks the group that this process leads to stop, and kills it after a second.
  ///
  /// - Returns: its status, as `waitpid` reports it.
  func stopGroup() -> Int32 {
    kill(-self, SIGTERM)
    for _ in 0..<100 where !hasEnded { usleep(10_000) }
    kill(-self, SIGKILL)
    return waited()
  }
}
