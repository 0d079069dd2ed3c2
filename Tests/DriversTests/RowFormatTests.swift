import Testing

@testable import Drivers

@Suite struct `Rows` {
  @Test(arguments: [
    ("a\t\\N\t\\\\N\n", [["a", nil, "\\N"]]), ("\n", [[""]]), ("", []), ("a\nunfinished", [["a"]]),
    ("\\t\\n\\r\\\\\\x\n", [["\t\n\r\\x"]]), ("\\n\u{301}\r\n", [["\n\u{301}\r"]]),
  ])
  func `are lines of values with tabs between them`(printed: String, rows: [[String?]]) {
    #expect(RowFormat("rows")?.rows(in: Array(printed.utf8)) == rows)
  }

  @Test(arguments: [
    ("1,a b,no value\n", [["1", "a b", nil]]), ("\n", [[""]]), ("", []), (",\n", [["", ""]]),
    ("\"a,\"\"b\"\"\n\tc\r\"\n\"no value\",\"\",\"\"\"\"\n", [["a,\"b\"\n\tc\r"], ["no value", "", "\""]]),
    ("\\t\\N\n\"unfinished\n", [["\\t\\N"]]),
  ])
  func `are lines of values with commas between them`(printed: String, rows: [[String?]]) {
    #expect(RowFormat("csv no value")?.rows(in: Array(printed.utf8)) == rows)
  }

  @Test func `are XML, as the clients of MySQL and MariaDB print it`() {
    let printed = """
        </row>
      </resultset>
      <?xml version="1.0"?>

      <resultset statement="select 1 &lt; 2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <row>
      	<field name="a">NULL</field>
      	<field name="b" xsi:nil="true" />
      	<field name=" xsi:nil=&quot;true&quot; /&gt;"></field>
      	<field name="d">&lt;&amp;lt;&gt;
      &quot;\t&unknown;&</field>
        </row>
        <row>
      	<field name="a">1</field>
        </row>
      </resultset>
      <resultset statement="select 'rung step 1'">
        <row>
      	<field name="rung">
      """
    let rows: [[String?]] = [["NULL", nil, "", "<&lt;>\n\"\t&unknown;&"], ["1"]]
    #expect(RowFormat("xml")?.rows(in: Array(printed.utf8)) == rows)
  }

  @Test(arguments: ["rows", "csv -", "xml"]) func `may hold bytes that are not UTF-8`(format: String) throws {
    let head = format == "xml" ? "<row><field name=\"a\">" : ""
    let tail = format == "xml" ? "</field></row>" : "\n"
    let bytes = Array(head.utf8) + [0x61, 0xFF, 0x00, 0x62] + Array(tail.utf8)
    #expect(try #require(RowFormat(format)).rows(in: bytes) == [["a\u{FFFD}\0b"]])
  }

  @Test func `have a known format`() { #expect(RowFormat("html") == nil && RowFormat("csv") == nil) }
}
