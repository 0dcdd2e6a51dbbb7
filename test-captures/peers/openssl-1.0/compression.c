/* This OpenSSL was built without zlib; its DEFLATE method is filled from the zlib that the program carries for itself. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "peer.h"

enum { DEFLATE = 1, NID_zlib_compression = 125 };

struct method;
struct compression {
  const struct method *method;
};
struct method {
  int type;
  const char *name;
  int (*init)(struct compression *);
  void (*finish)(struct compression *);
  int (*compress)(struct compression *, unsigned char *out, unsigned room, unsigned char *in, unsigned length);
  int (*expand)(struct compression *, unsigned char *out, unsigned room, unsigned char *in, unsigned length);
  long (*control)(void);
  long (*callback_control)(void);
};

/* SSL_COMP */
struct row {
  int id;
  const char *name;
  const struct method *method;
};

void *SSL_COMP_get_compression_methods(void);
int sk_push(void *stack, const void *item);

struct streams {
  const struct compression *owner;
  z_stream deflate, inflate;
  struct streams *next;
};
static struct streams *all;

static struct streams *streams_of(const struct compression *owner) {
  struct streams *streams = all;
  while (streams && streams->owner != owner)
    streams = streams->next;
  return streams;
}

static int start(struct compression *owner) {
  struct streams *streams = calloc(1, sizeof *streams);
  if (!streams || deflateInit(&streams->deflate, Z_DEFAULT_COMPRESSION) != Z_OK
      || inflateInit(&streams->inflate) != Z_OK)
    return 0;
  streams->owner = owner;
  streams->next = all;
  all = streams;
  return 1;
}

static void finish(struct compression *owner) {
  struct streams *streams = streams_of(owner);
  deflateEnd(&streams->deflate);
  inflateEnd(&streams->inflate);
  streams->owner = NULL;
}

static int run(z_stream *stream, int (*step)(z_stream *, int), unsigned char *out, unsigned room,
               unsigned char *in, unsigned length) {
  stream->next_in = in;
  stream->avail_in = length;
  stream->next_out = out;
  stream->avail_out = room;
  if (length && step(stream, Z_SYNC_FLUSH) != Z_OK)
    return -1;
  return room - stream->avail_out;
}

static int compress_record(struct compression *owner, unsigned char *out, unsigned room,
                           unsigned char *in, unsigned length) {
  return run(&streams_of(owner)->deflate, deflate, out, room, in, length);
}

static int expand_record(struct compression *owner, unsigned char *out, unsigned room,
                         unsigned char *in, unsigned length) {
  return run(&streams_of(owner)->inflate, inflate, out, room, in, length);
}

void fill_deflate(void) {
  static const struct method method = {
    .type = NID_zlib_compression, .name = "zlib compression",
    .init = start, .finish = finish, .compress = compress_record, .expand = expand_record,
  };
  static const struct row row = {.id = DEFLATE, .name = "zlib compression", .method = &method};
  sk_push(SSL_COMP_get_compression_methods(), &row);
}
