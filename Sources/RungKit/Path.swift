import Diagnostics

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Paths and files, at the edge where they are read.
enum Path {
  /// A path below a folder; an absolute path, or a folder `.`, changes nothing.
  static func join(_ folder: String, _ path: String) -> String {
    folder == "." || path.hasPrefix("/") ? path : folder + (folder.hasSuffix("/") ? "" : "/") + path
  }

  /// The folder of a file; `.` where the path names none.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }

  /// The bytes of a file.
  static func bytes(of path: String) throws(FileError) -> [UInt8] {
    do { return try Array(Data(contentsOf: URL(filePath: path))) } catch {
      throw FileError(.read, path, error)
    }
  }

  /// The names in a folder, sorted.
  static func names(in folder: String) throws(FileError) -> [String] {
    do { return try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
      throw FileError(.read, folder, error)
    }
  }

  /// Writes a file that is not there yet.
  static func create(_ path: String, _ text: String) throws(FileError) {
    do { try Data(text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting) } catch {
      throw FileError(.write, path, error)
    }
  }

  static func createFolder(_ path: String) throws(FileError) {
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw FileError(.write, path, error)
    }
  }
}

/// A file that cannot be read or written.
package struct FileError: Diagnostic {
  enum Act: String { case read, write }

  private let act: Act
  private let path: String
  package let cause: String?

  init(_ act: Act, _ path: String, _ error: any Error) {
    self.act = act
    self.path = path
    let code = (error as? CocoaError)?.code
    cause =
      switch code {
      case .fileReadNoSuchFile?, .fileNoSuchFile?:
        act == .read ? "it does not exist" : "its folder does not exist"
      case .fileReadNoPermission?, .fileWriteNoPermission?: "permission is denied"
      case .fileWriteFileExists?: "it exists already"
      case .fileWriteOutOfSpace?: "the disk is full"
      case .fileWriteVolumeReadOnly?: "the disk is read-only"
      default: nil
      }
  }

  package var message: String { "cannot \(act.rawValue) '\(path)'" }
  package var status: ExitStatus { act == .write ? .cannotCreate : .badFile }
}

extension SettingsFile {
  /// The settings of a project: the file named, or `rung.toml` in this folder or the nearest one above it.
  static func find(_ named: String?) throws -> SettingsFile? {
    if let named { return try read(named) }
    var path = "rung.toml"
    // As git looks for its repository; a path of `../` stays readable in messages.
    for _ in 0..<64 {
      if Path.exists(path) { return try read(path) }
      if let here = try? FileManager.default.attributesOfItem(atPath: Path.folder(of: path))[
        .systemFileNumber] as? UInt64,
        let above = try? FileManager.default.attributesOfItem(atPath: Path.folder(of: "../" + path))[
          .systemFileNumber] as? UInt64,
        here == above
      {
        return nil
      }
      path = "../" + path
    }
    return nil
  }

  private static func read(_ path: String) throws -> SettingsFile {
    let bytes: [UInt8]
    do { bytes = try Path.bytes(of: path) } catch {
      throw SettingsError.unreadable(path, reason: error.cause ?? "it cannot be opened")
    }
    let source = SourceText(path: path, text: String(decoding: bytes, as: UTF8.self))
    return try SettingsFile(source, folder: Path.folder(of: path))
  }
}
