#include <stdlib.h>
#include <string.h>

#include "peer.h"

void set_value(struct value *value, const void *bytes, size_t length) {
  if (length > sizeof value->bytes)
    give_up("a value of %zu bytes is longer than expected", length);
  value->length = length;
  memcpy(value->bytes, bytes, length);
}

void append_text(struct text *text, const void *bytes, size_t length) {
  text->bytes = realloc(text->bytes, text->length + length);
  if (text->length + length && !text->bytes)
    give_up("out of memory");
  if (length)
    memcpy(text->bytes + text->length, bytes, length);
  text->length += length;
}
