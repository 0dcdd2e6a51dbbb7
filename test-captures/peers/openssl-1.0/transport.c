/* Carries what OpenSSL wrote into its memory BIO over a real TCP connection, in segments of the wanted size. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer.h"

enum { LARGEST_SEGMENT = 32000 };

static void no_delay(int socket) {
  int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void open_tcp(struct connection *connection) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(connection->port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int on = 1;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1))
    give_up("port %d cannot be listened on", connection->port);
  connection->client.socket = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(connection->client.socket, (struct sockaddr *)&address, sizeof address))
    give_up("port %d cannot be connected to", connection->port);
  connection->server.socket = accept(listener, NULL, NULL);
  close(listener);
  no_delay(connection->client.socket);
  no_delay(connection->server.socket);
}

static void send_segment(struct side *from, struct side *to, unsigned char *bytes, size_t length) {
  if (send(from->socket, bytes, length, MSG_NOSIGNAL) != (ssize_t)length)
    give_up("sending failed");
  if (recv(to->socket, bytes, length, MSG_WAITALL) != (ssize_t)length)
    give_up("receiving failed");
}

/* Returns whether there was anything to carry. */
bool carry(struct side *from, struct side *to, size_t segment) {
  unsigned char bytes[LARGEST_SEGMENT];
  size_t size = segment ? segment : sizeof bytes;
  bool any = false;
  int length;
  while ((length = BIO_read(from->to_peer, bytes, size)) > 0) {
    send_segment(from, to, bytes, length);
    BIO_write(to->from_peer, bytes, length);
    any = true;
  }
  return any;
}

/* Part of the dialogue in the clear, before OpenSSL takes over. */
void carry_plain(struct side *from, struct side *to, const char *text) {
  unsigned char bytes[1024];
  size_t length = strlen(text);
  if (length > sizeof bytes)
    give_up("the text is too long: %s", text);
  memcpy(bytes, text, length);
  send_segment(from, to, bytes, length);
  from->cleartext_sent += length;
}

void close_tcp(struct side *side) {
  unsigned char rest[64];
  shutdown(side->socket, SHUT_WR);
  while (recv(side->socket, rest, sizeof rest, MSG_DONTWAIT) > 0)
    ;
}
