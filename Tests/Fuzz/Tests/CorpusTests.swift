import Foundation
import FuzzChecks
import Testing

/// Every input of the corpus, held against the same properties as in Tests/Fuzz/run.
@Suite struct `The corpus of the fuzzer` {
  private static let folder = URL(filePath: #filePath).appending(path: "../../corpus").standardizedFileURL

  @Test(arguments: Subject.allCases)
  func `breaks no property`(subject: Subject) throws {
    let check = try subject.check()
    let folder = Self.folder.appending(path: subject.rawValue).path()
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(!names.isEmpty)
    for name in names {
      let bytes = try Data(contentsOf: URL(filePath: folder).appending(path: name))
      let sample = try #require(Sample(bytes), "\(name) is not UTF-8")
      #expect(throws: Never.self, "\(subject)/\(name)") { try check.run(sample) }
    }
  }
}
