/* Growing bytes and the few formats that are written into them: see buffer.h. Numbers are written
 * by hand, because printf depends on the locale. */
#include "base/buffer.h"

#include <string.h>

void kr_buffer_start(kr_buffer *buffer, const kr_memory *memory) {
    *buffer = (kr_buffer){.memory = memory};
}

void kr_buffer_end(kr_buffer *buffer) {
    kr_free(buffer->memory, buffer->data);
    *buffer = (kr_buffer){.memory = buffer->memory};
}

void kr_buffer_reset(kr_buffer *buffer) {
    buffer->length = 0;
    buffer->failed = 0;
    if (buffer->data)
        buffer->data[0] = '\0';
}

static int reserve(kr_buffer *buffer, size_t more) {
    if (buffer->failed || more >= SIZE_MAX / 2 - buffer->length)
        return buffer->failed = 1, -1;
    size_t wanted = buffer->length + more + 1;
    if (wanted <= buffer->capacity)
        return 0;
    size_t capacity = buffer->capacity ? buffer->capacity * 2 : 64;
    if (capacity < wanted)
        capacity = wanted;
    char *grown = kr_resize(buffer->memory, buffer->data, capacity, 1);
    if (!grown)
        return buffer->failed = 1, -1;
    buffer->data = grown;
    buffer->capacity = capacity;
    return 0;
}

void kr_buffer_add(kr_buffer *buffer, const void *bytes, size_t length) {
    if (reserve(buffer, length) < 0)
        return;
    if (length)
        memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): reserve() left room for it */
    buffer->data[buffer->length] = '\0';
}

void kr_buffer_uint(kr_buffer *buffer, uint64_t value) {
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + value % 10);
    while (value /= 10);
    kr_buffer_add(buffer, digits + at, sizeof digits - at);
}

void kr_buffer_int(kr_buffer *buffer, int64_t value) {
    if (value < 0)
        kr_buffer_char(buffer, '-');
    kr_buffer_uint(buffer, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void kr_buffer_ppm(kr_buffer *buffer, int64_t ppm) {
    uint64_t size = ppm < 0 ? 0 - (uint64_t)ppm : (uint64_t)ppm;
    if (ppm < 0)
        kr_buffer_char(buffer, '-');
    kr_buffer_uint(buffer, size / 1000000);
    uint64_t rest = size % 1000000;
    if (!rest)
        return;
    char digits[7] = {'.'};
    int last = 0;
    for (int i = 6; i >= 1; i--, rest /= 10) {
        digits[i] = (char)('0' + rest % 10);
        if (digits[i] != '0' && last < i)
            last = i;
    }
    kr_buffer_add(buffer, digits, (size_t)last + 1);
}

static void json_escape(kr_buffer *buffer, unsigned char byte) {
    static const char hex[] = "0123456789abcdef";
    static const char named[] = "\bb\tt\nn\ff\rr\"\"\\\\";
    for (const char *pair = named; *pair; pair += 2)
        if (byte == (unsigned char)*pair) {
            kr_buffer_char(buffer, '\\');
            kr_buffer_char(buffer, pair[1]);
            return;
        }
    char escape[6] = {'\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15]};
    kr_buffer_add(buffer, escape, sizeof escape);
}

static int stands_in_json(char byte) {
    return (unsigned char)byte >= 0x20 && byte != '"' && byte != '\\';
}

/* Up to the first of eight bytes that needs an escape: one look tells that none of them does (as in "Bit Twiddling
 * Hacks", Anderson, 1997-2005). */
static size_t plain_run(const char *text, size_t length) {
    const uint64_t ones = 0x0101010101010101ull, tops = 0x8080808080808080ull;
    size_t at = 0;
    for (uint64_t eight; at + sizeof eight <= length; at += sizeof eight) {
        memcpy(&eight, text + at, sizeof eight);
        uint64_t quote = eight ^ ones * '"', slash = eight ^ ones * '\\';
        uint64_t low = (eight - ones * 0x20) & ~eight;
        if ((low | ((quote - ones) & ~quote) | ((slash - ones) & ~slash)) & tops)
            break;
    }
    while (at < length && stands_in_json(text[at]))
        at++;
    return at;
}

void kr_buffer_json(kr_buffer *buffer, const char *text, size_t length) {
    kr_buffer_char(buffer, '"');
    for (size_t at = 0; at < length; at++) {
        size_t run = plain_run(text + at, length - at);
        kr_buffer_add(buffer, text + at, run);
        at += run;
        if (at < length)
            json_escape(buffer, (unsigned char)text[at]);
    }
    kr_buffer_char(buffer, '"');
}

char *kr_buffer_take(kr_buffer *buffer, size_t *out_length) {
    if (!buffer->data)
        kr_buffer_add(buffer, "", 0);
    if (buffer->failed)
        return NULL;
    char *data = buffer->data;
    *out_length = buffer->length;
    *buffer = (kr_buffer){.memory = buffer->memory};
    return data;
}
