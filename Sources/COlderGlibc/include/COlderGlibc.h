/* Functions that replace those of glibc whose newest version is newer than glibc 2.34. */
