/* RC4_64_WITH_MD5: OpenSSL 1.0.1 has all its code, only the row of the cipher table stands in `#if 0`.
   This puts that row in, in the place of the table's last one, on a peer that is started for it alone. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "peer.h"

enum { SSL2_CK_RC4_64_WITH_MD5 = 0x02080080, SSL_NOT_EXP = 0x01, SSL_LOW = 0x20, SSL2_CF_8_BYTE_ENC = 0x02 };

/* SSL_CIPHER of OpenSSL 1.0.1 */
struct cipher_row {
  int valid;
  const char *name;
  unsigned long id, key_exchange, authentication, encryption, mac, protocol, strength, flags;
  int strength_bits, algorithm_bits;
};

extern struct cipher_row ssl2_ciphers[];
int ssl2_num_ciphers(void);

void add_rc4_64(char *unused) {
  (void)unused;
  struct cipher_row *row = &ssl2_ciphers[ssl2_num_ciphers() - 1];
  uintptr_t page_size = sysconf(_SC_PAGESIZE), page = (uintptr_t)row & ~(page_size - 1);
  if (strcmp(ssl2_ciphers[0].name, "RC4-MD5") != 0
      || mprotect((void *)page, (uintptr_t)(row + 1) - page, PROT_READ | PROT_WRITE))
    give_up("the cipher table is not what it should be");
  *row = ssl2_ciphers[0];
  row->name = "RC4-64-MD5";
  row->id = SSL2_CK_RC4_64_WITH_MD5;
  row->strength = SSL_NOT_EXP | SSL_LOW;
  row->flags |= SSL2_CF_8_BYTE_ENC;
  row->strength_bits = row->algorithm_bits = 64;
}
