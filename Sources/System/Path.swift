import Diagnostics
import Glibc

/// Functions for paths, and for reading and writing files.
package enum Path {
  /// Joins a folder and a path; an absolute path, or the folder `.`, leaves the path as it is.
  package static func join(_ folder: String, _ path: String) -> String {
    folder == "." || path.hasPrefix("/") ? path : folder + (folder.hasSuffix("/") ? "" : "/") + path
  }

  /// The absolute form of a path.
  package static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return join(String(cString: folder), path)
  }

  /// Returns the path as seen from a folder: relative if it is below that folder, otherwise absolute.
  package static func relocated(_ path: String, from folder: String) -> String {
    guard folder != ".", !path.hasPrefix("/") else { return path }
    if path.hasPrefix(folder + "/") { return String(path.dropFirst(folder.utf8.count + 1)) }
    return absolute(path)
  }

  /// Returns the path of a file as seen from a folder, which may be absolute: relative if it is below that.
  package static func name(of path: String, in folder: String) -> String {
    path.hasPrefix(folder + "/")
      ? String(path.dropFirst(folder.count + 1)) : relocated(path, from: folder)
  }

  /// Returns a database URL as seen from a folder, with the path in it adapted.
  package static func relocated(url: String, from folder: String) -> String {
    guard let colon = url.firstIndex(of: ":") else { return url }
    let rest = url[url.index(after: colon)...]
    guard !rest.isEmpty, rest != ":memory:", !rest.hasPrefix("//") else { return url }
    return url[...colon] + relocated(String(rest), from: folder)
  }

  /// The folder of a file; `.` if the path names none.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  package static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

  package static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

  package static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

  package static func isFolder(_ path: String) -> Bool {
    information(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
  }

  /// Whether the path itself is a symbolic link.
  package static func isLink(_ path: String) -> Bool {
    var information = stat()
    return lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFLNK
  }

  /// The device and inode that identify a file or folder on this machine; nil if it does not exist.
  package static func identity(_ path: String) -> (device: UInt, inode: UInt)? {
    information(path).map { (UInt($0.st_dev), UInt($0.st_ino)) }
  }

  private static func information(_ path: String) -> stat? {
    var information = stat()
    return stat(path, &information) == 0 ? information : nil
  }

  /// The bytes of a file.
  package static func bytes(of path: String) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(.read, path) }
    defer { close(descriptor) }
    return try bytes(descriptor, of: path)
  }

  /// The bytes of an open file, from where it stands.
  static func bytes(_ descriptor: Int32, of path: String) throws(FileError) -> [UInt8] {
    var information = stat()
    let expected = fstat(descriptor, &information) == 0 ? Int(information.st_size) : 0
    var bytes: [UInt8] = []
    while true {
      // The first read normally gets the whole file; a file that grows, or has no size, needs several.
      let room = bytes.isEmpty ? max(expected + 1, 1 << 12) : 1 << 16
      // Swift 6.2 does not let the closure throw an error of a known type.
      var isRead = true
      let part = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        let found = read(descriptor, buffer.baseAddress, room)
        isRead = found >= 0
        count = max(found, 0)
      }
      guard isRead else { throw FileError(.read, path) }
      if part.isEmpty { return bytes }
      if bytes.isEmpty { bytes = part } else { bytes += part }
    }
  }

  /// The first bytes of a file; fewer if the file is shorter, none if it cannot be read.
  package static func head(of path: String, _ count: Int) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: count)
    let found = fread(&bytes, 1, count, file)
    return Array(bytes.prefix(found))
  }

  /// The text of a system file such as `/proc/locks`; nil if it cannot be read.
  package static func text(of path: String) -> String? {
    (try? bytes(of: path)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Makes a folder for temporary files that no other user can open.
  ///
  /// - Parameters:
  ///   - name: the beginning of its name.
  ///   - parent: the folder to make it in.
  /// - Returns: its path.
  /// - Throws: ``FileError`` when it cannot be made.
  package static func makeTemporaryFolder(_ name: String, in parent: String) throws(FileError) -> String {
    var path = Array("\(parent)/\(name)-XXXXXX".utf8CString)
    guard mkdtemp(&path) != nil else { throw FileError(.write, parent) }
    return String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes a folder and the files in it, as far as possible.
  package static func removeFolder(_ folder: String) {
    for name in (try? names(in: folder)) ?? [] { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }

  /// The names in a folder, sorted.
  package static func names(in folder: String) throws(FileError) -> [String] {
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

  /// The sorted names of the folders in a folder, and of links to folders.
  ///
  /// - Throws: ``FileError`` if the folder cannot be read.
  package static func folders(in folder: String) throws(FileError) -> [String] {
    guard let stream = opendir(folder) else { throw FileError(.read, folder) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      // Most file systems say what an entry is, which costs nothing for a folder of many files.
      let kind = Int32(entry.pointee.d_type)
      guard [Int32(DT_DIR), Int32(DT_LNK), Int32(DT_UNKNOWN)].contains(kind) else { continue }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != "..", kind == DT_DIR || isFolder(join(folder, name)) { names.append(name) }
    }
    return names.sorted()
  }

  /// Creates a file; removes it again if it cannot be written completely.
  ///
  /// - Parameters:
  ///   - path: its path.
  ///   - text: its whole content.
  ///   - like: a file whose permissions it gets, if that file exists.
  ///   - isProgram: whether to make it executable.
  ///   - isPrivate: whether only its owner may read it.
  ///   - isSafe: whether it must be on the disk before this returns.
  /// - Throws: ``FileError`` if it exists or cannot be written.
  package static func create(
    _ path: String, _ text: String, like: String? = nil, isProgram: Bool = false, isPrivate: Bool = false,
    isSafe: Bool = false
  ) throws(FileError) {
    let mode = like.flatMap { information($0)?.st_mode } ?? (isProgram ? 0o755 : isPrivate ? 0o600 : 0o644)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode & 0o777)
    guard descriptor >= 0 else { throw FileError(.write, path) }
    var text = text
    let isWritten =
      text.withUTF8 { Descriptor(descriptor).write($0) } && (!isSafe || fsync(descriptor) == 0)
    let error = FileError(.write, path)
    guard close(descriptor) == 0, isWritten else {
      unlink(path)
      throw error
    }
  }

  /// Writes to something that is already there, such as a pipe or a device.
  private static func pour(_ text: String, into path: String) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(.write, path) }
    defer { close(descriptor) }
    var text = text
    guard text.withUTF8({ Descriptor(descriptor).write($0) }) else { throw FileError(.write, path) }
  }

  /// Moves a file to a path, and replaces any file there atomically.
  package static func move(_ path: String, to target: String) throws(FileError) {
    if rename(path, target) != 0 { throw FileError(.write, target) }
  }

  /// Removes a file or an empty folder, if it exists.
  package static func remove(_ path: String) throws(FileError) {
    let code = isFolder(path) ? rmdir(path) : unlink(path)
    if code != 0, errno != ENOENT { throw FileError(.write, path) }
  }

  /// Replaces a file's content, or leaves it as it was on failure; writes directly to a pipe or a device.
  package static func replace(_ path: String, _ text: String) throws(FileError) {
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

  /// The folders that do not exist, of a folder and those above it, the deepest first.
  package static func missing(_ folder: String) -> [String] {
    exists(folder) ? [] : [folder] + missing(self.folder(of: folder))
  }

  /// The absolute path without symbolic links and dots.
  package static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Runs the body while no other process does so in the folder; at once if the folder cannot be locked.
  package static func locked<Result>(_ folder: String, _ body: () throws -> Result) rethrows -> Result {
    let lock = try? FileLock(folder)
    defer { withExtendedLifetime(lock) {} }
    lock?.wait()
    return try body()
  }

  /// Makes a folder and its missing parents.
  package static func createFolder(_ path: String) throws(FileError) {
    if mkdir(path, 0o755) == 0 || errno == EEXIST && isFolder(path) { return }
    guard errno == ENOENT, folder(of: path) != path else { throw FileError(.write, path) }
    try createFolder(folder(of: path))
    if mkdir(path, 0o755) != 0 { throw FileError(.write, path) }
  }
}

/// A file that cannot be read or written.
package struct FileError: Diagnostic {
  package enum Act: String { case read, write }

  private let act: Act
  private let path: String
  private let code: Int32
  package let cause: String?

  /// Takes the error of the system call that has just failed.
  package init(_ act: Act, _ path: String) {
    code = errno
    self.act = act
    self.path = path
    let words = String(cString: strerror(code))
    cause = words.prefix(1).lowercased() + words.dropFirst()
  }

  package var message: String { "cannot \(act.rawValue) '\(path)'" }

  package var remedy: String? {
    switch code {
    case EACCES, EPERM, EROFS: act == .write ? "get permission to write there, or choose another folder" : nil
    case ENOSPC, EDQUOT, EFBIG: "free some space and try again; no partial file is left"
    default: nil
    }
  }

  package var status: ExitStatus { act == .write ? .cannotCreate : .badFile }
}
