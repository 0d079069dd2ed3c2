import Glibc

/// Compares the times that a text and a longer one take.
enum LinearTime {
  private static let size = 8 << 10
  private static let factor = 8

  /// Throws if repeating a part of the sample makes reading it slower than in proportion.
  ///
  /// Short times are not compared, because they say nothing; so most samples are read once.
  static func verify(_ sample: Sample, _ read: (String) throws -> Void) throws {
    let short = sample.repeated(to: size)
    guard try seconds(read, short) > 0.02 else { return }
    let long = sample.repeated(to: size * factor)
    for _ in 0..<3 {
      let (before, after) = (try seconds(read, short), try seconds(read, long))
      if after < 2.5 * Double(factor) * before { return }
    }
    throw Broken("\(factor) times the text takes much more than \(factor) times as long")
  }

  /// The processor's time that reading takes on this thread.
  private static func seconds(_ read: (String) throws -> Void, _ text: String) throws -> Double {
    let start = now
    _ = try unlessRefused { try read(text) }
    return now - start
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
