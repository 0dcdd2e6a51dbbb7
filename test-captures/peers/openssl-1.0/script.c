/* Reads commands, one a line, from standard input: what to wish for, then what the two sides do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "peer.h"

static struct wishes wishes = {
  .client_protocol = "any", .server_protocol = "any", .client_ciphers = "ALL", .server_ciphers = "ALL",
  .empty_fragments = true,
};
static struct connection connection;
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

/* Moves both sides on. */

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

static void run_until_quiet(void) {
  struct side *client = &connection.client, *server = &connection.server;
  bool moved;
  do {
    step(client);
    moved = carry(client, server, wishes.segment);
    step(server);
    moved |= carry(server, client, wishes.segment);
  } while (moved);
}

static void write_without_carrying(struct side *side, const void *bytes, size_t length) {
  attend_to(side);
  int written = SSL_write(side->ssl, bytes, length);
  if (written != (int)length)
    give_up("SSL_write wrote %d of %zu bytes: %s%s", written, length, connection.client.error, connection.server.error);
  append_text(&side->sent, bytes, length);
}

static void say(struct side *side, const void *bytes, size_t length) {
  write_without_carrying(side, bytes, length);
  run_until_quiet();
}

/* A command that only asks: the suites that this OpenSSL has for a protocol. */

static void do_suites(char *protocol) {
  char description[256];
  wishes.client_protocol = protocol;
  strcpy(wishes.client_ciphers, "ALL:eNULL");
  void *all = SSL_get_ciphers(SSL_new(new_context(false, &wishes)));
  for (int i = 0; i < sk_num(all); i++) {
    SSL_CIPHER_description(sk_value(all, i), description, sizeof description);
    printf("%s", description);
  }
}

/* Commands that start and end a connection. */

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

static void do_connect(char *port) {
  connection.port = atoi(port);
  start_side(&connection.client, false);
  start_side(&connection.server, true);
  open_tcp(&connection);
}

