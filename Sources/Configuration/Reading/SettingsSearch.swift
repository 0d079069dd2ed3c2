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
    let bytes: [UInt8]
    do { bytes = try Path.bytes(of: path) } catch {
      throw SettingsError.unreadable(path, reason: error.cause ?? "")
    }
    let source = SourceText(path: path, text: String(decoding: bytes, as: UTF8.self))
    if let offset = source.firstDifference(from: bytes) {
      throw SettingsError.syntax(source.location(at: offset), reason: "the text is not UTF-8")
    }
    return try SettingsFile(source, folder: Path.folder(of: path))
  }
}
