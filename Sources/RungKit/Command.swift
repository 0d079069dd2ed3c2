#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Other programs.
enum Command {
  /// What a program printed, and how it ended.
  struct Ending {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The first line that a program prints; nil when it cannot be found, fails or prints nothing.
  static func output(_ words: [String]) -> String? {
    guard let ending = run(words), ending.status == 0 else { return nil }
    return ending.output.split(separator: "\n").first.map(String.init)
  }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - words: its name, looked up on the path, and its arguments, which others can see.
  ///   - environment: variables that it gets besides those of this process.
  ///   - input: what it reads, whole before it is asked for anything.
  /// - Returns: nil when there is no such program.
  static func run(_ words: [String], environment: [String: String] = [:], input: String = "") -> Ending? {
    guard let reading = Pipe(), let writing = Pipe(), let errors = tmpfile() else { return nil }
    defer { fclose(errors) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, writing.out, 0)
    posix_spawn_file_actions_adddup2(&actions, reading.into, 1)
    posix_spawn_file_actions_adddup2(&actions, fileno(errors), 2)
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    let all = Environment.process.variables.merging(environment) { $1 }
    var variables: [UnsafeMutablePointer<CChar>?] = all.map { strdup("\($0)=\($1)") } + [nil]
    defer { for variable in variables { free(variable) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, words[0], &actions, nil, &arguments, &variables)
    close(writing.out)
    close(reading.into)
    guard code == 0 else {
      close(writing.into)
      close(reading.out)
      return nil
    }
    send(input, to: writing.into)
    let output = everything(from: reading.out)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    rewind(errors)
    let isExit = status & 0x7f == 0
    return Ending(
      status: isExit ? status >> 8 & 0xff : 128 + status & 0x7f, output: output,
      errors: everything(from: dup(fileno(errors))))
  }

  /// Two ends of a pipe that no other program inherits.
  private struct Pipe {
    let out: Int32
    let into: Int32

    init?() {
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { return nil }
      (out, into) = (ends[0], ends[1])
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
  }

  private static func send(_ text: String, to descriptor: Int32) {
    // A program that ends before it has read everything says why by itself.
    let before = signal(SIGPIPE, SIG_IGN)
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      rest = rest.dropFirst(count)
    }
    close(descriptor)
    signal(SIGPIPE, before)
  }

  private static func everything(from descriptor: Int32) -> String {
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
      bytes += buffer.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
