import Migrations
import Testing

@Suite struct `A version` {
  @Test(arguments: [
    ("1", "0001"), ("0001", "0001"), ("00001", "00001"), ("12345", "12345"), ("0", "0000"),
    ("20251018", "20251018"), ("20251018120000", "20251018120000"), ("ext_adk_1", "ext_adk_0001"),
    ("ext_my_q_0002", "ext_my_q_0002"), ("ext_foo_2fa_1", "ext_foo_2fa_0001"), ("ext_1_2", "ext_1_0002"),
    ("ext_adk_20251018120000", "ext_adk_20251018120000"),
  ])
  func `short numbers are padded to four digits, others kept`(text: String, expected: String) {
    #expect(Version(text)?.description == expected)
  }

  @Test(arguments: [
    "", " ", "head", "base", "+1", "-1", " 1", "1 ", "1\n", "1.2", "1a", "v1", "0x1", "１", "²", "ext_",
    "ext_1", "ext__1",
    "ext_a_", "ext_a_b", "ext_a-b_1", "ext_a b_1", "EXT_a_1", "adk_0001",
  ])
  func `anything else is no version`(text: String) {
    #expect(Version(text) == nil)
  }

  @Test(arguments: [
    ("20240229000000", true), ("20230229000000", false), ("20000229000000", true), ("19000229000000", false),
    ("20251231235959", true), ("20250101000000", true), ("00010101000000", true), ("99991231235959", true),
    ("00000101000000", false), ("20250001000000", false), ("20251301000000", false),
    ("20250100000000", false),
    ("20250132000000", false), ("20250431000000", false), ("20250101240000", false),
    ("20250101006000", false),
    ("20250101000060", false), ("20251399120000", false),
  ])
  func `fourteen digits have to be a time`(text: String, isValid: Bool) {
    #expect(Version(text)?.kind == (isValid ? .timestamp : nil))
    #expect((Version("ext_adk_" + text) != nil) == isValid)
  }

  @Test(arguments: ["2025139912000", "202513991200001", "1", "00000000000000000001"])
  func `any other number of digits is a sequence`(text: String) {
    #expect(Version(text)?.kind == .sequential)
  }

  @Test func `an extension's version says whose it is`() throws {
    #expect(try Fixture.version("ext_my_q_1").series == .named("my_q"))
    #expect(try Fixture.version("1").series == .project)
  }

  @Test func `leading zeros change the spelling, and nothing else`() throws {
    let same = try ["2", "0002", "00002"].map(Fixture.version)
    #expect(Set(same).count == 1)
    #expect(same.map(\.description) == ["0002", "0002", "00002"])
    #expect(try Set(["2", "20", "ext_a_2", "ext_b_2"].map(Fixture.version)).count == 4)
  }

  @Test(arguments: [("0", true), ("0000", true), ("ext_adk_0", true), ("1", false), ("10", false)])
  func `zero stands before every migration`(text: String, expected: Bool) throws {
    #expect(try Fixture.version(text).isZero == expected)
  }

  @Test func `the project comes first, then extensions by name; numbers before times`() throws {
    let ordered = [
      "0", "1", "2", "0010", "9999", "10000", "20251018", "99999999999999999999999", "20240101000000",
      "20250101000000", "ext_a_9", "ext_a_20250101000000", "ext_a_b_1", "ext_b_1", "ext_b_2",
    ]
    let versions = try ordered.map(Fixture.version)
    #expect(versions.reversed().sorted() == versions)
    for (index, version) in versions.enumerated() {
      #expect(versions.filter { $0 < version }.count == index)
    }
  }

  @Test(arguments: [
    ("0009", "0010"), ("02510101120000", "02510101120001"), ("20251018120000", "20251018120001"),
    ("20251018120059", nil), ("ext_a_99", "ext_a_0100"),
  ])
  func `the next version is of the same kind`(text: String, expected: String?) throws {
    let next = try Fixture.version(text).successor
    #expect(try next == expected.map(Fixture.version))
  }
}
