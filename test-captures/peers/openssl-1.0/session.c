/* Reads cipher, session id and master secret out of a session's DER form. */
#include <stdlib.h>

#include "peer.h"

enum { DER_INTEGER = 0x02, DER_OCTET_STRING = 0x04, DER_SEQUENCE = 0x30 };

/* Steps over the header of one DER item of the given tag and returns its length. */
static size_t enter(const unsigned char **der, int tag) {
  if (*(*der)++ != tag)
    give_up("the session's DER has no item 0x%02x where it should", tag);
  size_t length = *(*der)++;
  if (length & 0x80) {
    int bytes = length & 0x7f;
    for (length = 0; bytes; bytes--)
      length = length << 8 | *(*der)++;
  }
  return length;
}

static void read_octets(const unsigned char **der, struct value *value) {
  size_t length = enter(der, DER_OCTET_STRING);
  set_value(value, *der, length);
  *der += length;
}

/* SSLSession ::= SEQUENCE { version INTEGER, SSLversion INTEGER, cipher, sessionID, masterKey OCTET STRING, ... } */
static void read_der(const unsigned char *der, struct handshake *handshake) {
  size_t length;
  enter(&der, DER_SEQUENCE);
  for (int integers = 0; integers < 2; integers++) {
    length = enter(&der, DER_INTEGER);
    der += length;
  }
  read_octets(&der, &handshake->cipher);
  read_octets(&der, &handshake->session_id);
  read_octets(&der, &handshake->master_secret);
}

/* What a function of OpenSSL writes of a session. */
static char *written(SSL_SESSION *session, int (*write)(BIO *, SSL_SESSION *)) {
  BIO *out = BIO_new(BIO_s_mem());
  struct text text = {0};
  char part[1024];
  int length;
  write(out, session);
  while ((length = BIO_read(out, part, sizeof part)) > 0)
    append_text(&text, part, length);
  append_text(&text, "", 1);
  BIO_free(out);
  return (char *)text.bytes;
}

/* As the s_client command shows it. */
static int print_session(BIO *out, SSL_SESSION *session) { return SSL_SESSION_print(out, session); }

void read_session(SSL *ssl, struct handshake *handshake) {
  SSL_SESSION *session = SSL_get_session(ssl);
  int length = i2d_SSL_SESSION(session, NULL);
  unsigned char *der = malloc(length > 0 ? length : 1), *end = der;
  if (length <= 0 || !der)
    give_up("the session has no DER form");
  i2d_SSL_SESSION(session, &end);
  read_der(der, handshake);
  free(der);
  handshake->session_block = written(session, print_session);
  handshake->session_pem = written(session, PEM_write_bio_SSL_SESSION);
}
