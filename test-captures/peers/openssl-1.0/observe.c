/* Looks on while OpenSSL works: its message callback shows hellos, its state callback when a handshake is done. */
#include <string.h>

#include "peer.h"

enum { SSL2_VERSION = 2, ALERT = 21, HANDSHAKE = 22, RANDOM_LENGTH = 32 };
enum { SSL2_CLIENT_HELLO = 1, SSL2_SERVER_HELLO = 4 };
enum { CLIENT_HELLO = 1, SERVER_HELLO = 2, CLIENT_KEY_EXCHANGE = 16 };

struct side *attended;

void attend_to(struct side *side) { attended = side; }

static unsigned number(const unsigned char *bytes) { return bytes[0] << 8 | bytes[1]; }

/* type, version, lengths of cipher specs, session id and challenge, then the three */
static void read_ssl2_client_hello(struct handshake *handshake, const unsigned char *message) {
  size_t challenge = number(message + 7);
  set_value(&handshake->client_random, message + 9 + number(message + 3) + number(message + 5), challenge);
}

/* type, hit, certificate type, version, lengths of certificate, cipher specs and connection id, then the three */
static void read_ssl2_server_hello(struct handshake *handshake, const unsigned char *message) {
  size_t connection_id = number(message + 9);
  set_value(&handshake->server_random, message + 11 + number(message + 5) + number(message + 7), connection_id);
}

static void read_ssl2(struct handshake *handshake, const unsigned char *message) {
  if (message[0] == SSL2_CLIENT_HELLO)
    read_ssl2_client_hello(handshake, message);
  if (message[0] == SSL2_SERVER_HELLO)
    read_ssl2_server_hello(handshake, message);
}

/* type, length, version, random */
static void read_handshake(struct handshake *handshake, const unsigned char *message, size_t length) {
  switch (message[0]) {
  case CLIENT_HELLO:
    memset(handshake, 0, sizeof *handshake);
    set_value(&handshake->client_random, message + 6, RANDOM_LENGTH);
    break;
  case SERVER_HELLO:
    set_value(&handshake->server_random, message + 6, RANDOM_LENGTH);
    break;
  case CLIENT_KEY_EXCHANGE:
    set_value(&handshake->encrypted_premaster, message + 4, length - 4);
    break;
  }
}

static void see_message(int write_p, int version, int content_type, const void *buf, size_t len, SSL *ssl, void *arg) {
  (void)write_p, (void)ssl, (void)arg;
  if (version == SSL2_VERSION && len)
    read_ssl2(&attended->current, buf);
  else if (content_type == HANDSHAKE && len >= 4)
    read_handshake(&attended->current, buf, len);
  else if (content_type == ALERT && write_p)
    set_value(&attended->alert, buf, len);
}

/* In SSL 2.0-format hellos that end in SSL 3.0 or TLS, the challenge stands at the end of client_random. */
static void align_client_random(struct value *value) {
  struct value aligned = {.length = RANDOM_LENGTH};
  if (value->length > RANDOM_LENGTH)
    give_up("the challenge is longer than a random");
  memcpy(aligned.bytes + RANDOM_LENGTH - value->length, value->bytes, value->length);
  *value = aligned;
}

static void finish_handshake(struct side *side, SSL *ssl) {
  struct handshake *handshake = &side->current;
  if (side->handshakes == MAX_HANDSHAKES)
    give_up("there are more handshakes than expected");
  if (SSL_version(ssl) != SSL2_VERSION) {
    align_client_random(&handshake->client_random);
    read_mac_secrets(ssl, handshake);
    if (side->is_server)
      decrypt_premaster(ssl, handshake);
  }
  read_session(ssl, handshake);
  handshake->resumed = SSL_ctrl(ssl, SSL_CTRL_GET_SESSION_REUSED, 0, NULL);
  handshake->compressed = SSL_get_current_compression(ssl) != NULL;
  handshake->cipher_name = SSL_CIPHER_get_name(SSL_get_current_cipher(ssl));
  side->done[side->handshakes++] = *handshake;
}

/* A handshake that failed when the keys were there already has encrypted records, too. */
void note_unfinished_handshake(struct side *side) {
  if (side->handshakes || !side->current.write.key.length)
    return;
  side->unfinished = true;
  finish_handshake(side, side->ssl);
}

static void see_state(const SSL *ssl, int type, int value) {
  (void)value;
  if (type & SSL_CB_HANDSHAKE_DONE)
    finish_handshake(attended, (SSL *)ssl);
}

void observe_context(SSL_CTX *context) {
  SSL_CTX_set_msg_callback(context, see_message);
  SSL_CTX_set_info_callback(context, see_state);
}
