/// What a fuzzer cannot see by itself, because PCRE2's compiled patterns have no counters.
package enum Features {
  /// Gets a number for each thing that is noted; set once, before the first check.
  nonisolated(unsafe) package static var receive: ((UInt) -> Void)?

  /// Notes the kind of an error, without the facts in it, of which there are too many.
  static func note(error: any Error, _ part: any CustomStringConvertible = "") {
    note("\(type(of: error))", Mirror(reflecting: error).children.first?.label ?? "", part)
  }

  /// Notes a combination that is worth an input of its own in the corpus.
  static func note(_ parts: any CustomStringConvertible...) {
    guard let receive else { return }
    // FNV-1a, because Swift's own hashes differ from run to run. http://www.isthe.com/chongo/tech/comp/fnv/
    var hash: UInt = 0xcbf2_9ce4_8422_2325
    for part in parts {
      for byte in part.description.utf8 { hash = (hash ^ UInt(byte)) &* 0x100_0000_01b3 }
      hash = (hash ^ 0xff) &* 0x100_0000_01b3
    }
    receive(hash)
  }
}
