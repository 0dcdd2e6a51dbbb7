/* Looks on while OpenSSL works: hellos through its message callback, final keys and IVs where ciphers are set up. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "peer.h"

/* Offsets in OpenSSL 1.0.1's structures on x86-64, for what no function tells. */
enum {
  CIPHER_INIT = 24,                     /* EVP_CIPHER.init */
  SSL_S3 = 128,                         /* SSL.s3 */
  SSL_ENC_READ_CTX = 208,               /* SSL.enc_read_ctx */
  SSL_ENC_WRITE_CTX = 232,              /* SSL.enc_write_ctx */
  S3_READ_MAC_SECRET = 24,              /* SSL3_STATE.read_mac_secret */
  S3_WRITE_MAC_SECRET = 100,            /* SSL3_STATE.write_mac_secret */
  DH_COMPUTE_KEY = 16,                  /* DH_METHOD.compute_key */
  ECDH_COMPUTE_KEY = 8,                 /* ECDH_METHOD.compute_key */
};

enum { SSL2_VERSION = 2, SSL3_VERSION = 0x0300, ALERT = 21, HANDSHAKE = 22, RANDOM_LENGTH = 32 };
enum { SSL2_CLIENT_HELLO = 1, SSL2_SERVER_HELLO = 4 };
enum { CLIENT_HELLO = 1, SERVER_HELLO = 2, CLIENT_KEY_EXCHANGE = 16 };

typedef int init_function(EVP_CIPHER_CTX *, const unsigned char *key, const unsigned char *iv, int encrypts);

static struct side *attended;

void attend_to(struct side *side) { attended = side; }

static void *pointer_at(const void *structure, size_t offset) {
  void *pointer;
  memcpy(&pointer, (const char *)structure + offset, sizeof pointer);
  return pointer;
}

/* Keys and IVs: every cipher's init function is ours first. */

enum { MAX_CIPHERS = 128 };
static struct {
  const EVP_CIPHER *cipher;
  init_function *init;
} ciphers[MAX_CIPHERS];
static int cipher_count;

static init_function *original_init(const EVP_CIPHER *cipher) {
  for (int i = 0; i < cipher_count; i++)
    if (ciphers[i].cipher == cipher)
      return ciphers[i].init;
  return NULL;
}

static struct write_state *state_of(const EVP_CIPHER_CTX *context) {
  if (!attended || !attended->ssl)
    return NULL;
  if (pointer_at(attended->ssl, SSL_ENC_READ_CTX) == context)
    return &attended->current.read;
  if (pointer_at(attended->ssl, SSL_ENC_WRITE_CTX) == context)
    return &attended->current.write;
  return NULL;
}

static int observed_init(EVP_CIPHER_CTX *context, const unsigned char *key, const unsigned char *iv, int encrypts) {
  const EVP_CIPHER *cipher = EVP_CIPHER_CTX_cipher(context);
  struct write_state *state = state_of(context);
  if (state && key) {
    memset(state, 0, sizeof *state);
    set_value(&state->key, key, EVP_CIPHER_CTX_key_length(context));
    if (iv)
      set_value(&state->iv, iv, EVP_CIPHER_iv_length(cipher));
  }
  return original_init(cipher)(context, key, iv, encrypts);
}

static void observe_cipher(const EVP_CIPHER *cipher, const char *from, const char *to, void *arg) {
  (void)from, (void)to, (void)arg;
  if (!cipher || original_init(cipher))
    return;
  init_function **slot = (init_function **)((char *)cipher + CIPHER_INIT);
  uintptr_t page_size = sysconf(_SC_PAGESIZE), page = (uintptr_t)slot & ~(page_size - 1);
  if (cipher_count == MAX_CIPHERS || mprotect((void *)page, page_size, PROT_READ | PROT_WRITE))
    give_up("a cipher cannot be observed");
  ciphers[cipher_count].cipher = cipher;
  ciphers[cipher_count++].init = *slot;
  *slot = observed_init;
}

void observe_ciphers(void) { EVP_CIPHER_do_all(observe_cipher, NULL); }

/* Premaster secrets of DHE and ECDHE: what the key agreement returns. */

typedef int dh_compute(unsigned char *key, const void *peer, DH *);
typedef int ecdh_compute(void *out, size_t length, const void *peer, EC_KEY *, void *derive);

