/* 'hypotf' for glibc 2.34. The Swift runtime mentions it in functions that Rung never calls, and glibc 2.35 gave it a
   new version, which is the only symbol that would keep the executable from starting on 2.34. */

#include "COlderGlibc.h"
#include <math.h>

__attribute__((visibility("hidden"))) float hypotf(float x, float y) {
  if (isinf(x) || isinf(y)) return INFINITY;
  return (float)sqrt((double)x * x + (double)y * y);
}
