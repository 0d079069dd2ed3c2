import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Paths and files, at the edge where they are read and written.
enum Path {
  /// A path below a folder; an absolute path, or a folder `.`, changes nothing.
  static func join(_ folder: String, _ path: String) -> String {
    folder == "." || path.hasPrefix("/") ? path : folder + (folder.hasSuffix("/") ? "" : "/") + path
  }

  /// The path from the root of the file system.
  static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return join(String(cString: folder), path)
  }

  /// A path as it is written in another folder: below it by what comes after, elsewhere as a whole.
  static func relocated(_ path: String, from folder: String) -> String {
    guard folder != ".", !path.hasPrefix("/") else { return path }
    if path.hasPrefix(folder + "/") { return String(path.dropFirst(folder.utf8.count + 1)) }
    return absolute(path)
  }

  /// A database's URL as it is written in another folder.
  static func relocated(url: String, from folder: String) -> String {
    guard let colon = url.firstIndex(of: ":") else { return url }
    let rest = url[url.index(after: colon)...]
    guard !rest.isEmpty, rest != ":memory:", !rest.hasPrefix("//") else { return url }
    return url[...colon] + relocated(String(rest), from: folder)
  }

  /// The folder of a file; `.` where the path names none.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

  static func isFolder(_ path: String) -> Bool {
    information(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
  }

  /// Whether the path itself is a symbolic link.
  static func isLink(_ path: String) -> Bool {
    var information = stat()
    return lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFLNK
  }

  /// What tells one file or folder from every other of the machine; nil where there is none.
  static func identity(_ path: String) -> (device: dev_t, inode: ino_t)? {
    information(path).map { ($0.st_dev, $0.st_ino) }
  }

  private static func information(_ path: String) -> stat? {
    var information = stat()
    return stat(path, &information) == 0 ? information : nil
  }

  /// The bytes of a file.
  static func bytes(of path: String) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(.read, path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw FileError(.read, path) }
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
    }
  }

  /// The names in a folder, sorted.
  static func names(in folder: String) throws(FileError) -> [String] {
    guard let stream = opendir(folder) else { throw FileError(.read, folder) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Writes a file that is not there yet; nothing is left of one that cannot be written whole.
  ///
  /// - Parameters:
  ///   - path: where.
  ///   - text: all of it.
  ///   - like: a file whose permissions it gets, if it is there.
  ///   - isProgram: whether it can be run.
  ///   - isSafe: whether it has to be on the disk before this returns.
  /// - Throws: ``FileError`` when it is there, or cannot be written.
  static func create(
    _ path: String, _ text: String, like: String? = nil, isProgram: Bool = false, isSafe: Bool = false
  ) throws(FileError) {
    let mode = like.flatMap { information($0)?.st_mode } ?? (isProgram ? 0o755 : 0o644)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode & 0o777)
    guard descriptor >= 0 else { throw FileError(.write, path) }
    let bytes = Array(text.utf8)
    let isWritten =
      write(descriptor, bytes, bytes.count) == bytes.count && (!isSafe || fsync(descriptor) == 0)
    let error = FileError(.write, path)
    guard close(descriptor) == 0, isWritten else {
      unlink(path)
      throw error
    }
  }

  /// Writes into what is there: a pipe, a device.
  private static func pour(_ text: String, into path: String) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(.write, path) }
    defer { close(descriptor) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw FileError(.write, path) }
      rest = rest.dropFirst(count)
    }
  }

  /// Puts a file in the place of another, at once.
  static func move(_ path: String, to target: String) throws(FileError) {
    if rename(path, target) != 0 { throw FileError(.write, target) }
  }

  /// Removes a file or an empty folder, if it is there.
  static func remove(_ path: String) throws(FileError) {
    let code = isFolder(path) ? rmdir(path) : unlink(path)
    if code != 0, errno != ENOENT { throw FileError(.write, path) }
  }

  /// Writes a file anew, or leaves it as it is where that fails; what is no plain file is written into.
  static func replace(_ path: String, _ text: String) throws(FileError) {
    var path = path
    if isLink(path), let target = realpath(path, nil) {
      path = String(cString: target)
      free(target)
    }
    if let mode = information(path)?.st_mode, mode & S_IFMT != S_IFREG { return try pour(text, into: path) }
    let draft = "\(path).\(getpid())~"
    try create(draft, text, like: path, isSafe: true)
    do {
      try move(draft, to: path)
    } catch {
      unlink(draft)
      throw error
    }
  }

  /// A folder and those above it that are not there, the deepest first.
  static func missing(_ folder: String) -> [String] {
    exists(folder) ? [] : [folder] + missing(self.folder(of: folder))
  }

  /// The path from the root, without links and dots.
  static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Does something while no other process does so in the folder; where it cannot be locked, at once.
  static func locked<Result>(_ folder: String, _ body: () throws -> Result) rethrows -> Result {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    return try body()
  }

  /// Makes a folder, and those above it.
  static func createFolder(_ path: String) throws(FileError) {
    if mkdir(path, 0o755) == 0 || errno == EEXIST && isFolder(path) { return }
    guard errno == ENOENT, folder(of: path) != path else { throw FileError(.write, path) }
    try createFolder(folder(of: path))
    if mkdir(path, 0o755) != 0 { throw FileError(.write, path) }
  }
}

/// A file that cannot be read or written.
package struct FileError: Diagnostic {
  enum Act: String { case read, write }

  private let act: Act
  private let path: String
  private let code: Int32
  package let cause: String?

  /// The error of the system call that has just failed.
  init(_ act: Act, _ path: String) {
    code = errno
    self.act = act
    self.path = path
    let words = String(cString: strerror(code))
    cause = words.prefix(1).lowercased() + words.dropFirst()
  }

  package var message: String { "cannot \(act.rawValue) '\(path)'" }

  package var remedy: String? {
    switch code {
    case EACCES, EPERM, EROFS: act == .write ? "get the right to write there, or choose another folder" : nil
    case ENOSPC, EDQUOT, EFBIG: "make room there and try again; nothing half written is left"
    default: nil
    }
  }

  package var status: ExitStatus { act == .write ? .cannotCreate : .badFile }
}
