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

void kr_buffer_text(kr_buffer *buffer, const char *text) {
    kr_buffer_add(buffer, text, strlen(text));
}

void kr_buffer_char(kr_buffer *buffer, char byte) {
    kr_buffer_add(buffer, &byte, 1);
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

void kr_buffer_json(kr_buffer *buffer, const char *text, size_t length) {
    kr_buffer_char(buffer, '"');
    size_t start = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        kr_buffer_add(buffer, text + start, i - start);
        json_escape(buffer, byte);
        start = i + 1;
    }
    kr_buffer_add(buffer, text + start, length - start);
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
