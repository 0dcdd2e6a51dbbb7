"""Bugs that once went unnoticed, and the test that notices each now. Every run of the tests tries the quick ones."""
import bugs

# Those whose tests take a second or two.
QUICK = ("length >= state", "MAX_LOOK_AHEAD", "change_cipher_spec", "addresses_equal", "ONE_MORE_SEGMENT")

# file, what stands there (one line of it), what is put in its place, the test
ROWS = (
    ("kdf/record.c", "length >= state->suite->cipher->iv_size", "length > state->suite->cipher->iv_size",
     "kdf.errors"),
    ("plugin/loss/diagnosis.c", "ahead <= MAX_LOOK_AHEAD", "ahead < MAX_LOOK_AHEAD",
     "test_diagnosis.py::test_so_many_records_are_looked_over"),
    ("plugin/loss/lost_records.c", "lost->is_clear_before ? search->sizes->change_cipher_spec : 0", "0",
     "test_loss.py::test_lost_change_cipher_spec"),
    ("plugin/record/payload.c", "pinfo->desegment_len = DESEGMENT_ONE_MORE_SEGMENT", "pinfo->desegment_len = 0",
     "test_loss.py::test_goes_on_when_no_length_told_where_a_header_is"),
    ("plugin/record/protected_record.c", "is_encrypt_then_mac(note->parameters) && !is_good", "FALSE",
     "test_diagnosis.py::test_encrypt_then_mac_does_not_cover_the_iv"),
    ("plugin/state/record_note.c", "is_last_frame(notes, frame) && (gint32)(seq - notes->furthest) > 0",
     "is_last_frame(notes, frame) && seq > notes->furthest",
     "test_loss.py::test_sequence_numbers_begin_again_at_zero"),
    ("plugin/state/record_note.c", "!is_last_frame(notes, frame) || (gint32)(seq - notes->furthest) > 0",
     "!is_last_frame(notes, frame) || seq > notes->furthest",
     "test_loss.py::test_sequence_numbers_begin_again_at_zero"),
    ("plugin/loss/lost_segments.c", "const gint32 known = (gint32)(end - seq)",
     "const gint64 known = (gint64)end - seq", "test_loss.py::test_sequence_numbers_begin_again_at_zero"),
    ("plugin/state/conversation.c", "addresses_equal(source, &conversation->client)", "TRUE",
     "test_ports.py::test_equal_ports"),
    ("plugin/recognise/lookout.c", "app_data_end(state, other_side(side), APP_DATA_FIN, tvb, pinfo, tree)", "(void)0",
     "test_http.py::test_a_response_that_ends_with_a_reset"),
    ("plugin/recognise/segment.c", "return segment->seq == flow_of(segment->direction, analysis)->base_seq + 1",
     "return TRUE", "test_recognition.py::test_behind_the_word_of_another_protocol_decode_as_is_none_on_us"),
)


def bug(root, path, before, after):
    """The row as one of bugs.py."""
    found = [(number, line) for number, line in enumerate((root / path).read_text().split("\n"), 1) if before in line]
    assert len(found) == 1, f"{path} has {before!r} {len(found)} times"
    number, line = found[0]
    return bugs.Bug(path, number, line, line.replace(before, after), "once unnoticed")
