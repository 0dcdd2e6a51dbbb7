"""What we may say beside the built-in's drawing of a session that is not ours: a layer that holds nothing but
one of a few expert items."""
import re

FAILED, NO_SECRET = b"legacyssl.handshake.failed", b"legacyssl.no_secret"
ATTACK = b"legacyssl.attack."  # all items that begin so

LAYER = re.compile(rb'^  <proto name="legacyssl" showname="Legacy SSL" size="0".*?^  </proto>\n', re.DOTALL | re.MULTILINE)
NAME = re.compile(rb'<field name="([^"]*)"')
AROUND = {b"", b"legacyssl.keys", b"_ws.expert", b"_ws.expert.message", b"_ws.expert.severity", b"_ws.expert.group"}


def items_of(layer):
    return set(NAME.findall(layer)) - AROUND


def is_said(layer, allowed):
    items = items_of(layer)
    return bool(items) and all(item.startswith(allowed) for item in items)


def without(text, *allowed):
    """PDML without the layers of ours that have only these expert items."""
    return LAYER.sub(lambda match: b"" if is_said(match.group(), allowed) else match.group(), text)


def said(text, *allowed):
    """The expert items of these layers, as often as they are there."""
    return [item.decode() for layer in LAYER.findall(text) if is_said(layer, allowed) for item in items_of(layer)]
