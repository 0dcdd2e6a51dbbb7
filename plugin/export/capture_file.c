/* capture_file.c - a pcapng file that is written as packets come
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "export/capture_file.h"

#include <wiretap/pcapng_module.h>
#include <wiretap/wtap.h>
#include <wiretap/wtap_opttypes.h>

#include <wsutil/report_message.h>

#include <string.h>

#define NANOSECONDS 9 /* if_tsresol: powers of ten */

struct capture_file {
    wtap_dumper *dumper; /* NULL: it has failed */
    char *path;
    wtapng_iface_descriptions_t interfaces; /* those that it was opened with */
    GArray *encapsulations;                 /* of int: each interface's */
    guint32 packets;
};

static wtap_block_t new_interface(int encapsulation)
{
    wtap_block_t interface = wtap_block_create(WTAP_BLOCK_IF_ID_AND_INFO);
    wtapng_if_descr_mandatory_t *facts = wtap_block_get_mandatory_data(interface);

    facts->wtap_encap = encapsulation;
    facts->time_units_per_second = 1000000000;
    facts->snap_len = WTAP_MAX_PACKET_SIZE_STANDARD;
    wtap_block_add_uint8_option(interface, OPT_IDB_TSRESOL, NANOSECONDS);
    return interface;
}

/* ---- what goes wrong ------------------------------------------------------------------------- */

static void free_file(struct capture_file *file)
{
    wtap_block_array_free(file->interfaces.interface_data);
    g_array_free(file->encapsulations, TRUE);
    g_free(file->path);
    g_free(file);
}

static void fail(struct capture_file *file, int error, char *text)
{
    wtap_dumper *dumper = file->dumper;
    int ignored = 0;
    char *ignored_text = NULL;

    report_cfile_write_failure(NULL, file->path, error, text, file->packets + 1,
                               wtap_dump_file_type_subtype(dumper));
    file->dumper = NULL;
    wtap_dump_close(dumper, NULL, &ignored, &ignored_text);
    g_free(ignored_text);
}

/* ---- writing --------------------------------------------------------------------------------- */

struct capture_file *capture_file_open(const char *path)
{
    struct capture_file *file = g_new0(struct capture_file, 1);
    const int ethernet = WTAP_ENCAP_ETHERNET, type = wtap_pcapng_file_type_subtype();
    wtap_block_t interface = new_interface(ethernet);
    int error = 0;
    char *text = NULL;

    file->path = g_strdup(path);
    file->encapsulations = g_array_new(FALSE, FALSE, sizeof ethernet);
    g_array_append_val(file->encapsulations, ethernet);
    file->interfaces.interface_data = g_array_new(FALSE, FALSE, sizeof interface);
    g_array_append_val(file->interfaces.interface_data, interface);
    const wtap_dump_params params = {
        .encap = WTAP_ENCAP_PER_PACKET,
        .snaplen = WTAP_MAX_PACKET_SIZE_STANDARD,
        .tsprec = WTAP_TSPREC_NSEC,
        .idb_inf = &file->interfaces,
    };
    file->dumper = wtap_dump_open(path, type, WTAP_UNCOMPRESSED, &params, &error, &text);
    if (file->dumper != NULL)
        return file;
    report_cfile_dump_open_failure(path, error, text, type);
    free_file(file);
    return NULL;
}

static void write_packet(struct capture_file *file, const wtap_rec *record, const guint8 *data)
{
    int error = 0;
    char *text = NULL;

    if (dump_packet(file->dumper, record, data, &error, &text))
        file->packets++;
    else
        fail(file, error, text);
}

void capture_file_write(struct capture_file *file, const nstime_t *time, const guint8 *frame,
                        guint32 len, const char *comment)
{
    wtap_rec record = {
        .rec_type = REC_TYPE_PACKET,
        .presence_flags = WTAP_HAS_TS | WTAP_HAS_CAP_LEN | WTAP_HAS_INTERFACE_ID,
        .ts = *time,
        .tsprec = WTAP_TSPREC_NSEC,
        .rec_header.packet_header = {.caplen = len, .len = len, .pkt_encap = WTAP_ENCAP_ETHERNET},
        .block = wtap_block_create(WTAP_BLOCK_PACKET),
    };

    if (comment != NULL)
        wtap_block_add_string_option(record.block, OPT_COMMENT, comment, strlen(comment));
    if (file->dumper != NULL)
        write_packet(file, &record, frame);
    wtap_block_unref(record.block);
}

/* The number of the interface with this encapsulation, which may be new. */
static guint32 interface_of(struct capture_file *file, int encapsulation)
{
    guint32 i = 0;
    int error = 0;
    char *text = NULL;

    while (i < file->encapsulations->len &&
           g_array_index(file->encapsulations, int, i) != encapsulation)
        i++;
    if (i < file->encapsulations->len)
        return i;
    wtap_block_t interface = new_interface(encapsulation);
    if (!wtap_dump_add_idb(file->dumper, interface, &error, &text))
        fail(file, error, text);
    wtap_block_unref(interface);
    g_array_append_val(file->encapsulations, encapsulation);
    return i;
}

void capture_file_copy(struct capture_file *file, const packet_info *pinfo, tvbuff_t *frame)
{
    if (file->dumper == NULL || pinfo->rec->rec_type != REC_TYPE_PACKET)
        return;
    wtap_rec record = *pinfo->rec;
    record.presence_flags |= WTAP_HAS_INTERFACE_ID;
    record.presence_flags &= ~(guint32)WTAP_HAS_SECTION_NUMBER;
    record.rec_header.packet_header.interface_id =
        interface_of(file, record.rec_header.packet_header.pkt_encap);
    if (file->dumper != NULL)
        write_packet(file, &record, tvb_get_ptr(frame, 0, -1));
}

void capture_file_flush(struct capture_file *file)
{
    int error = 0;

    if (file->dumper != NULL && !wtap_dump_flush(file->dumper, &error))
        fail(file, error, NULL);
}

gboolean capture_file_close(struct capture_file *file)
{
    gboolean is_whole = file->dumper != NULL;
    int error = 0;
    char *text = NULL;

    if (is_whole && !wtap_dump_close(file->dumper, NULL, &error, &text)) {
        report_cfile_close_failure(file->path, error, text);
        is_whole = FALSE;
    }
    free_file(file);
    return is_whole;
}
