/* The part of OpenSSL 1.0.1's exported API that the peer calls. The symbols are found in the running program. */
#ifndef LIBSSL_H
#define LIBSSL_H

#include <stddef.h>

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_method_st SSL_METHOD;
typedef struct ssl_session_st SSL_SESSION;
typedef struct ssl_cipher_st SSL_CIPHER;
typedef struct bio_st BIO;
typedef struct bio_method_st BIO_METHOD;
typedef struct rsa_st RSA;
typedef struct dh_st DH;
typedef struct ec_key_st EC_KEY;
typedef struct evp_pkey_st EVP_PKEY;
typedef struct evp_md_st EVP_MD;
typedef struct evp_cipher_st EVP_CIPHER;
typedef struct evp_cipher_ctx_st EVP_CIPHER_CTX;
typedef struct x509_store_ctx_st X509_STORE_CTX;
typedef struct ecdh_method_st ECDH_METHOD;
typedef struct dh_method_st DH_METHOD;

enum {
  SSL_FILETYPE_PEM = 1,
  SSL_VERIFY_NONE = 0, SSL_VERIFY_PEER = 1, SSL_VERIFY_FAIL_IF_NO_PEER_CERT = 2,
  SSL_CB_HANDSHAKE_DONE = 0x20,
  SSL_ERROR_SSL = 1,
  SSL_CTRL_SET_TMP_ECDH = 4, SSL_CTRL_GET_SESSION_REUSED = 8, SSL_CTRL_OPTIONS = 32,
  SSL_CTRL_SET_MAX_SEND_FRAGMENT = 52,
  SSL_OP_NETSCAPE_CHALLENGE_BUG = 0x2,
  SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS = 0x800, SSL_OP_NO_TICKET = 0x4000, SSL_OP_NO_COMPRESSION = 0x20000,
  SSL_OP_NO_TLSv1 = 0x04000000, SSL_OP_NO_TLSv1_2 = 0x08000000, SSL_OP_NO_TLSv1_1 = 0x10000000,
  BIO_C_SET_BUF_MEM_EOF_RETURN = 130,
  RSA_PKCS1_PADDING = 1,
  NID_X9_62_prime256v1 = 415,
  X509_V_ERR_CERT_REJECTED = 28,
};

int SSL_library_init(void);
void SSL_load_error_strings(void);
void OPENSSL_add_all_algorithms_noconf(void);
unsigned long ERR_get_error(void);
void ERR_error_string_n(unsigned long error, char *buf, size_t len);
void ERR_clear_error(void);

const SSL_METHOD *SSLv2_method(void);
const SSL_METHOD *SSLv3_method(void);
const SSL_METHOD *TLSv1_method(void);
const SSL_METHOD *TLSv1_1_method(void);
const SSL_METHOD *TLSv1_2_method(void);
const SSL_METHOD *SSLv23_method(void);

SSL_CTX *SSL_CTX_new(const SSL_METHOD *);
long SSL_CTX_ctrl(SSL_CTX *, int cmd, long larg, void *parg);
int SSL_CTX_set_cipher_list(SSL_CTX *, const char *);
int SSL_CTX_use_certificate_chain_file(SSL_CTX *, const char *);
int SSL_CTX_use_PrivateKey_file(SSL_CTX *, const char *, int type);
int SSL_CTX_set_session_id_context(SSL_CTX *, const unsigned char *, unsigned);
void SSL_CTX_set_verify(SSL_CTX *, int mode, int (*)(int, X509_STORE_CTX *));
void SSL_CTX_set_cert_verify_callback(SSL_CTX *, int (*)(X509_STORE_CTX *, void *), void *);
void SSL_CTX_set_tmp_rsa_callback(SSL_CTX *, RSA *(*)(SSL *, int is_export, int bits));
void SSL_CTX_set_tmp_dh_callback(SSL_CTX *, DH *(*)(SSL *, int is_export, int bits));
void SSL_CTX_set_info_callback(SSL_CTX *, void (*)(const SSL *, int type, int val));
void SSL_CTX_set_msg_callback(SSL_CTX *, void (*)(int write_p, int version, int content_type,
                                                  const void *buf, size_t len, SSL *, void *arg));
