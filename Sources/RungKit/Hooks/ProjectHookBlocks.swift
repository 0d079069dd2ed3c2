import Configuration
import Diagnostics
import Migrations
import SQLText
import System

extension HookBlocks {
  /// Reads the blocks that a project's settings name.
  ///
  /// - Throws: any ``Diagnostic`` for a file that cannot be read or used.
  init(_ project: Project) throws {
    guard let path = project.settings.hooks.sql else {
      self.init()
      return
    }
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Path.bytes(of: path)
    } catch {
      throw SettingsError.badValue(
        project.settings.origin(of: .hooksSQL),
        reason: error.message + (error.cause.map { ": \($0)" } ?? ""),
        remedy: "make the file, or correct the path")
    }
    let text = SourceText(path: path, text: String(decoding: bytes, as: UTF8.self))
    if let offset = text.firstDifference(from: bytes) {
      throw HookBlockError.notUTF8(text.location(at: offset))
    }
    try self.init(text, project.dialect)
  }
}
