/// The executable's exit statuses, numbered as in `sysexits.h` and never renumbered.
public enum ExitStatus: Int32, Sendable {
  /// Done, or nothing to do.
  case done = 0
  /// Refused or failed; also `status --exit-code` with pending migrations.
  case failed = 1
  /// `EX_USAGE`: the command line is wrong.
  case usage = 64
  /// `EX_DATAERR`: a migration file is wrong.
  case badFile = 65
  /// `EX_UNAVAILABLE`: the database, or its client, cannot be reached.
  case unavailable = 69
  /// `EX_SOFTWARE`: a fault in Rung itself.
  case software = 70
  /// `EX_CANTCREAT`: a file cannot be written.
  case cannotCreate = 73
  /// `EX_TEMPFAIL`: the lock was not obtained in time; another attempt may succeed.
  case locked = 75
  /// `EX_CONFIG`: the settings are wrong.
  case badSettings = 78
}
