/* certificate.c - certificates, by Wireshark's own dissector
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "show/certificate.h"

#include "bytes/der.h"
#include "show/fields.h"
#include "show/builtin_fields.h"
#include "show/guarded.h"

/* By the name of the ASN.1 syntax. */
static dissector_handle_t syntax_dissector(const char *syntax)
{
    dissector_table_t table = find_dissector_table("ber.syntax");

    return table != NULL ? dissector_get_string_handle(table, syntax) : NULL;
}

static void draw(const char *syntax, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                 int offset, int len)
{
    proto_item *item = proto_tree_add_item(tree, hf_certificate, tvb, offset, len, ENC_NA);
    dissector_handle_t handle = syntax_dissector(syntax);

    builtin_twin_item(tree, hf_certificate, tvb, offset, len, ENC_NA);
    if (handle != NULL)
        guarded_call(handle, tvb_new_subset_length(tvb, offset, len), pinfo,
                     proto_item_add_subtree(item, ett_certificate));
}

void certificate_draw(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset, int len)
{
    draw("Certificate", tvb, pinfo, tree, offset, len);
}

void certificate_draw_pkcs7(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset,
                            int len)
{
    draw("ContentInfo", tvb, pinfo, tree, offset, len);
}

/* The size of the DER SEQUENCE at `offset`, tag and length included; 0 if there is none that fits
 * into `len` bytes. */
static int sequence_size(tvbuff_t *tvb, int offset, int len)
{
    struct der_element sequence;

    if (len > tvb_captured_length_remaining(tvb, offset))
        return 0;
    struct legacyssl_bytes rest = {tvb_get_ptr(tvb, offset, len), (gsize)len};
    return der_take_tagged(&rest, DER_SEQUENCE, &sequence) ? (int)sequence.whole.len : 0;
}

/* Of the link at `offset`: the bytes before its certificate, or -1 if there is none. */
static int link_prefix(tvbuff_t *tvb, int offset, int len)
{
    static const int prefixes[] = {0, 2, 3};

    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        const int prefix = prefixes[i];
        const int size = prefix < len ? sequence_size(tvb, offset + prefix, len - prefix) : 0;
        if (size != 0 && (prefix == 0 || (prefix == 2 ? tvb_get_ntohs(tvb, offset)
                                                      : (int)tvb_get_ntoh24(tvb, offset)) == size))
            return prefix;
    }
    return -1;
}

/* Microsoft published no format for its chains: what is no certificate is shown as bytes. */
void certificate_draw_chain(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, int offset,
                            int len)
{
    while (len > 0) {
        const int prefix = link_prefix(tvb, offset, len);
        if (prefix < 0) {
            proto_tree_add_item(tree, hf_certificate, tvb, offset, len, ENC_NA);
            return;
        }
        offset += prefix;
        const int size = sequence_size(tvb, offset, len - prefix);
        certificate_draw(tvb, pinfo, tree, offset, size);
        offset += size;
        len -= prefix + size;
    }
}
