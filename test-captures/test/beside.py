"""What we may say beside the built-in's drawing of a session that is not ours: a layer that holds nothing but
one of a few expert items."""
import re

FAILED, NO_SECRET = b"legacyssl.handshake.failed", b"legacyssl.no_secret"

LAYER = re.compile(rb'^  <proto name="legacyssl" showname="Legacy SSL" size="0".*?^  </proto>\n', re.DOTALL | re.MULTILINE)
NAME = re.compile(rb'<field name="([^"]*)"')
AROUND = {b"", b"legacyssl.keys", b"_ws.expert", b"_ws.expert.message", b"_ws.expert.severity", b"_ws.expert.group"}


def without(text, *allowed):
    """PDML without the layers of ours that have only these expert items."""
    def cut(match):
        names = set(NAME.findall(match.group())) - AROUND
        return b"" if names and names <= set(allowed) else match.group()
    return LAYER.sub(cut, text)
