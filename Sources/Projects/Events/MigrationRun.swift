import Diagnostics
import Migrations
import System

/// One migration that a run applies or reverts.
public struct MigrationRun: Encodable, Sendable {
  public let version: String
  /// The direction, `up` or `down`.
  public let direction: String
  public let description: String
  public internal(set) var file: String
  public let isTransactional: Bool
  /// How long it took; nil before it is done.
  public internal(set) var milliseconds: Int?
  /// Its number among the migrations of the run, from 1, and how many these are; 0 if that is not known.
  public package(set) var number = 0
  public package(set) var count = 0

  private enum CodingKeys: String, CodingKey {
    case version, direction, description, file, milliseconds = "duration_ms"
  }

  /// - Parameters:
  ///   - section: the part of a script that runs it; nil is returned for a part without a migration.
  ///   - milliseconds: how long it took, if it is done.
  package init?(_ section: Script.Section, milliseconds: Int? = nil) {
    guard let migration = section.migration else { return nil }
    version = "\(migration.version)"
    direction = section.direction.rawValue
    description = migration.description
    file = migration.source.path
    isTransactional = section.isTransactional
    self.milliseconds = milliseconds
  }

  /// Whether it is reverted rather than applied.
  public var isReverted: Bool { direction == Direction.down.rawValue }

  /// The version and description, `0002: add users`, or the version alone.
  public var title: String { description.isEmpty ? version : "\(version): \(description)" }

  /// The migration without its time, and with its path relative to a folder.
  func seen(from folder: String) -> MigrationRun {
    var run = self
    run.file = Path.relocated(file, from: folder)
    run.milliseconds = nil
    return run
  }
}
