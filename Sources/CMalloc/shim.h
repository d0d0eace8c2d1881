#pragma once
#include <malloc.h>
/* mallopt's names are macros, some of them negative, which Swift takes for other things or not at all. */
static inline void labelmarket_malloc_give_back(void) { malloc_trim(0); }
static inline void labelmarket_malloc_limits(int arenas, int large_bytes) {
    mallopt(M_ARENA_MAX, arenas);
    /* Setting either threshold also stops the library from raising both as it sees large blocks freed. */
    mallopt(M_MMAP_THRESHOLD, large_bytes);
    mallopt(M_TRIM_THRESHOLD, 2 * large_bytes);
}