void SSL_CTX_set_psk_client_callback(SSL_CTX *, unsigned (*)(SSL *, const char *hint, char *identity,
                                                             unsigned max_identity, unsigned char *psk, unsigned max_psk));
void SSL_CTX_set_psk_server_callback(SSL_CTX *, unsigned (*)(SSL *, const char *identity,
                                                             unsigned char *psk, unsigned max_psk));
int SSL_CTX_set_srp_username(SSL_CTX *, char *);
int SSL_CTX_set_srp_password(SSL_CTX *, char *);
int SSL_CTX_set_srp_username_callback(SSL_CTX *, int (*)(SSL *, int *alert, void *));
int SSL_set_srp_server_param_pw(SSL *, const char *user, const char *pass, const char *group);

SSL *SSL_new(SSL_CTX *);
long SSL_ctrl(SSL *, int cmd, long larg, void *parg);
void SSL_set_bio(SSL *, BIO *in, BIO *out);
void SSL_set_connect_state(SSL *);
void SSL_set_accept_state(SSL *);
int SSL_read(SSL *, void *, int);
int SSL_write(SSL *, const void *, int);
int SSL_do_handshake(SSL *);
int SSL_renegotiate(SSL *);
int SSL_shutdown(SSL *);
int SSL_get_error(const SSL *, int);
int SSL_version(const SSL *);
EVP_PKEY *SSL_get_privatekey(SSL *);
const SSL_CIPHER *SSL_get_current_cipher(const SSL *);
const char *SSL_CIPHER_get_name(const SSL_CIPHER *);
char *SSL_CIPHER_description(const SSL_CIPHER *, char *, int);
const void *SSL_get_current_compression(SSL *);
void *SSL_get_ciphers(const SSL *);
int sk_num(const void *);
void *sk_value(const void *, int);
SSL_SESSION *SSL_get_session(const SSL *);
SSL_SESSION *SSL_get1_session(SSL *);
int SSL_set_session(SSL *, SSL_SESSION *);
int i2d_SSL_SESSION(SSL_SESSION *, unsigned char **);
int PEM_write_bio_SSL_SESSION(BIO *, SSL_SESSION *);
int SSL_SESSION_print(BIO *, const SSL_SESSION *);

BIO *BIO_new(BIO_METHOD *);
BIO_METHOD *BIO_s_mem(void);
long BIO_ctrl(BIO *, int cmd, long larg, void *parg);
int BIO_read(BIO *, void *, int);
int BIO_write(BIO *, const void *, int);
int BIO_free(BIO *);

RSA *RSA_generate_key(int bits, unsigned long e, void *callback, void *arg);
RSA *EVP_PKEY_get1_RSA(EVP_PKEY *);
int RSA_size(const RSA *);
int RSA_private_decrypt(int len, const unsigned char *from, unsigned char *to, RSA *, int padding);
BIO *BIO_new_file(const char *, const char *mode);
DH *PEM_read_bio_DHparams(BIO *, DH **, void *callback, void *arg);
EC_KEY *EC_KEY_new_by_curve_name(int nid);
void X509_STORE_CTX_set_error(X509_STORE_CTX *, int);

const EVP_MD *EVP_sha256(void);
int EVP_Digest(const void *, size_t, unsigned char *md, unsigned *size, const EVP_MD *, void *impl);
void EVP_CIPHER_do_all(void (*)(const EVP_CIPHER *, const char *from, const char *to, void *), void *arg);
int EVP_CIPHER_iv_length(const EVP_CIPHER *);
const EVP_CIPHER *EVP_CIPHER_CTX_cipher(const EVP_CIPHER_CTX *);
int EVP_CIPHER_CTX_key_length(const EVP_CIPHER_CTX *);

#endif
