/* Runs our script in place of the program's own main, inside the program that carries OpenSSL. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "peer.h"

typedef int main_function(int, char **, char **);
typedef int start_function(main_function *, int, char **, main_function *, void (*)(void), void (*)(void), void *);

void give_up(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(1);
}

static int our_main(int argc, char **argv, char **environment) {
  (void)argc, (void)argv, (void)environment;
  SSL_library_init();
  SSL_load_error_strings();
  OPENSSL_add_all_algorithms_noconf();
  observe_ciphers();
  observe_key_agreements();
  fill_deflate();
  run_script();
  fflush(stdout);
  _Exit(0);
}

int __libc_start_main(main_function *main, int argc, char **argv, main_function *init, void (*fini)(void),
                      void (*rtld_fini)(void), void *stack_end) {
  (void)main;
  start_function *start = (start_function *)dlsym(RTLD_NEXT, "__libc_start_main");
  return start(our_main, argc, argv, init, fini, rtld_fini, stack_end);
}
