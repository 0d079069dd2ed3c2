#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Programs of the user's, which are listened to while they run, and may be told to stop.
extension Program {
  /// How such a program ended.
  package enum End: Sendable, Equatable {
    /// With an exit status; 128 and the number of the signal for one that was killed.
    case status(Int32)
    /// It was stopped when its time was up.
    case outOfTime
  }

  /// What such a program gets.
  package struct Surroundings: Sendable {
    /// What becomes of the variables of this process; nil takes one away.
    package let variables: [String: String?]
    /// What it reads.
    package let input: String
    /// How many milliseconds it has; nil for any number.
    package let limit: Int?

    package init(variables: [String: String?], input: String, limit: Int?) {
      self.variables = variables
      self.input = input
      self.limit = limit
    }
  }

  /// Runs a program to its end; one whose time is limited heads a group of processes that is stopped as a whole.
  ///
  /// - Parameters:
  ///   - words: its name and its arguments.
  ///   - surroundings: what it gets.
  ///   - started: told its process, before anything else.
  ///   - line: told each line that it prints, errors included.
  /// - Returns: nil when it cannot be started.
  package static func follow(
    _ words: [String], _ surroundings: Surroundings, started: (pid_t) -> Void, line: (String) -> Void
  ) -> End? {
    guard let source = tmpfile(), let pipe = Pipe() else { return nil }
    defer {
      fclose(source)
      close(pipe.out)
    }
    let isReady = write(surroundings.input, to: source)
    let process = isReady ? start(words, surroundings, from: fileno(source), into: pipe.into) : nil
    close(pipe.into)
    guard let process else { return nil }
    started(process)
    var follower = Follower(process: process, output: pipe.out)
    return follower.end(within: surroundings.limit, line)
  }

  private static func start(
    _ words: [String], _ surroundings: Surroundings, from input: Int32, into output: Int32
  ) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, output, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Whoever waits for signals here has blocked them; for the program they are what they always are.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    let apart = surroundings.limit == nil ? 0 : Int(POSIX_SPAWN_SETPGROUP)
    posix_spawnattr_setflags(&attributes, Int16(Int(POSIX_SPAWN_SETSIGMASK) | apart))
    let given = surroundings.variables
    let kept = ProcessInfo.processInfo.environment.filter { !given.keys.contains($0.key) }
    let variables = CStrings(
      kept.merging(given.compactMapValues { $0 }) { $1 }.map { "\($0)=\($1)" })
    let arguments = CStrings(words)
    var process: pid_t = 0
    let code = posix_spawnp(
      &process, words[0], &actions, &attributes, arguments.mutable, variables.mutable)
    return code == 0 ? process : nil
  }
}

/// A program on its way, and what it prints.
private struct Follower {
  let process: pid_t
  let output: Int32
  private var bytes: [UInt8] = []
  private var status: Int32 = 0

  init(process: pid_t, output: Int32) {
    self.process = process
    self.output = output
    _ = fcntl(output, F_SETFL, O_NONBLOCK)
  }

  /// Listens until the program has ended; what it leaves in the background is not waited for.
  mutating func end(within limit: Int?, _ line: (String) -> Void) -> Program.End {
    let start = ContinuousClock.now
    var isOpen = true
    while !hasEnded {
      if let limit, start.duration(to: .now) > .milliseconds(limit) {
        stop()
        _ = listen(line)
        return .outOfTime
      }
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      if isOpen { poll(&waiting, 1, 50) } else { usleep(5_000) }
      isOpen = isOpen && listen(line)
    }
    _ = listen(line)
    if !bytes.isEmpty { line(String(decoding: bytes, as: UTF8.self)) }
    return .status(status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F)
  }

  private var hasEnded: Bool {
    mutating get { waitpid(process, &status, WNOHANG) == process }
  }

  /// Takes what there is.
  ///
  /// - Returns: whether there may be more.
  private mutating func listen(_ line: (String) -> Void) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = read(output, &buffer, buffer.count)
      guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
      bytes += buffer.prefix(count)
      while let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
        line(String(decoding: bytes[..<end], as: UTF8.self))
        bytes.removeSubrange(...end)
      }
    }
  }

  /// Asks the group to stop, and after a second asks no longer.
  private mutating func stop() {
    kill(-process, SIGTERM)
    for _ in 0..<100 where !hasEnded { usleep(10_000) }
    kill(-process, SIGKILL)
    waitpid(process, &status, 0)
  }
}
