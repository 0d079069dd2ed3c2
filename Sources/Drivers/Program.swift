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
  ///   - patience: how long it may take, in milliseconds; nil for any time. Then it is killed.
  ///   - line: told each line of its output as it comes.
  /// - Returns: nil when there is no such program.
  package static func run(
    _ words: [String], environment: [String: String] = [:], input: String = "", patience: Int? = nil,
    line: ((String) -> Void)? = nil
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
    var process: pid_t = 0
    let code = posix_spawnp(&process, words[0], &actions, nil, arguments.mutable, variables.mutable)
    close(pipe.into)
    let deadline = patience.map { ContinuousClock.now + .milliseconds($0) }
    let output = code == 0 ? read(pipe.out, until: deadline, line) : ""
    close(pipe.out)
    guard code == 0 else { return nil }
    guard let output else {
      kill(process, SIGKILL)
      while waitpid(process, nil, 0) < 0, errno == EINTR {}
      return Ending(status: 128 + SIGKILL, output: "", errors: "", isLate: true)
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    rewind(errors)
    let isExit = status & 0x7F == 0
    return Ending(
      status: isExit ? status >> 8 & 0xFF : 128 + status & 0x7F, output: output,
      errors: read(fileno(errors), until: nil, nil) ?? "", isLate: false)
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

  /// Everything up to the end, line by line where somebody wants to be told; nil where the end does not come in time.
  private static func read(
    _ descriptor: Int32, until deadline: ContinuousClock.Instant?, _ line: ((String) -> Void)?
  ) -> String? {
    var bytes: [UInt8] = []
    var told = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let deadline, !isReady(descriptor, until: deadline) { return nil }
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer.prefix(count)
      guard let line else { continue }
      while let end = bytes[told...].firstIndex(of: UInt8(ascii: "\n")) {
        line(String(decoding: bytes[told..<end], as: UTF8.self))
        told = end + 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Waits until there is something to read, or its end; false when the time is up.
  private static func isReady(_ descriptor: Int32, until deadline: ContinuousClock.Instant) -> Bool {
    while true {
      let left = max(0, ContinuousClock.now.duration(to: deadline) / .milliseconds(1))
      var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let count = poll(&wanted, 1, Int32(min(left.rounded(.up), 1_000_000_000)))
      if count > 0 { return true }
      if count == 0, left == 0 || ContinuousClock.now >= deadline { return false }
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
