import Glibc

/// A program that keeps running, and answers one request after another.
///
/// It ends when its input ends. This also happens when this process is killed, because no other program
/// inherits the input.
package final class Dialogue {
  private let process: ProcessNumber?
  /// This process's end of the program's input; it is a socket, because a pipe that nobody reads is a signal.
  private let input: Int32
  private let output: Int32
  private let errors: UnsafeMutablePointer<FILE>
  /// What the program has printed after its last answer.
  private var received: [UInt8] = []
  private var ending: Program.Ending?

  /// How often to look whether the program has ended after its input, every half millisecond.
  private static let patience = 10_000

  /// Starts the program, whose own input and time limit do not count.
  ///
  /// - Returns: nil if the program cannot be started.
  package init?(_ program: Program) {
    guard let errors = tmpfile(), let input = Pipe(isSocket: true), let output = Pipe() else { return nil }
    // Other programs are started while this one runs.
    _ = fcntl(fileno(errors), F_SETFD, FD_CLOEXEC)
    process = program.start([input.out, output.into, fileno(errors)])
    close(input.out)
    close(output.into)
    (self.input, self.output, self.errors) = (input.into, output.out, errors)
    if process == nil { return nil }
  }

  deinit {
    _ = end()
    close(input)
    close(output)
    fclose(errors)
  }

  /// Sends a request, and waits for its answer.
  ///
  /// - Parameters:
  ///   - request: the text to send; empty to wait for what the program prints by itself.
  ///   - mark: the text with which the line after the answer begins, or that follows the answer in its line.
  ///   - limit: how long to wait, in milliseconds; nil for as long as it takes.
  /// - Returns: everything before the mark; nil if the program ends first, or the time is up.
  package func answer(to request: String = "", until mark: String, limit: Int? = nil) -> [UInt8]? {
    let deadline = limit.map { ContinuousClock.now + .milliseconds($0) }
    var rest = Array(request.utf8)[...]
    let wanted = Array(mark.utf8)
    var searched = 0
    while true {
      if let found = received.index(of: wanted, from: searched),
        let end = received[(found + wanted.count)...].firstIndex(of: UInt8(ascii: "\n"))
      {
        defer { received.removeSubrange(...end) }
        return Array(received[..<found])
      }
      // The mark may be there, and the end of its line not yet.
      searched = max(0, received.count - wanted.count - 1)
      if let deadline, ContinuousClock.now >= deadline { return nil }
      if !exchange(&rest, wait: deadline == nil ? -1 : 20) { return nil }
    }
  }

  /// Sends and reads what is possible without blocking: the program may print before it has read everything.
  ///
  /// - Returns: false at the end of the output.
  private func exchange(_ rest: inout ArraySlice<UInt8>, wait: Int32) -> Bool {
    var ends = [
      pollfd(fd: output, events: Int16(POLLIN), revents: 0),
      pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
    ]
    guard poll(&ends, rest.isEmpty ? 1 : 2, wait) > 0 else { return true }
    if ends[1].revents != 0 {
      let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
      let count = rest.withUnsafeBytes { send(input, $0.baseAddress, $0.count, flags) }
      // A program that reads no more is about to end its output, too.
      if count < 0, errno != EAGAIN, errno != EINTR { rest = [] }
      rest = rest.dropFirst(max(0, count))
    }
    guard ends[0].revents != 0 else { return true }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(output, &buffer, buffer.count)
    received += buffer.prefix(max(0, count))
    return count > 0 || count < 0 && errno == EINTR
  }

  /// Ends the program's input, and waits until the program has ended.
  ///
  /// - Returns: how it ended, with its errors; a program that does not end in time is killed, and late.
  @discardableResult package func end() -> Program.Ending? {
    guard ending == nil, let process else { return ending }
    shutdown(input, Int32(SHUT_RDWR))
    var looks = 0
    while !process.hasEnded, looks < Dialogue.patience {
      usleep(500)
      looks += 1
    }
    let isLate = !process.hasEnded
    if isLate { kill(process, SIGKILL) }
    ending = Program.Ending(waited: process.waited(), errors: errors, isLate: isLate)
    return ending
  }
}

extension [UInt8] {
  /// Where a text begins; answers are long, and a general search of collections is slow.
  fileprivate func index(of text: [UInt8], from start: Int) -> Int? {
    var rest = self[start...]
    while let first = rest.firstIndex(of: text[0]) {
      rest = rest[first...]
      if rest.starts(with: text) { return first }
      rest = rest.dropFirst()
    }
    return nil
  }
}
