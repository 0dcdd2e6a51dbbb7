/* SSL_CTX as wished for: protocol, suites, certificates, ephemeral keys, passwords. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"

enum { SRP_NO_ERROR = 0 };

static const struct {
  const char *name;
  const SSL_METHOD *(*method)(void);
  long options;
} protocols[] = {
  {"SSL2", SSLv2_method, 0},
  {"SSL3", SSLv3_method, 0},
  {"TLS1", TLSv1_method, 0},
  {"TLS1.1", TLSv1_1_method, 0},
  {"TLS1.2", TLSv1_2_method, 0},
  {"any", SSLv23_method, 0},
  {"any-up-to-SSL3", SSLv23_method, SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1 | SSL_OP_NO_TLSv1_2},
  {"any-up-to-TLS1", SSLv23_method, SSL_OP_NO_TLSv1_1 | SSL_OP_NO_TLSv1_2},
  {"any-up-to-TLS1.1", SSLv23_method, SSL_OP_NO_TLSv1_2},
};

static SSL_CTX *context_for(const char *protocol) {
  for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
    if (strcmp(protocols[i].name, protocol) == 0) {
      SSL_CTX *context = SSL_CTX_new(protocols[i].method());
      SSL_CTX_ctrl(context, SSL_CTRL_OPTIONS, protocols[i].options, NULL);
      return context;
    }
  give_up("unknown protocol %s", protocol);
}

RSA *ephemeral_rsa(void) {
  static RSA *key;
  if (!key)
    key = RSA_generate_key(512, 65537, NULL, NULL);
  return key;
}

static RSA *give_rsa(SSL *ssl, int is_export, int bits) {
  (void)ssl, (void)is_export, (void)bits;
  return ephemeral_rsa();
}

static DH *read_dh(const char *file) {
  BIO *bio = BIO_new_file(file, "r");
  DH *dh = bio ? PEM_read_bio_DHparams(bio, NULL, NULL, NULL) : NULL;
  if (!dh)
    give_up("%s holds no DH parameters", file);
  BIO_free(bio);
  return dh;
}

static DH *give_dh(SSL *ssl, int is_export, int bits) {
  (void)ssl, (void)bits;
  return read_dh(is_export ? "dh512.pem" : "dh1024.pem");
}

static const unsigned char psk_key[16] = "sixteen octets.";

static unsigned give_psk_to_client(SSL *ssl, const char *hint, char *identity, unsigned max_identity,
                                   unsigned char *psk, unsigned max_psk) {
  (void)ssl, (void)hint, (void)max_psk;
  strncpy(identity, "client", max_identity);
  memcpy(psk, psk_key, sizeof psk_key);
  return sizeof psk_key;
}

static unsigned give_psk_to_server(SSL *ssl, const char *identity, unsigned char *psk, unsigned max_psk) {
  (void)ssl, (void)identity, (void)max_psk;
  memcpy(psk, psk_key, sizeof psk_key);
  return sizeof psk_key;
}

static int give_srp_to_server(SSL *ssl, int *alert, void *arg) {
  (void)alert, (void)arg;
  SSL_set_srp_server_param_pw(ssl, "client", "password", "1024");
  return SRP_NO_ERROR;
}

static int judge_certificate(X509_STORE_CTX *context, void *rejects) {
  if (!rejects)
    return 1;
  X509_STORE_CTX_set_error(context, X509_V_ERR_CERT_REJECTED);
  return 0;
}

static void use_certificates(SSL_CTX *context, const char *certificates, const char *keys) {
  char files[256], key_files[256], *rest = NULL, *key_rest = NULL;
  strcpy(files, certificates);
  strcpy(key_files, keys);
  char *file = strtok_r(files, ",", &rest), *key = strtok_r(key_files, ",", &key_rest);
  for (; file && key; file = strtok_r(NULL, ",", &rest), key = strtok_r(NULL, ",", &key_rest))
    if (!SSL_CTX_use_certificate_chain_file(context, file) || !SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM))
      give_up("certificate %s or key %s cannot be used", file, key);
}

static void set_options(SSL_CTX *context, const struct wishes *wishes) {
  long options = (wishes->tickets ? 0 : SSL_OP_NO_TICKET) | (wishes->compression ? 0 : SSL_OP_NO_COMPRESSION)
                 | (wishes->empty_fragments ? 0 : SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS);
  if (wishes->short_challenge)
    options |= SSL_OP_NETSCAPE_CHALLENGE_BUG;
  SSL_CTX_ctrl(context, SSL_CTRL_OPTIONS, options, NULL);
  if (wishes->fragment)
    SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_SEND_FRAGMENT, wishes->fragment, NULL);
}

static void set_up_server(SSL_CTX *context, const struct wishes *wishes) {
  use_certificates(context, wishes->certificate, wishes->key);
  SSL_CTX_set_tmp_rsa_callback(context, give_rsa);
  SSL_CTX_set_tmp_dh_callback(context, give_dh);
  SSL_CTX_ctrl(context, SSL_CTRL_SET_TMP_ECDH, 0, EC_KEY_new_by_curve_name(NID_X9_62_prime256v1));
  SSL_CTX_set_session_id_context(context, (const unsigned char *)"peer", 4);
  SSL_CTX_set_psk_server_callback(context, give_psk_to_server);
  SSL_CTX_set_srp_username_callback(context, give_srp_to_server);
  if (wishes->asks_for_certificate)
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | (wishes->insists_on_certificate ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0),
                       NULL);
  SSL_CTX_set_cert_verify_callback(context, judge_certificate, NULL);
}

static void set_up_client(SSL_CTX *context, const struct wishes *wishes) {
  static bool rejects = true;
  use_certificates(context, wishes->client_certificate, wishes->client_key);
  SSL_CTX_set_psk_client_callback(context, give_psk_to_client);
  if (wishes->srp) {
    SSL_CTX_set_srp_username(context, "client");
    SSL_CTX_set_srp_password(context, "password");
  }
  SSL_CTX_set_verify(context, wishes->rejects_certificate ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, NULL);
  SSL_CTX_set_cert_verify_callback(context, judge_certificate, wishes->rejects_certificate ? &rejects : NULL);
}

SSL_CTX *new_context(bool is_server, const struct wishes *wishes) {
  SSL_CTX *context = context_for(is_server ? wishes->server_protocol : wishes->client_protocol);
  const char *ciphers = is_server ? wishes->server_ciphers : wishes->client_ciphers;
  if (!SSL_CTX_set_cipher_list(context, ciphers))
    give_up("no cipher matches %s", ciphers);
  set_options(context, wishes);
  observe_context(context);
  (is_server ? set_up_server : set_up_client)(context, wishes);
  return context;
}

/* Tells the suites that this OpenSSL has for a protocol. */
void do_suites(char *protocol) {
  char description[256];
  wishes.client_protocol = protocol;
  strcpy(wishes.client_ciphers, "ALL:eNULL");
  void *all = SSL_get_ciphers(SSL_new(new_context(false, &wishes)));
  for (int i = 0; i < sk_num(all); i++) {
    SSL_CIPHER_description(sk_value(all, i), description, sizeof description);
    printf("%s", description);
  }
}
