/* Numbers without the locale, and naturals of any size: see numbers.h. Base 10^9 because the counts
 * are read and written in decimal; schoolbook products suffice for the few dozen words they have. */
#include "base/numbers.h"

#include <string.h>

enum { BASE = 1000000000 };

int kr_read_uint(uint64_t *out, kr_str text) {
    uint64_t value = 0;
    if (text.length == 0)
        return -1;
    for (size_t i = 0; i < text.length; i++) {
        unsigned digit = (unsigned char)text.at[i] - (unsigned)'0';
        if (digit > 9 || value > (UINT64_MAX - digit) / 10)
            return -1;
        value = value * 10 + digit;
    }
    *out = value;
    return 0;
}

int kr_read_int(int64_t *out, kr_str text) {
    int negative = text.length > 0 && text.at[0] == '-';
    if (negative || (text.length > 0 && text.at[0] == '+'))
        text = (kr_str){text.at + 1, text.length - 1};
    uint64_t value;
    if (kr_read_uint(&value, text) < 0 || value > (uint64_t)INT64_MAX + (uint64_t)negative)
        return -1;
    *out = negative ? (int64_t)(0 - value) : (int64_t)value;
    return 0;
}

int kr_read_ppm(int64_t *out, kr_str text) {
    const char *point = text.length ? memchr(text.at, '.', text.length) : NULL;
    size_t whole = point ? (size_t)(point - text.at) : text.length;
    uint64_t value, part = 0;
    if (kr_read_uint(&value, (kr_str){text.at, whole}) < 0 || value > 1000000000)
        return -1;
    if (point && whole + 1 == text.length)
        return -1;
    uint64_t unit = 100000;
    for (size_t i = whole + 1; i < text.length; i++, unit /= 10) {
        unsigned digit = (unsigned char)text.at[i] - (unsigned)'0';
        if (digit > 9)
            return -1;
        part += digit * unit;
    }
    *out = (int64_t)(value * 1000000 + part);
    return 0;
}

static int big_room(const kr_memory *memory, kr_big *number, size_t count) {
    if (count <= number->capacity)
        return 0;
    uint32_t *grown = kr_resize(memory, number->word, count, sizeof *grown);
    if (!grown)
        return -1;
    number->word = grown;
    number->capacity = count;
    return 0;
}

static void big_trim(kr_big *number) {
    while (number->count && number->word[number->count - 1] == 0)
        number->count--;
}

int kr_big_set(const kr_memory *memory, kr_big *number, uint64_t value) {
    if (big_room(memory, number, 3) < 0)
        return -1;
    for (number->count = 0; value; value /= BASE)
        number->word[number->count++] = (uint32_t)(value % BASE);
    return 0;
}

int kr_big_copy(const kr_memory *memory, kr_big *number, const kr_big *from) {
    if (big_room(memory, number, from->count ? from->count : 1) < 0)
        return -1;
    if (from->count)
        memcpy(number->word, from->word, from->count * sizeof *from->word);
    number->count = from->count;
    return 0;
}

int kr_big_add(const kr_memory *memory, kr_big *number, const kr_big *other) {
    size_t longest = number->count > other->count ? number->count : other->count;
    size_t addends = other->count;
    if (big_room(memory, number, longest + 1) < 0)
        return -1;
    uint32_t carry = 0;
    for (size_t i = 0; i <= longest; i++) {
        uint32_t sum = carry + (i < number->count ? number->word[i] : 0) +
                       (i < addends ? other->word[i] : 0);
        carry = sum >= BASE;
        number->word[i] = sum % BASE;
    }
    number->count = longest + 1;
    big_trim(number);
    return 0;
}

int kr_big_multiply(const kr_memory *memory, kr_big *number, const kr_big *other) {
    size_t count = number->count + other->count;
    uint32_t *product = kr_alloc_zero(memory, count + 1, sizeof *product);
    if (!product)
        return -1;
    for (size_t i = 0; i < number->count; i++) {
        uint64_t carry = 0;
        for (size_t j = 0; j < other->count || carry; j++) {
            uint64_t factor = j < other->count ? other->word[j] : 0;
            uint64_t value = product[i + j] + carry + (uint64_t)number->word[i] * factor;
            product[i + j] = (uint32_t)(value % BASE);
            carry = value / BASE;
        }
    }
    kr_free(memory, number->word);
    *number = (kr_big){product, count, count + 1};
    big_trim(number);
    return 0;
}

