import Counters
import FuzzChecks

/// The target that the environment names, with its compiled patterns.
nonisolated(unsafe) private let check: any Check = {
  let name = counters_target().map { String(cString: $0) } ?? ""
  guard let subject = Subject(rawValue: name), let check = try? subject.check() else {
    fatalError("RUNG_FUZZ_TARGET names no target: '\(name)'")
  }
  Features.receive = { counters_note($0) }
  return check
}()

/// One input of libFuzzer; a property that does not hold ends the program, and libFuzzer keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // -1 keeps the input out of the corpus.
  guard let sample = Sample(UnsafeBufferPointer(start: start, count: count)) else { return -1 }
  do {
    try check.run(sample)
  } catch {
    fatalError("\(error)")
  }
  return 0
}
