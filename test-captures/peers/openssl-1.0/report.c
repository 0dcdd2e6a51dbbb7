/* One line of JSON per connection, on standard output. */
#include <stdio.h>
#include <string.h>

#include "peer.h"

static void comma(void) { printf(", "); }

static void write_hex(const char *name, const struct value *value) {
  printf("\"%s\": \"", name);
  for (size_t i = 0; i < value->length; i++)
    printf("%02x", value->bytes[i]);
  printf("\"");
}

static void write_string(const char *name, const char *string) {
  printf("\"%s\": \"", name);
  for (; *string; string++) {
    if (strchr("\"\\", *string))
      printf("\\%c", *string);
    else if ((unsigned char)*string < ' ')
      printf("\\u%04x", *string);
    else
      putchar(*string);
  }
  printf("\"");
}

static void write_state(const char *side, const struct write_state *state) {
  const struct {
    const char *name;
    const struct value *value;
  } parts[] = {{"write_key", &state->key}, {"write_iv", &state->iv}, {"write_mac_secret", &state->mac_secret}};
  for (int i = 0; i < 3; i++) {
    char name[64];
    snprintf(name, sizeof name, "%s_%s", side, parts[i].name);
    if (parts[i].value->length) {
      write_hex(name, parts[i].value);
      comma();
    }
  }
}

static void write_handshake(const struct handshake *client, const struct handshake *server) {
  printf("{");
  write_hex("cipher", &client->cipher), comma();
  write_string("cipher_name", client->cipher_name), comma();
  printf("\"resumed\": %s, \"compressed\": %s, ", client->resumed ? "true" : "false",
         client->compressed ? "true" : "false");
  write_hex("client_random", &client->client_random), comma();
  write_hex("server_random", &client->server_random), comma();
  write_hex("master_secret", &client->master_secret), comma();
  write_hex("session_id", &client->session_id), comma();
  write_hex("encrypted_premaster", &server->encrypted_premaster), comma();
  write_hex("premaster", &server->premaster), comma();
  write_string("session_block", client->session_block), comma();
  write_string("session_pem", client->session_pem), comma();
  printf("\"keys\": {");
  write_state("client", &client->write);
  write_state("server", &server->write);
  printf("\"\": \"\"}}");
}

static bool same_value(const struct value *one, const struct value *other) {
  return one->length == other->length && memcmp(one->bytes, other->bytes, one->length) == 0;
}

static bool same_state(const struct write_state *one, const struct write_state *other) {
  return same_value(&one->key, &other->key) && same_value(&one->iv, &other->iv)
         && same_value(&one->mac_secret, &other->mac_secret);
}

/* Both sides must hold the same secrets, or what we read is not what we believe. */
static void compare(const struct handshake *client, const struct handshake *server) {
  if (!same_value(&client->client_random, &server->client_random)
      || !same_value(&client->server_random, &server->server_random)
      || !same_value(&client->master_secret, &server->master_secret)
      || !same_state(&client->write, &server->read) || !same_state(&server->write, &client->read))
    give_up("client and server hold different secrets");
}

static const struct handshake nothing;

static void write_handshakes(const struct side *client, const struct side *server) {
  if (client->unfinished && !server->handshakes) {
    printf("\"handshakes\": [");
    write_handshake(&client->done[0], &nothing);
    printf("]");
    return;
  }
  if (client->handshakes != server->handshakes)
    give_up("the client finished %d handshakes, the server %d", client->handshakes, server->handshakes);
  printf("\"handshakes\": [");
  for (int i = 0; i < client->handshakes; i++) {
    compare(&client->done[i], &server->done[i]);
    printf(i ? ", " : "");
    write_handshake(&client->done[i], &server->done[i]);
  }
  printf("]");
}

static void write_text(const char *name, const struct text *text) {
  unsigned char digest[32];
  EVP_Digest(text->bytes, text->length, digest, NULL, EVP_sha256(), NULL);
  struct value value;
  set_value(&value, digest, sizeof digest);
  printf("\"%s\": {\"length\": %zu, ", name, text->length);
  write_hex("sha256", &value);
  printf("}");
}

static void check_arrival(const struct text *sent, const struct text *received) {
  if (sent->length != received->length || memcmp(sent->bytes, received->bytes, sent->length) != 0)
    give_up("%zu bytes were sent and %zu received", sent->length, received->length);
}

static void write_first_line(const struct text *sent) {
  char line[256] = "";
  size_t length = 0;
  while (length < sent->length && length < sizeof line - 1 && !strchr("\r\n", sent->bytes[length]))
    length++;
  memcpy(line, sent->bytes, length);
  write_string("first_request", line);
}

static void write_side(const char *prefix, const struct side *side) {
  char name[64];
  snprintf(name, sizeof name, "%s_error", prefix);
  write_string(name, side->error), comma();
  snprintf(name, sizeof name, "%s_alert", prefix);
  write_hex(name, &side->alert), comma();
  printf("\"%s_cleartext\": %zu, ", prefix, side->cleartext_sent);
  snprintf(name, sizeof name, "%s_sent", prefix);
  write_text(name, &side->sent), comma();
}

void report(const struct connection *connection) {
  const struct side *client = &connection->client, *server = &connection->server;
  check_arrival(&client->sent, &server->received);
  check_arrival(&server->sent, &client->received);
  printf("{\"server_port\": %d, \"version\": %d, ", connection->port, SSL_version(client->ssl));
  write_handshakes(client, server), comma();
  printf("\"finished\": %s, ", client->handshakes && !client->unfinished ? "true" : "false");
  write_side("client", client);
  write_side("server", server);
  write_first_line(&client->sent);
  printf("}\n");
  fflush(stdout);
}
