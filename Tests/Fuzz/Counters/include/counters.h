// Counters that libFuzzer reads beside those of compiled code: one for each thing that a check notes.
#include <stdint.h>
#include <stdlib.h>

void counters_note(uintptr_t feature);

// The target that the environment names.
static inline const char *counters_target(void) { return getenv("RUNG_FUZZ_TARGET"); }
