/* Premaster secrets: what the key agreements return, and what the server's RSA key decrypts. */
#include <string.h>

#include "peer.h"

enum { SSL3_VERSION = 0x0300 };

/* Offsets in OpenSSL 1.0.1's structures on x86-64. */
enum {
  DH_COMPUTE_KEY = 16,                  /* DH_METHOD.compute_key */
  DH_METHOD_SIZE = 72,
  ECDH_COMPUTE_KEY = 8,                 /* ECDH_METHOD.compute_key */
  ECDH_METHOD_SIZE = 32,
};

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
  memcpy(dh_method.bytes, DH_get_default_method(), DH_METHOD_SIZE);
  memcpy(ecdh_method.bytes, ECDH_get_default_method(), ECDH_METHOD_SIZE);
  memcpy(&original_dh, dh_method.bytes + DH_COMPUTE_KEY, sizeof dh);
  memcpy(&original_ecdh, ecdh_method.bytes + ECDH_COMPUTE_KEY, sizeof ecdh);
  memcpy(dh_method.bytes + DH_COMPUTE_KEY, &dh, sizeof dh);
  memcpy(ecdh_method.bytes + ECDH_COMPUTE_KEY, &ecdh, sizeof ecdh);
  DH_set_default_method(&dh_method);
  ECDH_set_default_method(&ecdh_method);
}

/* The RSA key that the premaster secret was encrypted for: the ephemeral one of export suites, or the certificate's. */
static RSA *rsa_key(SSL *ssl) {
  RSA *key = EVP_PKEY_get1_RSA(SSL_get_privatekey(ssl));
  if (!key)
    give_up("the server's last key is not an RSA key");
  bool is_export = strncmp(SSL_CIPHER_get_name(SSL_get_current_cipher(ssl)), "EXP-", 4) == 0;
  return is_export && RSA_size(key) * 8 > 512 ? ephemeral_rsa() : key;
}

void decrypt_premaster(SSL *ssl, struct handshake *handshake) {
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
