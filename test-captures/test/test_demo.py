"""The demo ends on one screen, which tells of a session of each protocol."""
import captures
import demo

TALLY_LINES = 2


def test_the_stories_fit_on_a_screen():
    lines = [line for name in demo.STORIES for line in demo.story(captures.named(name))]
    lines_of_attack = [demo.attack()]
    assert len(lines + lines_of_attack) + TALLY_LINES < demo.HEIGHT
    assert max(map(len, lines + lines_of_attack)) <= demo.WIDTH
    assert [line.split(",")[0] for line in lines if not line.startswith(" ")] == list(captures.PROTOCOLS)


def test_an_attack_is_named():
    assert demo.attack().startswith("attack.key_arg in frame 6: KEY-ARG is longer than the cipher's")


def test_a_story_is_what_the_capture_has():
    capture = captures.named("ssl2/rc4-128")
    title, suite, secret, request, verdict = demo.story(capture)
    [connection] = capture.connections
    assert capture.json["peer"].split(",")[0] in title
    assert suite.endswith(connection["cipher_suite_name"])
    assert secret.endswith("rc4-128.keylog, line 1")
    assert request.endswith(connection["first_request"])
    assert "5 of 5 MACs good" in verdict and "2 of 2 proofs" in verdict
