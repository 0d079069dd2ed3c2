import Diagnostics
import Testing

@Suite struct `A length of time` {
  @Test(arguments: [
    ("500ms", 500), ("30s", 30_000), ("5min", 300_000), ("1h", 3_600_000), ("0", 0), ("0s", 0),
    ("30 s", 30_000),
    ("007s", 7_000), ("2147483647ms", 2_147_483_647), ("596h", 2_145_600_000),
  ])
  func `a number has a unit of PostgreSQL's`(text: String, count: Int) {
    #expect(Milliseconds(text)?.count == count)
    #expect(Milliseconds(text)?.text == text)
  }

  @Test(arguments: [
    "", "s", "30", "-1s", "+1s", "1.5s", "1m", "1d", "1S", "1 s s", "s1", "１s", " 1s", "1s ", "one",
    "2147483648ms",
    "597h", "99999999999999999999s", "9223372036854775807h",
  ])
  func `anything else, and more than 24 days, is none`(text: String) {
    #expect(Milliseconds(text) == nil)
  }
}
