#include "counters.h"

// libFuzzer finds them by the name of their section.
// https://llvm.org/docs/LibFuzzer.html#tracing-cmp-instructions
__attribute__((section("__libfuzzer_extra_counters"))) static uint8_t counters[1 << 14];

void counters_note(uintptr_t feature) {
  // Only whether, not how often: more of the same is no news.
  counters[feature % sizeof counters] = 1;
}
