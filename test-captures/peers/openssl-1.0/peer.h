/* One connection of OpenSSL with itself over a TCP connection, and what each side knows of its secrets. */
#ifndef PEER_H
#define PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "libssl.h"

enum { MAX_HANDSHAKES = 4, MAX_SHORT = 512 };

/* A value of bounded length: a random, a key, a master secret. */
struct value {
  size_t length;
  unsigned char bytes[MAX_SHORT];
};

/* Application data of any length. */
struct text {
  size_t length;
  unsigned char *bytes;
};

struct write_state {
  struct value key, iv, mac_secret;
};

struct handshake {
  struct value client_random, server_random, session_id, cipher, master_secret;
  struct value encrypted_premaster, premaster;
  struct write_state read, write;
  bool resumed, compressed;
  const char *cipher_name;
  char *session_block;
};

struct side {
  bool is_server;
  SSL *ssl;
  BIO *from_peer, *to_peer;
  int socket;
  struct handshake current, done[MAX_HANDSHAKES];
  int handshakes;
  bool unfinished;
  size_t cleartext_sent;
  struct text sent, received;
  struct value alert;
  char error[256];
};

struct connection {
  int port;
  struct side client, server;
};

/* What the next connection will be like. */
struct wishes {
  const char *client_protocol, *server_protocol;
  char client_ciphers[256], server_ciphers[256];
  char certificate[256], key[256], client_certificate[256], client_key[256];
  bool rejects_certificate, asks_for_certificate, insists_on_certificate;
  bool resume, tickets, compression, empty_fragments;
  bool srp;
  size_t segment;
};

/* takeover.c */
_Noreturn void give_up(const char *format, ...);

/* context.c */
SSL_CTX *new_context(bool is_server, const struct wishes *);
RSA *ephemeral_rsa(void);

/* observe.c */
void observe_ciphers(void);
void observe_key_agreements(void);
void observe_context(SSL_CTX *);
void attend_to(struct side *);
void note_unfinished_handshake(struct side *);

/* session.c */
void read_session(SSL *, struct handshake *);

/* compression.c */
void fill_deflate(void);

/* transport.c */
void open_tcp(struct connection *);
bool carry(struct side *from, struct side *to, size_t segment);
void carry_plain(struct side *from, struct side *to, const char *text);
void close_tcp(struct side *);

/* value.c */
void set_value(struct value *, const void *, size_t);
void append_text(struct text *, const void *, size_t);

/* rc4_64.c */
void add_rc4_64(char *);

/* report.c */
void report(const struct connection *);

/* script.c */
void run_script(void);

#endif
