/* What the applications of both sides say: lines of text, in the clear or through OpenSSL, and HTTP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"

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

void do_plain_client(char *text) { carry_plain(&connection.client, &connection.server, lines(text)); }
void do_plain_server(char *text) { carry_plain(&connection.server, &connection.client, lines(text)); }
void do_client_says(char *text) { say(&connection.client, lines(text), strlen(lines(text))); }
void do_server_says(char *text) { say(&connection.server, lines(text), strlen(lines(text))); }

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

void do_get(char *path) { exchange("GET", path, 0, SHORT_BODY, true); }

/* The response has no Content-Length: it ends with the connection. */
void do_get_until_close(char *path) { exchange("GET", path, 0, SHORT_BODY, false); }

void do_post(char *arguments) {
  char path[128];
  size_t request_body, response_body;
  if (sscanf(arguments, "%127s %zu %zu", path, &request_body, &response_body) != 3)
    give_up("post needs a path and two lengths, not %s", arguments);
  exchange("POST", path, request_body, response_body, true);
}

/* Many requests in as many records, all in one segment, then the responses likewise. */
void do_pipeline(char *arguments) {
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
