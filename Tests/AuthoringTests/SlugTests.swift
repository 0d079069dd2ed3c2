import Authoring
import Testing

@Suite struct `A slug` {
  @Test(arguments: [
    ("Create users table!! été", "create_users_table_ete"),
    ("Add  user--table / v2.0 (fix #12)!", "add_user_table_v2_0_fix_12"), ("日本語", ""), ("a日b", "ab"),
    ("Ｆｕｌｌ ﬁle №½ ①", "full_file_no12_1"), ("_ _x_ _", "x"), ("Straße øl ñ Ế", "strae_l_n_e"),
    ("a\u{301}\u{327} İ K", "a_i_k"), ("", ""),
  ])
  func `accents are folded, and what is no letter parts words`(message: String, expected: String) {
    #expect(Slug.of(message) == expected)
  }

  @Test func `it has at most 50 characters, and no underscore at its end`() {
    #expect(Slug.of(String(repeating: "a", count: 300)) == String(repeating: "a", count: 50))
    #expect(Slug.of(String(repeating: "a", count: 49) + " b") == String(repeating: "a", count: 49))
  }

  @Test func `a file is always called something`() { #expect(Slug.ofFile("日本語") == "migration") }
}
