import Diagnostics
import System

extension SettingsFile {
  /// The settings of a project: the named file, or `rung.toml` in this folder or the nearest one above it.
  static func find(_ named: String?) throws -> SettingsFile? {
    if let named { return try read(named) }
    var path = "rung.toml"
    // Like git's search for its repository. A path that begins with `../` stays readable in messages.
    while !Path.exists(path) {
      guard let here = Path.identity(Path.folder(of: path)),
        let above = Path.identity(Path.folder(of: "../" + path)),
        here != above
      else { return nil }
      path = "../" + path
    }
    return try read(path)
  }

  private static func read(_ path: String) throws -> SettingsFile {
    let source: SourceText
    do {
      source = try SourceText.file(path).get()
    } catch let invalid as SourceText.InvalidUTF8 {
      throw SettingsError.syntax(invalid.location, reason: "the text is not UTF-8")
    } catch let error as FileError {
      throw SettingsError.unreadable(path, reason: error.cause ?? "")
    }
    return try SettingsFile(source, folder: Path.folder(of: path))
  }
}
