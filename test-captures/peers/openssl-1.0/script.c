/* Reads commands, one a line, from standard input: what to wish for, then what the two sides do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"

struct wishes wishes = {
  .client_protocol = "any", .server_protocol = "any", .client_ciphers = "ALL", .server_ciphers = "ALL",
  .empty_fragments = true,
};

/* Commands that say what the next connection will be like. */

static void copy(char *to, size_t size, const char *from) {
  if ((size_t)snprintf(to, size, "%s", from) >= size)
    give_up("this is too long: %s", from);
}

static void want_client_protocol(char *name) { wishes.client_protocol = strdup(name); }
static void want_server_protocol(char *name) { wishes.server_protocol = strdup(name); }
static void want_client_ciphers(char *list) { copy(wishes.client_ciphers, sizeof wishes.client_ciphers, list); }
static void want_server_ciphers(char *list) { copy(wishes.server_ciphers, sizeof wishes.server_ciphers, list); }
static void want_certificate(char *files) { copy(wishes.certificate, sizeof wishes.certificate, files); }
static void want_key(char *files) { copy(wishes.key, sizeof wishes.key, files); }
static void want_client_certificate(char *file) {
  copy(wishes.client_certificate, sizeof wishes.client_certificate, file);
}
static void want_client_key(char *file) { copy(wishes.client_key, sizeof wishes.client_key, file); }
static void want_segment(char *size) { wishes.segment = atoi(size); }
static void want_fragment(char *size) { wishes.fragment = atoi(size); }

static const struct {
  const char *name;
  bool *value;
} switches[] = {
  {"rejects_certificate", &wishes.rejects_certificate},
  {"asks_for_certificate", &wishes.asks_for_certificate},
  {"insists_on_certificate", &wishes.insists_on_certificate},
  {"resume", &wishes.resume},
  {"tickets", &wishes.tickets},
  {"compression", &wishes.compression},
  {"empty_fragments", &wishes.empty_fragments},
  {"short_challenge", &wishes.short_challenge},
  {"srp", &wishes.srp},
};

static void set_switch(const char *name, bool value) {
  for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
    if (strcmp(switches[i].name, name) == 0) {
      *switches[i].value = value;
      return;
    }
  give_up("there is no switch %s", name);
}

static void want(char *name) { set_switch(name, true); }
static void want_not(char *name) { set_switch(name, false); }

static const struct {
  const char *name;
  void (*run)(char *arguments);
} commands[] = {
  {"client_protocol", want_client_protocol},
  {"server_protocol", want_server_protocol},
  {"client_ciphers", want_client_ciphers},
  {"server_ciphers", want_server_ciphers},
  {"certificate", want_certificate},
  {"key", want_key},
  {"client_certificate", want_client_certificate},
  {"client_key", want_client_key},
  {"segment", want_segment},
  {"fragment", want_fragment},
  {"with", want},
  {"without", want_not},
  {"add_rc4_64", add_rc4_64},
  {"suites", do_suites},
  {"connect", do_connect},
  {"handshake", do_handshake},
  {"plain_client", do_plain_client},
  {"plain_server", do_plain_server},
  {"client_says", do_client_says},
  {"server_says", do_server_says},
  {"renegotiate", do_renegotiate},
  {"get", do_get},
  {"get_until_close", do_get_until_close},
  {"post", do_post},
  {"pipeline", do_pipeline},
  {"close", do_close},
};

static void run_command(const char *name, char *arguments) {
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
    if (strcmp(commands[i].name, name) == 0) {
      commands[i].run(arguments);
      return;
    }
  give_up("there is no command %s", name);
}

void run_script(void) {
  char line[1024];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = '\0';
    char *arguments = line + strcspn(line, " ");
    if (*arguments)
      *arguments++ = '\0';
    if (*line)
      run_command(line, arguments);
  }
}
