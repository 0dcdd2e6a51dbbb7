/* One connection of mbed TLS with itself: the parent asks, the child answers. Prints what the library derived
   ("handshake ...") and what was sent ("connection ...").

   Usage: exchange PORT SUITE CERTIFICATE KEY PATH [truncated-hmac] [encrypt-then-mac] [extended-master-secret] [split] */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_ciphersuites.h>

static const unsigned char psk[] = "0123456789abcdef", identity[] = "user";

struct side {
  mbedtls_entropy_context entropy;
  mbedtls_ctr_drbg_context random;
  mbedtls_ssl_config config;
  mbedtls_ssl_context ssl;
  mbedtls_x509_crt certificate;
  mbedtls_pk_context key;
  int suites[2];
};

static void check(const char *what, int result) {
  if (result < 0) {
    fprintf(stderr, "%s: -0x%04x\n", what, -result);
    exit(1);
  }
}

static bool wished(char **words, const char *word) {
  for (; *words; words++)
    if (strcmp(*words, word) == 0)
      return true;
  return false;
}

static void print(const char *name, const unsigned char *bytes, size_t length) {
  if (length)
    printf(" %s=", name);
  for (size_t i = 0; i < length; i++)
    printf("%02x", bytes[i]);
}

static int print_keys(void *unused, const unsigned char *master_secret, const unsigned char *block, size_t mac_length,
                      size_t key_length, size_t iv_length, const unsigned char client_random[32],
                      const unsigned char server_random[32], mbedtls_tls_prf_types prf) {
  (void)unused;
  (void)prf;
  printf("handshake");
  print("client_random", client_random, 32);
  print("server_random", server_random, 32);
  print("master_secret", master_secret, 48);
  print("client_write_mac_secret", block, mac_length);
  print("server_write_mac_secret", block + mac_length, mac_length);
  block += 2 * mac_length;
  print("client_write_key", block, key_length);
  print("server_write_key", block + key_length, key_length);
  block += 2 * key_length;
  print("client_write_iv", block, iv_length);
  print("server_write_iv", block + iv_length, iv_length);
  printf("\n");
  return 0;
}

static void wish(mbedtls_ssl_config *config, int role, char **wishes) {
  bool truncated = wished(wishes, "truncated-hmac");
  mbedtls_ssl_conf_truncated_hmac(config, truncated ? MBEDTLS_SSL_TRUNC_HMAC_ENABLED : MBEDTLS_SSL_TRUNC_HMAC_DISABLED);
  mbedtls_ssl_conf_arc4_support(config, MBEDTLS_SSL_ARC4_ENABLED);
  mbedtls_ssl_conf_encrypt_then_mac(config, wished(wishes, "encrypt-then-mac"));
  mbedtls_ssl_conf_extended_master_secret(config, wished(wishes, "extended-master-secret"));
  mbedtls_ssl_conf_cbc_record_splitting(config, wished(wishes, "split"));
  if (role == MBEDTLS_SSL_IS_CLIENT)
    mbedtls_ssl_conf_export_keys_ext_cb(config, print_keys, NULL);
}

static void set_up(struct side *side, int role, char **words) {
  mbedtls_ssl_config *config = &side->config;
  memset(side, 0, sizeof *side);
  mbedtls_entropy_init(&side->entropy);
  mbedtls_ctr_drbg_init(&side->random);
  mbedtls_ssl_config_init(config);
  mbedtls_ssl_init(&side->ssl);
  check("random", mbedtls_ctr_drbg_seed(&side->random, mbedtls_entropy_func, &side->entropy, NULL, 0));
  check("defaults", mbedtls_ssl_config_defaults(config, role, MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT));
  mbedtls_ssl_conf_rng(config, mbedtls_ctr_drbg_random, &side->random);
  mbedtls_ssl_conf_authmode(config, MBEDTLS_SSL_VERIFY_NONE);
  mbedtls_ssl_conf_min_version(config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_1);
  mbedtls_ssl_conf_max_version(config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_1);
  side->suites[0] = strtol(words[2], NULL, 16);
  mbedtls_ssl_conf_ciphersuites(config, side->suites);
  check("psk", mbedtls_ssl_conf_psk(config, psk, sizeof psk - 1, identity, sizeof identity - 1));
  wish(config, role, words + 6);
  if (role == MBEDTLS_SSL_IS_SERVER) {
    check("certificate", mbedtls_x509_crt_parse_file(&side->certificate, words[3]));
    check("key", mbedtls_pk_parse_keyfile(&side->key, words[4], NULL));
    check("own certificate", mbedtls_ssl_conf_own_cert(config, &side->certificate, &side->key));
  }
  check("setup", mbedtls_ssl_setup(&side->ssl, config));
}

static void send_all(struct side *side, const char *text) {
  size_t length = strlen(text), sent = 0;
  while (sent < length) {
    int result = mbedtls_ssl_write(&side->ssl, (const unsigned char *)text + sent, length - sent);
    check("write", result);
    sent += result;
  }
}

/* Reads until the text has come, whatever records it came in. */
static void expect(struct side *side, const char *text) {
  char heard[1000];
  size_t length = strlen(text), known = 0;
  while (known < length) {
    int result = mbedtls_ssl_read(&side->ssl, (unsigned char *)heard + known, length - known);
    check("read", result);
    known += result;
  }
  check("what was heard", memcmp(heard, text, length) ? -1 : 0);
}

static void answer(mbedtls_net_context *listener, char **words, const char *request, const char *response) {
  struct side server;
  mbedtls_net_context client;
  set_up(&server, MBEDTLS_SSL_IS_SERVER, words);
  check("accept", mbedtls_net_accept(listener, &client, NULL, 0, NULL));
  mbedtls_ssl_set_bio(&server.ssl, &client, mbedtls_net_send, mbedtls_net_recv, NULL);
  expect(&server, request);
  send_all(&server, response);
  check("close", mbedtls_ssl_close_notify(&server.ssl));
}

static void ask(char **words, const char *request, const char *response) {
  struct side client;
  mbedtls_net_context server;
  set_up(&client, MBEDTLS_SSL_IS_CLIENT, words);
  check("connect", mbedtls_net_connect(&server, "127.0.0.1", words[1], MBEDTLS_NET_PROTO_TCP));
  mbedtls_ssl_set_bio(&client.ssl, &server, mbedtls_net_send, mbedtls_net_recv, NULL);
  send_all(&client, request);
  expect(&client, response);
  mbedtls_ssl_close_notify(&client.ssl);
  printf("connection");
  print("client_sent", (const unsigned char *)request, strlen(request));
  print("server_sent", (const unsigned char *)response, strlen(response));
  printf(" failures=\n");
}

int main(int count, char **words) {
  char request[200], response[200];
  int status = 0;
  mbedtls_net_context listener;
  if (count < 6)
    return 2;
  snprintf(request, sizeof request, "GET %s HTTP/1.0\r\nHost: peer.example\r\n\r\n", words[5]);
  snprintf(response, sizeof response, "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\nThis is %s.\n",
           strlen(words[5]) + 10, words[5]);
  check("bind", mbedtls_net_bind(&listener, "127.0.0.1", words[1], MBEDTLS_NET_PROTO_TCP));
  if (fork() == 0) {
    answer(&listener, words, request, response);
    return 0;
  }
  ask(words, request, response);
  wait(&status);
  return status ? 1 : 0;
}
