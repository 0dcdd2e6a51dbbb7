/* The life of one connection: both sides start, move on until nothing moves any more, and close. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "peer.h"

struct connection connection;
static SSL_CTX *client_context, *server_context;
static SSL_SESSION *session;

static struct side *side_named(const char *name) {
  if (strcmp(name, "client") == 0)
    return &connection.client;
  if (strcmp(name, "server") == 0)
    return &connection.server;
  give_up("there is no side called %s", name);
}

static struct side *opposite(const struct side *side) {
  return side->is_server ? &connection.client : &connection.server;
}

static void note_error(struct side *side, int result) {
  if (SSL_get_error(side->ssl, result) == SSL_ERROR_SSL && !side->error[0])
    ERR_error_string_n(ERR_get_error(), side->error, sizeof side->error);
  ERR_clear_error();
}

/* SSL_read also does the handshakes. After an error it would only start another one. */
static void step(struct side *side) {
  unsigned char bytes[20000];
  int length;
  if (side->error[0])
    return;
  attend_to(side);
  while ((length = SSL_read(side->ssl, bytes, sizeof bytes)) > 0)
    append_text(&side->received, bytes, length);
  note_error(side, length);
}

void run_until_quiet(void) {
  struct side *client = &connection.client, *server = &connection.server;
  bool moved;
  do {
    step(client);
    moved = carry(client, server, wishes.segment);
    step(server);
    moved |= carry(server, client, wishes.segment);
  } while (moved);
}

void write_without_carrying(struct side *side, const void *bytes, size_t length) {
  attend_to(side);
  int written = SSL_write(side->ssl, bytes, length);
  if (written != (int)length)
    give_up("SSL_write wrote %d of %zu bytes: %s%s", written, length, connection.client.error, connection.server.error);
  append_text(&side->sent, bytes, length);
}

void say(struct side *side, const void *bytes, size_t length) {
  write_without_carrying(side, bytes, length);
  run_until_quiet();
}

static void start_side(struct side *side, bool is_server) {
  memset(side, 0, sizeof *side);
  side->is_server = is_server;
  side->from_peer = BIO_new(BIO_s_mem());
  side->to_peer = BIO_new(BIO_s_mem());
  BIO_ctrl(side->from_peer, BIO_C_SET_BUF_MEM_EOF_RETURN, -1, NULL);
  BIO_ctrl(side->to_peer, BIO_C_SET_BUF_MEM_EOF_RETURN, -1, NULL);
}

static void start_ssl(struct side *side, SSL_CTX *context) {
  side->ssl = SSL_new(context);
  SSL_set_bio(side->ssl, side->from_peer, side->to_peer);
  (side->is_server ? SSL_set_accept_state : SSL_set_connect_state)(side->ssl);
}

void do_connect(char *port) {
  connection.port = atoi(port);
  start_side(&connection.client, false);
  start_side(&connection.server, true);
  open_tcp(&connection);
}

void do_handshake(char *unused) {
  (void)unused;
  if (!wishes.resume) {
    client_context = new_context(false, &wishes);
    server_context = new_context(true, &wishes);
  }
  start_ssl(&connection.client, client_context);
  start_ssl(&connection.server, server_context);
  if (wishes.resume && !SSL_set_session(connection.client.ssl, session))
    give_up("there is no session to resume");
  run_until_quiet();
}

static void stop_side(struct side *side) {
  close(side->socket);
  attend_to(NULL);
}

/* "client" and "server" say who closes first; "abort" leaves the close_notify alerts out. */
void do_close(char *who) {
  bool aborts = strcmp(who, "abort") == 0;
  struct side *first = aborts ? &connection.client : side_named(who), *second = opposite(first);
  if (!aborts)
    for (int i = 0; i < 2; i++) {
      struct side *side = i ? second : first;
      attend_to(side);
      SSL_shutdown(side->ssl);
      carry(side, opposite(side), wishes.segment);
    }
  if (connection.client.handshakes)
    session = SSL_get1_session(connection.client.ssl);
  note_unfinished_handshake(first);
  note_unfinished_handshake(second);
  close_tcp(first);
  close_tcp(second);
  report(&connection);
  stop_side(first);
  stop_side(second);
}

void do_renegotiate(char *who) {
  struct side *side = side_named(who);
  attend_to(side);
  SSL_renegotiate(side->ssl);
  SSL_do_handshake(side->ssl);
  run_until_quiet();
}
