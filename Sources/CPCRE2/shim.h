#pragma once
/* Text is UTF-8: patterns and subjects are bytes. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
