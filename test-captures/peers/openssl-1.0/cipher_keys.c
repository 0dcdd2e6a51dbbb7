/* Keys, IVs and MAC secrets as OpenSSL really uses them: every cipher's init function is ours first. */
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
};

typedef int init_function(EVP_CIPHER_CTX *, const unsigned char *key, const unsigned char *iv, int encrypts);

static void *pointer_at(const void *structure, size_t offset) {
  void *pointer;
  memcpy(&pointer, (const char *)structure + offset, sizeof pointer);
  return pointer;
}

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
void read_mac_secrets(SSL *ssl, struct handshake *handshake) {
  const char *s3 = pointer_at(ssl, SSL_S3), *name = SSL_CIPHER_get_name(SSL_get_current_cipher(ssl));
  if (strstr(name, "GCM"))
    return;
  set_value(&handshake->read.mac_secret, s3 + S3_READ_MAC_SECRET, mac_size(name));
  set_value(&handshake->write.mac_secret, s3 + S3_WRITE_MAC_SECRET, mac_size(name));
}
