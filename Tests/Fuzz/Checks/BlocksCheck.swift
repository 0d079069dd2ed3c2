import Diagnostics
import Migrations
import SQLText

/// Blocks are parts of the file, byte for byte and in order; line ends do not change what a file means.
struct BlocksCheck: Check {
  private let scanners: [BlockScanner]
  private let readers: [MigrationReader]
  private let name: FileName

  init() throws {
    scanners = try Syntax.all.map { try BlockScanner(Lexer($0)) }
    readers = try Syntax.all.map { try MigrationReader(Lexer($0)) }
    guard case .migration(let name) = FileName.read("0001_a.sql") else { throw Broken("no file name") }
    self.name = name
  }

  private func source(_ text: String) -> SourceText { SourceText(path: "0001_a.sql", text: text) }

  func read(_ text: String, _ sample: Sample) throws {
    _ = try readers[sample.selector % readers.count].migration(source(text), name)
  }

  func verify(_ sample: Sample) throws {
    let (text, index) = (sample.text, sample.selector % scanners.count)
    let parts = try scanners[index].parts(of: source(text))
    try verify(parts, text)
    Features.note(
      sample.syntax, min(parts.blocks.count, 4), min(parts.remarks.count, 4), parts.strayText != nil)
    for fault in parts.faults.all { Features.note(error: fault, sample.syntax) }
    guard let migration = try unlessRefused({ try readers[index].migration(source(text), name) }) else {
      return
    }
    for block in [migration.up, migration.down].compactMap({ $0 }) { try verify(block, migration, index) }
    try verifyLineEnds(migration, text, index)
  }

  private func verify(_ parts: BlockScanner.Parts, _ text: String) throws {
    let bytes = Array(text.utf8)
    for (block, next) in zip(parts.blocks, parts.blocks.dropFirst().map(Optional.some) + [nil]) {
      try require(Array(block.text.utf8) == Array(bytes[block.range]), "a block is not a part of its file")
      try require(!block.name.isEmpty && block.nameOffset < block.range.lowerBound, "a block has no name")
      try require(
        bytes[block.nameOffset...].starts(with: block.name.utf8), "a block's name is somewhere else")
      try require(Block.key(of: block.key) == block.key, "the key of a key is another one")
      try require(
        block.range.upperBound <= next?.nameOffset ?? bytes.count, "a block reaches into the next one")
      if next == nil, parts.faults.all.isEmpty {
        try require(block.range.upperBound == bytes.count, "the last block does not reach the end")
      }
    }
    for remark in parts.remarks {
      try require(remark.upperBound <= bytes.count && !remark.isEmpty, "a comment is outside the text")
    }
  }

  /// A block that stands in a file of its own has the same text.
  private func verify(_ block: Block, _ migration: Migration, _ index: Int) throws {
    let header = "-- name: migrate-0001-up\n"
    let alone = try scanners[index].parts(of: source(header + block.text))
    try require(alone.blocks.count == 1, "a block alone is \(alone.blocks.count) blocks")
    try require(alone.blocks.first?.text == block.text, "a block alone has another text")
    try require(migration.checksum.utf8.count == 32, "a checksum is not 32 digits")
  }

  private func verifyLineEnds(_ migration: Migration, _ text: String, _ index: Int) throws {
    guard !text.utf8.contains(UInt8(ascii: "\r")) else { return }
    let bytes = text.utf8.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    let other = source(String(decoding: bytes, as: UTF8.self))
    guard let twin = try unlessRefused({ try readers[index].migration(other, name) }) else {
      throw Broken("a file is refused with '\\r\\n' as its line ends")
    }
    try require(twin.checksums == migration.checksums, "line ends change the checksum")
    try require(twin.description == migration.description, "line ends change the description")
    try require(twin.directives == migration.directives, "line ends change the directives")
    try require(twin.isDraft == migration.isDraft, "line ends change whether a file is a draft")
    try require((twin.down == nil) == (migration.down == nil), "line ends change whether a file reverts")
    try require(
      String(twin.up.text).withLineFeeds(includingLone: false)[...] == migration.up.text,
      "line ends change a block")
  }
}
