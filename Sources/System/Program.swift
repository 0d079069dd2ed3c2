import Glibc

/// Another program, and what it gets.
package struct Program: Sendable {
  /// Its name, looked up on the path, and its arguments, which others can see.
  package let words: [String]
  /// What becomes of the variables of this process; nil takes one away.
  package let variables: [String: String?]
  /// What it reads, from a file that has no name.
  package let input: String
  /// How many milliseconds it has, before it is stopped with all that it has started; nil for any number.
  ///
  /// With a limit it heads a group of processes, which hears of no Ctrl-C by itself.
  package let limit: Int?
  /// Whether it is over when its own process is, whatever that has left behind in the background.
  ///
  /// Otherwise it is over when nobody can add to its output any more.
  package let leavesOthers: Bool
  /// Whether what it says of errors comes with its output.
  package let mixesErrors: Bool

  package init(
    _ words: [String], variables: [String: String?] = [:], input: String = "", limit: Int? = nil,
    leavesOthers: Bool = false, mixesErrors: Bool = false
  ) {
    self.words = words
    self.variables = variables
    self.input = input
    self.limit = limit
    self.leavesOthers = leavesOthers
    self.mixesErrors = mixesErrors
  }

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
    guard let ending = Program(words).run(), ending.status == 0 else { return nil }
    return ending.output.split(separator: "\n").first.map(String.init)
  }

  /// Runs it to its end.
  ///
  /// - Parameters:
  ///   - line: told each line of its output as it comes.
  ///   - started: told its process, before anything else.
  /// - Returns: nil when it cannot be started.
  package func run(line: (String) -> Void = { _ in }, started: (ProcessNumber) -> Void = { _ in }) -> Ending?
  {
    guard let source = tmpfile(), let errors = tmpfile(), let pipe = Pipe() else { return nil }
    defer {
      fclose(source)
      fclose(errors)
      close(pipe.out)
    }
    let isReady = write(input, to: source)
    let process =
      isReady ? start([fileno(source), pipe.into, mixesErrors ? pipe.into : fileno(errors)]) : nil
    close(pipe.into)
    guard let process else { return nil }
    started(process)
    var listener = Listener(process, output: pipe.out, limit: limit, leavesOthers: leavesOthers)
    let isLate = !listener.listen(line)
    let status = isLate ? process.stopGroup() : process.waited()
    let output = String(decoding: listener.bytes, as: UTF8.self)
    return Ending(
      status: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F, output: output,
      errors: String(decoding: contents(of: errors), as: UTF8.self),
      isUTF8: output.utf8.elementsEqual(listener.bytes), isLate: isLate)
  }

  /// Starts it with three open files.
  private func start(_ files: [Int32]) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, file) in files.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, file, Int32(number))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Whoever waits for signals here has blocked them; for the program they are what they always are.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    let group = limit == nil ? 0 : Int(POSIX_SPAWN_SETPGROUP)
    posix_spawnattr_setflags(&attributes, Int16(Int(POSIX_SPAWN_SETSIGMASK) | group))
    let kept = Environment.process.all.filter { !variables.keys.contains($0.key) }
    let all = CStrings(kept.merging(variables.compactMapValues { $0 }) { $1 }.map { "\($0)=\($1)" })
    let arguments = CStrings(words)
    var process: pid_t = 0
    let code = posix_spawnp(&process, words[0], &actions, &attributes, arguments.mutable, all.mutable)
    return code == 0 ? process : nil
  }

  /// Whether all of a text could be written; the next reader begins at its beginning.
  private func write(_ text: String, to file: UnsafeMutablePointer<FILE>) -> Bool {
    var text = text
    let isWritten = text.withUTF8 { bytes in
      bytes.isEmpty || fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count
    }
    guard isWritten, fflush(file) == 0 else { return false }
    rewind(file)
    return lseek(fileno(file), 0, SEEK_SET) == 0
  }

  private func contents(of file: UnsafeMutablePointer<FILE>) -> [UInt8] {
    rewind(file)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer.prefix(count) }
    return bytes
  }
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

/// Texts as C has them, ended by a null pointer; freed when the value ends.
package struct CStrings: ~Copyable {
  package let mutable: [UnsafeMutablePointer<CChar>?]

  package var pointers: [UnsafePointer<CChar>?] { mutable.map { $0.map { UnsafePointer($0) } } }

  package init(_ texts: [String]) { mutable = texts.map { strdup($0) } + [nil] }

  deinit { for pointer in mutable { free(pointer) } }
}
