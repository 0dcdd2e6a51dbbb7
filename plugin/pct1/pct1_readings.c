/* pct1_readings.c - where draft-benaloh-pct-00 is silent or can be read in several ways
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each question is a row: how many answers it has here, how to take one, and the answers in words,
 * the likeliest first.
 */
#include "pct1/pct1_readings.h"

#include <wsutil/str_util.h>

#define RC2 0x0003

struct question {
    gboolean is_of_derivation;                   /* keys that are known leave it closed */
    guint (*answers)(const struct pct1_trial *); /* 1: nothing is open */
    void (*take)(struct pct1_trial *, guint answer);
    const char *texts[PCT1_NUMBERINGS];
};

static gboolean has_short_key(const struct pct1_trial *trial)
{
    const struct legacyssl_suite *suite = trial->parameters->secrets.suite;

    return suite->encryption_bits < 8 * suite->cipher->key_material;
}

/* 5.2.2, 5.3.1: a reconnection's SERVER_HELLO has no SH_CERTIFICATE_DATA, which the client's keys
 * hash. The server's keys don't, so only what the client sends can tell. */
static guint certificate_answers(const struct pct1_trial *trial)
{
    return trial->handshake->is_resumed && trial->session.server_certificate.len != 0 &&
                   trial->side == LEGACYSSL_CLIENT
               ? 2
               : 1;
}

static void take_certificate(struct pct1_trial *trial, guint answer)
{
    trial->parameters->secrets.server_certificate =
        answer == 0 ? trial->handshake->certificate : trial->session.server_certificate;
}

/* 5.2.2, 5.3.2: no message of a reconnection has CLEAR_KEY_DATA. */
static guint clear_key_answers(const struct pct1_trial *trial)
{
    return trial->handshake->is_resumed && trial->session.clear_key.len != 0 && has_short_key(trial)
               ? 2
               : 1;
}

static void take_clear_key(struct pct1_trial *trial, guint answer)
{
    const struct legacyssl_bytes none = {NULL, 0};

    if (!trial->handshake->is_resumed)
        trial->parameters->secrets.clear_key = trial->handshake->clear_key;
    else
        trial->parameters->secrets.clear_key = answer == 0 ? trial->session.clear_key : none;
}

/* 5.3.1: keys are cut to their length "by removing bits from the end". */
static guint last_bits_answers(const struct pct1_trial *trial)
{
    return trial->handshake->encryption_bits % 8 != 0 || trial->handshake->mac_bits % 8 != 0 ? 2
                                                                                             : 1;
}

static void take_last_bits(struct pct1_trial *trial, guint answer)
{
    trial->parameters->secrets.keeps_low_bits = answer == 1;
}

/* 5.3.2 names RC2's standard key length, but not its effective one. */
static guint rc2_answers(const struct pct1_trial *trial)
{
    return trial->handshake->cipher == RC2 && trial->handshake->encryption_bits != 0 &&
                   has_short_key(trial)
               ? 2
               : 1;
}

static void take_rc2(struct pct1_trial *trial, guint answer)
{
    trial->parameters->secrets.rc2_effective_bits =
        answer == 1 ? trial->handshake->encryption_bits : 0;
}

/* 4.2, 4.3.2: sequence numbers start "before the first (handshake) record ... in a PCT connection";
 * a new handshake inside of it is the remedy against their wrapping. */
static guint numbering_answers(const struct pct1_trial *trial)
{
    const gboolean is_open =
        trial->record != NULL && trial->handshake->is_redo && !trial->handshake->is_numbering_known;

    return is_open ? PCT1_NUMBERINGS : 1;
}

static void take_numbering(struct pct1_trial *trial, guint answer)
{
    if (trial->record == NULL)
        return;
    trial->numbering = trial->handshake->is_numbering_known ? trial->handshake->numbering
                                                            : (enum pct1_numbering)answer;
    trial->record->sequence = trial->numbers[trial->numbering];
}

static const struct question questions[] = {
    {TRUE,
     certificate_answers,
     take_certificate,
     {"the client's keys of a reconnection hash no certificate (5.2.2)",
      "the client's keys of a reconnection hash the session's certificate (5.2.2)"}},
    {TRUE,
     clear_key_answers,
     take_clear_key,
     {"a reconnection has the session's CLEAR_KEY_DATA (5.3.2)",
      "a reconnection has no CLEAR_KEY_DATA (5.3.2)"}},
    {TRUE,
     last_bits_answers,
     take_last_bits,
     {"the last byte of a key keeps its high bits (5.3.1)",
      "the last byte of a key keeps its low bits (5.3.1)"}},
    {FALSE,
     rc2_answers,
     take_rc2,
     {"RC2 has 128 effective key bits (5.3.2)",
      "RC2 has as many effective key bits as were negotiated (5.3.2)"}},
    {FALSE,
     numbering_answers,
     take_numbering,
     {"sequence numbers start at zero with the new handshake (4.2)",
      "sequence numbers run on over the new handshake (4.2)",
      "sequence numbers start at zero behind CLIENT_MASTER_KEY (4.2)"}},
};

static guint answers_to(const struct question *question, const struct pct1_trial *trial)
{
    const gboolean is_closed = question->is_of_derivation && trial->parameters->write_keys != NULL;

    return is_closed ? 1 : question->answers(trial);
}

guint pct1_reading_count(const struct pct1_trial *trial)
{
    guint count = 1;

    for (gsize i = 0; i < G_N_ELEMENTS(questions); i++)
        count *= answers_to(&questions[i], trial);
    return count;
}

void pct1_reading_take(struct pct1_trial *trial, guint n)
{
    for (gsize i = 0; i < G_N_ELEMENTS(questions); i++) {
        const guint answers = answers_to(&questions[i], trial);
        questions[i].take(trial, n % answers);
        n /= answers;
    }
}

const char *pct1_reading_text(const struct pct1_trial *trial, guint n)
{
    const char *texts[G_N_ELEMENTS(questions) + 1] = {NULL};
    guint count = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(questions); i++) {
        const guint answers = answers_to(&questions[i], trial);
        if (answers > 1)
            texts[count++] = questions[i].texts[n % answers];
        n /= answers;
    }
    if (count == 0)
        return NULL;
    return wmem_strjoinv(wmem_file_scope(), "; ", (gchar **)texts);
}
