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

/// Other programs.
package enum Program {
  /// What a program printed, and how it ended.
  package struct Ending: Sendable {
    /// The exit status; 128 and the number of the signal for one that was killed, as shells have it.
    package let status: Int32
    package let output: String
    package let errors: String
    /// Whether all that it printed was UTF-8; what was not is replaced.
    package let isUTF8: Bool
    /// Whether it took too long, and was stopped.
    package let isLate: Bool
  }

  /// The first line that a program prints; nil when it cannot be found, fails or prints nothing.
  package static func output(_ words: [String]) -> String? {
    guard let ending = run(words), ending.status == 0 else { return nil }
    return ending.output.split(separator: "\n").first.map(String.init)
  }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - words: its name, looked up on the path, and its arguments, which others can see.
  ///   - environment: variables that it gets besides those of this process.
  ///   - input: what it reads, from a file that has no name.
  ///   - patience: how long it may take, in milliseconds, before it is killed with all that it has started; nil for
  ///     any time. With a limit it heads a group of processes.
  ///   - line: told each line of its output as it comes.
  ///   - started: told its process, before anything else.
  /// - Returns: nil when there is no such program.
  package static func run(
    _ words: [String], environment: [String: String] = [:], input: String = "", patience: Int? = nil,
    line: ((String) -> Void)? = nil, started: (pid_t) -> Void = { _ in }
  ) -> Ending? {
    guard let source = tmpfile(), let errors = tmpfile(), let pipe = Pipe() else { return nil }
    defer {
      fclose(source)
      fclose(errors)
    }
    guard write(input, to: source) else { return nil }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, fileno(source), 0)
    posix_spawn_file_actions_adddup2(&actions, pipe.into, 1)
    posix_spawn_file_actions_adddup2(&actions, fileno(errors), 2)
    let arguments = CStrings(words)
    let variables = CStrings(
      ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0)=\($1)" })
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    if patience != nil { group(&attributes) }
    var process: pid_t = 0
    let code = posix_spawnp(&process, words[0], &actions, &attributes, arguments.mutable, variables.mutable)
    close(pipe.into)
    defer { close(pipe.out) }
    guard code == 0 else { return nil }
    started(process)
    let deadline = patience.map { (process: process, instant: ContinuousClock.now + .milliseconds($0)) }
    let output = read(pipe.out, until: deadline, line)
    if output == nil { kill(-process, SIGKILL) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    rewind(errors)
    let isExit = status & 0x7F == 0
    let said = read(fileno(errors), until: nil, nil) ?? []
    let text = String(decoding: output ?? [], as: UTF8.self)
    return Ending(
      status: isExit ? status >> 8 & 0xFF : 128 + status & 0x7F, output: text,
      errors: String(decoding: said, as: UTF8.self), isUTF8: text.utf8.elementsEqual(output ?? []),
      isLate: output == nil)
  }

  /// A group of its own, in which signals are what they always are.
  private static func group(_ attributes: inout posix_spawnattr_t) {
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(Int(POSIX_SPAWN_SETSIGMASK) | Int(POSIX_SPAWN_SETPGROUP)))
  }

  /// Two ends of a pipe that no other program inherits.
  struct Pipe {
    let out: Int32
    let into: Int32

    init?() {
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { return nil }
      (out, into) = (ends[0], ends[1])
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
  }

  /// Whether all of a text could be written; the next reader begins at its beginning.
  static func write(_ text: String, to file: UnsafeMutablePointer<FILE>) -> Bool {
    var text = text
    let isWritten = text.withUTF8 { bytes in
      bytes.isEmpty || fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count
    }
    guard isWritten, fflush(file) == 0 else { return false }
    rewind(file)
    return lseek(fileno(file), 0, SEEK_SET) == 0
  }

  private typealias Deadline = (process: pid_t, instant: ContinuousClock.Instant)

  /// Everything up to the end, line by line where somebody wants to be told; nil where the end does not come in time.
  ///
  /// With a deadline the end of the process is the end: what it has left in the background is not waited for.
  private static func read(
    _ descriptor: Int32, until deadline: Deadline?, _ line: ((String) -> Void)?
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    var told = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let deadline {
        switch watch(descriptor, deadline) {
        case .ready: break
        case .ended: return bytes
        case .late: return nil
        }
      }
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return isOver(by: deadline) ? bytes : nil }
      bytes += buffer.prefix(count)
      guard let line else { continue }
      while let end = bytes[told...].firstIndex(of: UInt8(ascii: "\n")) {
        line(String(decoding: bytes[told..<end], as: UTF8.self))
        told = end + 1
      }
    }
  }

  /// Whether a process that prints no more ends in time.
  private static func isOver(by deadline: Deadline?) -> Bool {
    guard let deadline else { return true }
    while !hasEnded(deadline.process) {
      if ContinuousClock.now >= deadline.instant { return false }
      usleep(5_000)
    }
    return true
  }

  private static func hasEnded(_ process: pid_t) -> Bool {
    var state = siginfo_t()
    return waitid(P_PID, id_t(process), &state, WEXITED | WNOHANG | WNOWAIT) == 0 && state.si_signo == SIGCHLD
  }

  private enum Waiting { case ready, ended, late }

  /// Waits until there is something to read, or the process has ended and there is nothing.
  private static func watch(_ descriptor: Int32, _ deadline: Deadline) -> Waiting {
    while true {
      // Looked at first: what it printed before its end is then there.
      let hasEnded = hasEnded(deadline.process)
      var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&wanted, 1, hasEnded ? 0 : 20) > 0 { return .ready }
      if hasEnded { return .ended }
      if ContinuousClock.now >= deadline.instant { return .late }
    }
  }
}

/// Texts as C has them, ended by a null pointer; freed when the value ends.
struct CStrings: ~Copyable {
  let mutable: [UnsafeMutablePointer<CChar>?]

  var pointers: [UnsafePointer<CChar>?] { mutable.map { $0.map { UnsafePointer($0) } } }

  init(_ texts: [String]) { mutable = texts.map { strdup($0) } + [nil] }

  deinit { for pointer in mutable { free(pointer) } }
}