static void do_handshake(char *unused) {
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
static void do_close(char *who) {
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

/* Commands for a connection in progress. */

/* The text with a line end for each "\\n" in it and at its end. */
static const char *lines(const char *text) {
  static char bytes[1024];
  size_t length = 0;
  for (; *text && length < sizeof bytes - 4; text++)
    if (strncmp(text, "\\n", 2) == 0) {
      length += sprintf(bytes + length, "\r\n");
      text++;
    } else
      bytes[length++] = *text;
  sprintf(bytes + length, "\r\n");
  return bytes;
}

static void do_plain_client(char *text) { carry_plain(&connection.client, &connection.server, lines(text)); }
static void do_plain_server(char *text) { carry_plain(&connection.server, &connection.client, lines(text)); }
static void do_client_says(char *text) { say(&connection.client, lines(text), strlen(lines(text))); }
static void do_server_says(char *text) { say(&connection.server, lines(text), strlen(lines(text))); }

static void do_renegotiate(char *who) {
  struct side *side = side_named(who);
  attend_to(side);
  SSL_renegotiate(side->ssl);
  SSL_do_handshake(side->ssl);
  run_until_quiet();
}

static void append_body(struct text *text, const char *path, size_t length) {
  char line[256];
  size_t end = text->length + length;
  for (int number = 1; text->length < end; number++) {
    size_t size = snprintf(line, sizeof line, "Line %d of %s, all of it in plain words.\n", number, path);
    append_text(text, line, size < end - text->length ? size : end - text->length);
  }
}

static void append_words(struct text *text, const char *words) { append_text(text, words, strlen(words)); }

static struct text http_request(const char *method, const char *path, size_t body) {
  struct text text = {0};
  char head[512];
  snprintf(head, sizeof head, "%s %s HTTP/1.0\r\nHost: peer.example\r\n", method, path);
  append_words(&text, head);
  if (body) {
    snprintf(head, sizeof head, "Content-Type: text/plain\r\nContent-Length: %zu\r\n", body);
    append_words(&text, head);
  }
  append_words(&text, "\r\n");
  append_body(&text, path, body);
  return text;
}

static struct text http_response(const char *path, size_t body, bool tells_length) {
  struct text text = {0};
  char head[512] = "";
  if (tells_length)
    snprintf(head, sizeof head, "Content-Length: %zu\r\n", body);
  append_words(&text, "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n");
  append_words(&text, head);
  append_words(&text, "\r\n");
  append_body(&text, path, body);
  return text;
}

static void exchange(const char *method, const char *path, size_t request_body, size_t response_body, bool tells_length) {
  struct text request = http_request(method, path, request_body);
  struct text response = http_response(path, response_body, tells_length);
  say(&connection.client, request.bytes, request.length);
  say(&connection.server, response.bytes, response.length);
  free(request.bytes);
  free(response.bytes);
}

enum { SHORT_BODY = 80 };

static void do_get(char *path) { exchange("GET", path, 0, SHORT_BODY, true); }

/* The response has no Content-Length: it ends with the connection. */
static void do_get_until_close(char *path) { exchange("GET", path, 0, SHORT_BODY, false); }

static void do_post(char *arguments) {
  char path[128];
  size_t request_body, response_body;
  if (sscanf(arguments, "%127s %zu %zu", path, &request_body, &response_body) != 3)
    give_up("post needs a path and two lengths, not %s", arguments);
  exchange("POST", path, request_body, response_body, true);
}

/* Many requests in as many records, all in one segment, then the responses likewise. */
static void do_pipeline(char *arguments) {
  char path[128], numbered[160];
  int count;
  if (sscanf(arguments, "%127s %d", path, &count) != 2)
    give_up("pipeline needs a path and a number, not %s", arguments);
  for (int is_server = 0; is_server < 2; is_server++) {
    for (int i = 1; i <= count; i++) {
      snprintf(numbered, sizeof numbered, "%s%d", path, i);
      struct text text = is_server ? http_response(numbered, SHORT_BODY, true) : http_request("GET", numbered, 0);
      write_without_carrying(is_server ? &connection.server : &connection.client, text.bytes, text.length);
      free(text.bytes);
    }
    run_until_quiet();
  }
}

/* Commands that say what the next connection will be like. */

static void copy(char *to, size_t size, const char *from) {
  if ((size_t)snprintf(to, size, "%s", from) >= size)
    give_up("this is too long: %s", from);
}

static void want_client_protocol(char *name) { wishes.client_protocol = strdup(name); }
static void want_server_protocol(char *name) { wishes.server_protocol = strdup(name); }
static void want_client_ciphers(char *list) { copy(wishes.client_ciphers, sizeof wishes.client_ciphers, list); }
static void want_server_ciphers(char *list) { copy(wishes.server_ciphers, sizeof wishes.server_ciphers, list); }
static void want_certificate(char *files) { copy(wishes.certificate, sizeof wishes.certificate, files); }
static void want_key(char *files) { copy(wishes.key, sizeof wishes.key, files); }
static void want_client_certificate(char *file) {
  copy(wishes.client_certificate, sizeof wishes.client_certificate, file);
}
static void want_client_key(char *file) { copy(wishes.client_key, sizeof wishes.client_key, file); }
static void want_segment(char *size) { wishes.segment = atoi(size); }

static const struct {
  const char *name;
  bool *value;
} switches[] = {
  {"rejects_certificate", &wishes.rejects_certificate},
  {"asks_for_certificate", &wishes.asks_for_certificate},
  {"insists_on_certificate", &wishes.insists_on_certificate},
  {"resume", &wishes.resume},
  {"tickets", &wishes.tickets},
  {"compression", &wishes.compression},
  {"empty_fragments", &wishes.empty_fragments},
  {"srp", &wishes.srp},
};

static void set_switch(const char *name, bool value) {
  for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
    if (strcmp(switches[i].name, name) == 0) {
      *switches[i].value = value;
      return;
    }
  give_up("there is no switch %s", name);
}

static void want(char *name) { set_switch(name, true); }
static void want_not(char *name) { set_switch(name, false); }

static const struct {
  const char *name;
  void (*run)(char *arguments);
} commands[] = {
  {"client_protocol", want_client_protocol},
  {"server_protocol", want_server_protocol},
  {"client_ciphers", want_client_ciphers},
  {"server_ciphers", want_server_ciphers},
  {"certificate", want_certificate},
  {"key", want_key},
  {"client_certificate", want_client_certificate},
  {"client_key", want_client_key},
  {"segment", want_segment},
  {"with", want},
  {"without", want_not},
  {"add_rc4_64", add_rc4_64},
  {"suites", do_suites},
  {"connect", do_connect},
  {"handshake", do_handshake},
  {"plain_client", do_plain_client},
  {"plain_server", do_plain_server},
  {"client_says", do_client_says},
  {"server_says", do_server_says},
  {"renegotiate", do_renegotiate},
  {"get", do_get},
  {"get_until_close", do_get_until_close},
  {"post", do_post},
  {"pipeline", do_pipeline},
  {"close", do_close},
};

static void run_command(const char *name, char *arguments) {
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
    if (strcmp(commands[i].name, name) == 0) {
      commands[i].run(arguments);
      return;
    }
  give_up("there is no command %s", name);
}

void run_script(void) {
  char line[1024];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = '\0';
    char *arguments = line + strcspn(line, " ");
    if (*arguments)
      *arguments++ = '\0';
    if (*line)
      run_command(line, arguments);
  }
}
