import Glibc

/// Takes what a program prints, for as long as it runs.
struct Listener {
  /// All that came.
  private(set) var bytes: [UInt8] = []

  private let process: pid_t
  private let output: Int32
  private let deadline: ContinuousClock.Instant?
  private let leavesOthers: Bool
  /// How many bytes stood in lines that were told.
  private var told = 0

  /// - Parameters:
  ///   - process: the program's.
  ///   - output: where its output comes from.
  ///   - limit: how many milliseconds it has; nil for any number.
  ///   - leavesOthers: whether it is over when its own process is, and not when its output is.
  init(_ process: pid_t, output: Int32, limit: Int?, leavesOthers: Bool) {
    self.process = process
    self.output = output
    self.leavesOthers = leavesOthers
    deadline = limit.map { .now + .milliseconds($0) }
  }

  /// Listens to the end.
  ///
  /// - Parameter line: told each line as it comes.
  /// - Returns: whether the end came in time.
  mutating func listen(_ line: (String) -> Void) -> Bool {
    var isOpen = true
    while leavesOthers ? !process.hasEnded : isOpen || (deadline != nil && !process.hasEnded) {
      if isOpen { isOpen = take() } else { usleep(5_000) }
      tellLines(to: line)
      if let deadline, ContinuousClock.now >= deadline { return false }
    }
    // Others may print for ever: what is there when the process has ended is all that counts.
    if leavesOthers { takeWhatIsThere() }
    tellLines(to: line)
    if told < bytes.count { line(String(decoding: bytes[told...], as: UTF8.self)) }
    return true
  }

  /// Waits for some output, or a moment where it is not only the output that is waited for.
  ///
  /// - Returns: whether there may be more.
  private mutating func take() -> Bool {
    var wanted = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    guard poll(&wanted, 1, leavesOthers || deadline != nil ? 20 : -1) > 0 else { return true }
    return take(atMost: 1 << 16) > 0
  }

  private mutating func takeWhatIsThere() {
    var left: Int32 = 0
    guard ioctl(output, UInt(FIONREAD), &left) == 0 else { return }
    while left > 0, case let count = take(atMost: Int(left)), count > 0 { left -= Int32(count) }
  }

  /// Reads once.
  ///
  /// - Returns: how many bytes; 0 at the end.
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
    while let end = bytes[told...].firstIndex(of: UInt8(ascii: "\n")) {
      line(String(decoding: bytes[told..<end], as: UTF8.self))
      told = end + 1
    }
  }
}

extension pid_t {
  /// Whether a process that this one has started is over; its status can still be asked for.
  var hasEnded: Bool {
    var state = siginfo_t()
    return waitid(P_PID, id_t(self), &state, WEXITED | WNOHANG | WNOWAIT) == 0 && state.si_signo == SIGCHLD
  }

  /// Waits for its end.
  ///
  /// - Returns: its status, as `waitpid` has it.
  func waited() -> Int32 {
    var status: Int32 = 0
    while waitpid(self, &status, 0) < 0, errno == EINTR {}
    return status
  }

  /// Asks the group that it heads to stop, and after a second asks no longer.
  ///
  /// - Returns: its status, as `waitpid` has it.
  func stopGroup() -> Int32 {
    kill(-self, SIGTERM)
    for _ in 0..<100 where !hasEnded { usleep(10_000) }
    kill(-self, SIGKILL)
    return waited()
  }
}