int kr_big_compare(const kr_big *a, const kr_big *b) {
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (size_t i = a->count; i-- > 0;)
        if (a->word[i] != b->word[i])
            return a->word[i] < b->word[i] ? -1 : 1;
    return 0;
}

int kr_big_subtract(kr_big *number, const kr_big *other) {
    uint32_t borrow = 0;
    for (size_t i = 0; i < number->count; i++) {
        uint32_t less = borrow + (i < other->count ? other->word[i] : 0);
        borrow = number->word[i] < less;
        number->word[i] = number->word[i] + (borrow ? BASE : 0) - less;
    }
    big_trim(number);
    return borrow ? -1 : 0;
}

/* How often `other` goes into `rest` (below BASE), and rest less that: a binary search, because a
 * division happens once per choice of an unranking and not in any loop that is timed. */
static int big_quotient(const kr_memory *memory, kr_big *rest, const kr_big *other, kr_big *product,
                        uint32_t *out) {
    uint32_t low = 0, high = BASE - 1;
    while (low < high) {
        uint32_t middle = low + (high - low + 1) / 2;
        if (kr_big_set(memory, product, middle) < 0 || kr_big_multiply(memory, product, other) < 0)
            return -1;
        if (kr_big_compare(product, rest) <= 0)
            low = middle;
        else
            high = middle - 1;
    }
    if (kr_big_set(memory, product, low) < 0 || kr_big_multiply(memory, product, other) < 0)
        return -1;
    kr_big_subtract(rest, product);
    *out = low;
    return 0;
}

int kr_big_divide(const kr_memory *memory, kr_big *number, const kr_big *other, kr_big *rest) {
    kr_big product = {0};
    int status = -1;
    if (big_room(memory, rest, other->count + 2) < 0)
        goto done;
    rest->count = 0;
    for (size_t i = number->count; i-- > 0;) {
        if (big_room(memory, rest, rest->count + 2) < 0)
            goto done;
        memmove(rest->word + 1, rest->word, rest->count * sizeof *rest->word);
        rest->word[0] = number->word[i];
        rest->count++;
        big_trim(rest);
        if (big_quotient(memory, rest, other, &product, &number->word[i]) < 0)
            goto done;
    }
    big_trim(number);
    status = 0;
done:
    kr_big_end(memory, &product);
    return status;
}

int kr_big_read(const kr_memory *memory, kr_big *number, kr_str decimal) {
    if (decimal.length == 0)
        return -2;
    for (size_t i = 0; i < decimal.length; i++)
        if (decimal.at[i] < '0' || decimal.at[i] > '9')
            return -2;
    size_t words = (decimal.length + 8) / 9;
    if (big_room(memory, number, words) < 0)
        return -1;
    number->count = words;
    for (size_t i = 0, end = decimal.length; i < words; i++) {
        size_t start = end > 9 ? end - 9 : 0;
        uint32_t value = 0;
        for (size_t at = start; at < end; at++)
            value = value * 10 + (uint32_t)(decimal.at[at] - '0');
        number->word[i] = value;
        end = start;
    }
    big_trim(number);
    return 0;
}

uint64_t kr_big_u64(const kr_big *number) {
    uint64_t value = 0;
    for (size_t i = number->count; i-- > 0;) {
        if (value > (UINT64_MAX - number->word[i]) / BASE)
            return UINT64_MAX;
        value = value * BASE + number->word[i];
    }
    return value;
}

void kr_big_write(kr_buffer *buffer, const kr_big *number) {
    if (number->count == 0) {
        kr_buffer_char(buffer, '0');
        return;
    }
    kr_buffer_uint(buffer, number->word[number->count - 1]);
    for (size_t i = number->count - 1; i-- > 0;) {
        char digits[9];
        uint32_t word = number->word[i];
        for (int d = 8; d >= 0; d--, word /= 10)
            digits[d] = (char)('0' + word % 10);
        kr_buffer_add(buffer, digits, sizeof digits);
    }
}

void kr_big_end(const kr_memory *memory, kr_big *number) {
    kr_free(memory, number->word);
    *number = (kr_big){0};
}
