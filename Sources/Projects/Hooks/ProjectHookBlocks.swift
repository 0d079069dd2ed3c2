import Configuration
import Diagnostics
import Migrations
import SQLText
import System

extension HookBlocks {
  /// Reads the blocks that a project's settings name.
  ///
  /// - Throws: any ``Diagnostic`` for a file that cannot be read or used.
  package init(_ project: Project) throws {
    guard let path = project.settings.hooks.sql else {
      self.init()
      return
    }
    let text: SourceText
    do {
      text = try SourceText.file(path).get()
    } catch let invalid as SourceText.InvalidUTF8 {
      throw HookBlockError.notUTF8(invalid.location)
    } catch let error as FileError {
      throw SettingsError.badValue(
        project.settings.origin(of: .hooksSQL),
        reason: error.message + (error.cause.map { ": \($0)" } ?? ""),
        remedy: "make the file, or correct the path")
    }
    try self.init(text, project.dialect)
  }
}
