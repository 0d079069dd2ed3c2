/// What the user says about a migration that was interrupted.
package enum Resolution: Sendable {
  /// The rest was run by hand.
  case applied
  /// What had run was undone by hand.
  case reverted
  /// So many statements have run, and the next run continues after them.
  case finished(Int)
}