const void *DH_get_default_method(void);
void DH_set_default_method(const void *);
const void *ECDH_get_default_method(void);
void ECDH_set_default_method(const void *);

static union { unsigned char bytes[128]; void *alignment; } dh_method, ecdh_method;
static dh_compute *original_dh;
static ecdh_compute *original_ecdh;

static int observed_dh(unsigned char *key, const void *peer, DH *dh) {
  int length = original_dh(key, peer, dh);
  if (attended && length > 0)
    set_value(&attended->current.premaster, key, length);
  return length;
}

static int observed_ecdh(void *out, size_t size, const void *peer, EC_KEY *key, void *derive) {
  int length = original_ecdh(out, size, peer, key, derive);
  if (attended && length > 0)
    set_value(&attended->current.premaster, out, length);
  return length;
}

void observe_key_agreements(void) {
  dh_compute *dh = observed_dh;
  ecdh_compute *ecdh = observed_ecdh;
  memcpy(dh_method.bytes, DH_get_default_method(), 72);
  memcpy(ecdh_method.bytes, ECDH_get_default_method(), 32);
  original_dh = (dh_compute *)pointer_at(&dh_method, DH_COMPUTE_KEY);
  original_ecdh = (ecdh_compute *)pointer_at(&ecdh_method, ECDH_COMPUTE_KEY);
  memcpy(dh_method.bytes + DH_COMPUTE_KEY, &dh, sizeof dh);
  memcpy(ecdh_method.bytes + ECDH_COMPUTE_KEY, &ecdh, sizeof ecdh);
  DH_set_default_method(&dh_method);
  ECDH_set_default_method(&ecdh_method);
}

/* Hellos. */

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

static size_t mac_size(const char *cipher_name) {
  static const struct {
    const char *ending;
    size_t size;
  } macs[] = {{"-MD5", 16}, {"-SHA", 20}, {"-SHA256", 32}, {"-SHA384", 48}};
  for (size_t i = 0; i < sizeof macs / sizeof *macs; i++)
    if (strcmp(strrchr(cipher_name, '-'), macs[i].ending) == 0)
      return macs[i].size;
  give_up("the MAC of %s is unknown", cipher_name);
}

/* GCM suites have no MAC secret. */
static void read_mac_secrets(SSL *ssl, struct handshake *handshake) {
  const char *s3 = pointer_at(ssl, SSL_S3), *name = SSL_CIPHER_get_name(SSL_get_current_cipher(ssl));
  if (strstr(name, "GCM"))
    return;
  set_value(&handshake->read.mac_secret, s3 + S3_READ_MAC_SECRET, mac_size(name));
  set_value(&handshake->write.mac_secret, s3 + S3_WRITE_MAC_SECRET, mac_size(name));
}

/* The RSA key that the premaster secret was encrypted for: the ephemeral one of export suites, or the certificate's. */
static RSA *rsa_key(SSL *ssl) {
  RSA *key = EVP_PKEY_get1_RSA(SSL_get_privatekey(ssl));
  if (!key)
    give_up("the server's last key is not an RSA key");
  bool is_export = strncmp(SSL_CIPHER_get_name(SSL_get_current_cipher(ssl)), "EXP-", 4) == 0;
  return is_export && RSA_size(key) * 8 > 512 ? ephemeral_rsa() : key;
}

static void decrypt_premaster(SSL *ssl, struct handshake *handshake) {
  char description[256];
  struct value *encrypted = &handshake->encrypted_premaster;
  SSL_CIPHER_description(SSL_get_current_cipher(ssl), description, sizeof description);
  if (!strstr(description, "Kx=RSA") || !encrypted->length) {
    encrypted->length = 0;
    return;
  }
  if (SSL_version(ssl) > SSL3_VERSION) {
    encrypted->length -= 2;
    memmove(encrypted->bytes, encrypted->bytes + 2, encrypted->length);
  }
  int length = RSA_private_decrypt(encrypted->length, encrypted->bytes, handshake->premaster.bytes, rsa_key(ssl),
                                   RSA_PKCS1_PADDING);
  if (length != 48)
    give_up("the premaster secret could not be decrypted");
  handshake->premaster.length = length;
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
