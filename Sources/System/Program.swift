import Glibc

/// Another program and its input.
package struct Program: Sendable {
  /// The program's name, searched in `PATH`, and its arguments, which other users can see.
  package let words: [String]
  /// Changes to the environment of this process; nil removes a variable.
  package let variables: [String: String?]
  /// The standard input, passed in a temporary file without a name.
  package let input: String
  /// The time limit in milliseconds, after which the program and all that it started are stopped; nil for
  /// none.
  ///
  /// With a limit the program leads its own process group, which Ctrl-C does not reach.
  package let limit: Int?
  /// Whether the program counts as ended when its process ends, even if processes are left in the background.
  ///
  /// Otherwise it has ended when no process can add to its output any more.
  package let endsWithProcess: Bool
  /// Whether its standard error is mixed into its output.
  package let mixesErrors: Bool

  package init(
    _ words: [String], variables: [String: String?] = [:], input: String = "", limit: Int? = nil,
    endsWithProcess: Bool = false, mixesErrors: Bool = false
  ) {
    self.words = words
    self.variables = variables
    self.input = input
    self.limit = limit
    self.endsWithProcess = endsWithProcess
    self.mixesErrors = mixesErrors
  }

  /// The output of a program, and how it ended.
  package struct Ending: Sendable {
    /// The exit status; 128 plus the signal's number for a killed program, as in shells.
    package let status: Int32
    package let output: String
    package let errors: String
    /// Whether all of the output was UTF-8; invalid parts are replaced.
    package let isUTF8: Bool
    /// Whether it exceeded the time limit and was stopped.
    package let isLate: Bool
  }

  /// The first line that a program prints; nil if it cannot be found, fails or prints nothing.
  package static func output(_ words: [String]) -> String? {
    guard let ending = Program(words).run(), ending.status == 0 else { return nil }
    return ending.output.split(separator: "\n").first.map(String.init)
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - line: called with each line of its output as it arrives.
  ///   - started: called with its process ID before anything else.
  /// - Returns: nil if the program cannot be started.
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
    var listener = Listener(process, output: pipe.out, limit: limit, endsWithProcess: endsWithProcess)
    let isLate = !listener.listen(line)
    let ending = Ending(
      waited: isLate ? process.stopGroup() : process.waited(), output: listener.bytes, errors: errors,
      isLate: isLate)
    if limit == nil { Interruption.awaitSignal(thatEnded: ending.status) }
    return ending
  }

  /// Starts the program with three open files.
  func start(_ files: [Int32]) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, file) in files.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, file, Int32(number))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The caller may have blocked signals to wait for them, and ignores one; the program starts as usual.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGXFSZ)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let group = limit == nil ? 0 : Int(POSIX_SPAWN_SETPGROUP)
    posix_spawnattr_setflags(&attributes, Int16(Int(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | group))
    let kept = Environment.process.all.filter { !variables.keys.contains($0.key) }
    let all = CStrings(kept.merging(variables.compactMapValues { $0 }) { $1 }.map { "\($0)=\($1)" })
    let arguments = CStrings(words)
    var process: pid_t = 0
    let code = posix_spawnp(&process, words[0], &actions, &attributes, arguments.mutable, all.mutable)
    return code == 0 ? process : nil
  }

  /// Writes a text to a file and rewinds it; returns whether all of the text was written.
  private func write(_ text: String, to file: UnsafeMutablePointer<FILE>) -> Bool {
    var text = text
    let isWritten = text.withUTF8 { bytes in
      bytes.isEmpty || fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count
    }
    guard isWritten, fflush(file) == 0 else { return false }
    rewind(file)
    return lseek(fileno(file), 0, SEEK_SET) == 0
  }
}

extension Program.Ending {
  /// The ending of a program that was waited for, whose errors are in a file.
  init(waited status: Int32, output bytes: [UInt8] = [], errors: UnsafeMutablePointer<FILE>, isLate: Bool) {
    self.status = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    self.isLate = isLate
    output = String(decoding: bytes, as: UTF8.self)
    isUTF8 = output.utf8.elementsEqual(bytes)
    self.errors = String(decoding: Program.Ending.contents(of: errors), as: UTF8.self)
  }

  private static func contents(of file: UnsafeMutablePointer<FILE>) -> [UInt8] {
    rewind(file)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer.prefix(count) }
    return bytes
  }
}

/// The two ends of a pipe that other programs do not inherit.
struct Pipe {
  let out: Int32
  let into: Int32

  init?(isSocket: Bool = false) {
    var ends: [Int32] = [0, 0]
    let kind = Int32(SOCK_STREAM.rawValue)
    guard (isSocket ? socketpair(AF_UNIX, kind, 0, &ends) : pipe(&ends)) == 0 else { return nil }
    (out, into) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }
}

/// Texts as C strings, ended by a null pointer; freed with the value.
package struct CStrings: ~Copyable {
  package let mutable: [UnsafeMutablePointer<CChar>?]

  package var pointers: [UnsafePointer<CChar>?] { mutable.map { $0.map { UnsafePointer($0) } } }

  package init(_ texts: [String]) { mutable = texts.map { strdup($0) } + [nil] }

  deinit { for pointer in mutable { free(pointer) } }
}

extension String {
  /// The text quoted as one word for a POSIX shell.
  package var shellQuoted: String {
    let plain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-:@,+=%".contains($0)) }
    return plain && !isEmpty ? self : "'" + replacing("'", with: #"'\''"#) + "'"
  }
}
