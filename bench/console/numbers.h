/* Bytes that look like noise and that both ends can make: xorshift64, eight bytes a step. */
#pragma once
#include <stdint.h>

struct numbers {
    uint64_t state;
    int at;
};

static const struct numbers first_number = { 88172645463325252ull, 0 };

static inline uint8_t next_number(struct numbers *numbers)
{
    uint8_t value = numbers->state >> (8 * numbers->at);
    if (++numbers->at == 8) {
        numbers->at = 0;
        numbers->state ^= numbers->state << 13;
        numbers->state ^= numbers->state >> 7;
        numbers->state ^= numbers->state << 17;
    }
    return value;
}

static inline void skip_numbers(struct numbers *numbers, uint64_t count)
{
    while (count-- > 0)
        next_number(numbers);
}
