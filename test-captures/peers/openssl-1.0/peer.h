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
  char *session_block, *session_pem;
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
  bool short_challenge, srp;
  size_t segment, fragment;
};

/* takeover.c */
_Noreturn void give_up(const char *format, ...);

/* context.c */
SSL_CTX *new_context(bool is_server, const struct wishes *);
void do_suites(char *);
RSA *ephemeral_rsa(void);

/* cipher_keys.c */
void observe_ciphers(void);
void read_mac_secrets(SSL *, struct handshake *);

/* premaster.c */
void observe_key_agreements(void);
void decrypt_premaster(SSL *, struct handshake *);

/* observe.c; `attended` is the side that OpenSSL is working for */
extern struct side *attended;
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

/* connection.c */
extern struct connection connection;
void run_until_quiet(void);
void write_without_carrying(struct side *, const void *, size_t);
void say(struct side *, const void *, size_t);
void do_connect(char *);
void do_handshake(char *);
void do_close(char *);
void do_renegotiate(char *);

/* talk.c */
void do_plain_client(char *);
void do_plain_server(char *);
void do_client_says(char *);
void do_server_says(char *);
void do_get(char *);
void do_get_until_close(char *);
void do_post(char *);
void do_pipeline(char *);

/* script.c */
extern struct wishes wishes;
void run_script(void);

#endif
