"""Asks libxkbcommon, which most Linux desktops read their keyboards by.

    xkb.py make German de [variant] > german.json    the table of a layout, in the form that README.md tells
    xkb.py read < questions.json                     what a desktop would read of keys that were pressed

A question is {"layout", "variant", "strokes": [[evdev key code, shift, AltGr], ...]}; the answers are texts.
"""

import ctypes
import functools
import json
import sys

xkb = ctypes.CDLL("libxkbcommon.so.0")

# Where the keys sit, by KeyboardEvent.code, and what Linux calls them (linux/input-event-codes.h).
CODES = {"Backquote": 41, "Minus": 12, "Equal": 13, "BracketLeft": 26, "BracketRight": 27, "Semicolon": 39}
CODES |= {"Quote": 40, "Backslash": 43, "IntlBackslash": 86, "Comma": 51, "Period": 52, "Slash": 53}
CODES |= {"IntlRo": 89, "IntlYen": 124, "Space": 57}
CODES |= {f"Digit{(n + 1) % 10}": 2 + n for n in range(10)}
for first, row in ((16, "QWERTYUIOP"), (30, "ASDFGHJKL"), (44, "ZXCVBNM")):
    CODES |= {f"Key{letter}": first + n for n, letter in enumerate(row)}

MARKS = {
    "dead_grave": "\u0300",
    "dead_acute": "\u0301",
    "dead_circumflex": "\u0302",
    "dead_tilde": "\u0303",
    "dead_macron": "\u0304",
    "dead_breve": "\u0306",
    "dead_abovedot": "\u0307",
    "dead_diaeresis": "\u0308",
    "dead_abovering": "\u030a",
    "dead_doubleacute": "\u030b",
    "dead_caron": "\u030c",
    "dead_cedilla": "\u0327",
    "dead_ogonek": "\u0328",
}
SHIFT, ALT_GR = 42, 100
# xkbcommon counts key codes as X does.
X_OFFSET = 8


class Names(ctypes.Structure):
    _fields_ = [(name, ctypes.c_char_p) for name in ("rules", "model", "layout", "variant", "options")]


def function(name, result, *arguments):
    found = getattr(xkb, name)
    found.restype, found.argtypes = result, arguments
    return found


pointer, number, text = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_char_p
context_new = function("xkb_context_new", pointer, ctypes.c_int)
keymap_new = function("xkb_keymap_new_from_names", pointer, pointer, ctypes.POINTER(Names), ctypes.c_int)
sym_name = function("xkb_keysym_get_name", ctypes.c_int, number, text, ctypes.c_size_t)
sym_char = function("xkb_keysym_to_utf32", number, number)
state_new = function("xkb_state_new", pointer, pointer)
state_key = function("xkb_state_update_key", ctypes.c_int, pointer, number, ctypes.c_int)
state_sym = function("xkb_state_key_get_one_sym", number, pointer, number)
table_new = function("xkb_compose_table_new_from_locale", pointer, pointer, text, ctypes.c_int)
compose_new = function("xkb_compose_state_new", pointer, pointer, ctypes.c_int)
compose_feed = function("xkb_compose_state_feed", ctypes.c_int, pointer, number)
compose_status = function("xkb_compose_state_get_status", ctypes.c_int, pointer)
compose_text = function("xkb_compose_state_get_utf8", ctypes.c_int, pointer, text, ctypes.c_size_t)
NOTHING, COMPOSING, COMPOSED, CANCELLED = range(4)

context = context_new(0)


def keymap(layout, variant):
    names = Names(b"evdev", b"pc105", layout.encode(), variant.encode(), b"")
    return keymap_new(context, ctypes.byref(names), 0)


def sign(sym):
    """A key's character, a dead key as its accent on a dotted circle, or nothing that a table could say."""
    buffer = ctypes.create_string_buffer(64)
    sym_name(sym, buffer, 64)
    name = buffer.value.decode()
    if name in MARKS:
        return "\u25cc" + MARKS[name]
    code = sym_char(sym)
    return chr(code) if code >= 32 and code != 127 and not name.startswith("dead_") else ""


def pressed(state, key, shift, alt_gr):
    """The keysym of a key that is pressed with these held."""
    held = [modifier for modifier, down in ((SHIFT, shift), (ALT_GR, alt_gr)) if down]
    for modifier in held:
        state_key(state, modifier + X_OFFSET, 1)
    sym = state_sym(state, key + X_OFFSET)
    for modifier in held:
        state_key(state, modifier + X_OFFSET, 0)
    return sym


def make(name, layout, variant=""):
    state = state_new(keymap(layout, variant))
    keys = {}
    for code, key in CODES.items():
        signs = [sign(pressed(state, key, shift, alt_gr)) for alt_gr in (False, True) for shift in (False, True)]
        # Where AltGr is but a second Alt it changes nothing.
        if signs[2:] == signs[:2]:
            del signs[2:]
        while signs and signs[-1] == "":
            signs.pop()
        if signs:
            keys[code] = signs
    return {"name": name, "xkb": [layout, variant], "keys": keys}


@functools.cache
def state_of(layout, variant):
    return state_new(keymap(layout, variant))


def read(layout, variant, strokes):
    compose = compose_new(table, 0)
    said = ""
    for stroke in strokes:
        sym = pressed(state_of(layout, variant), *stroke)
        compose_feed(compose, sym)
        status = compose_status(compose)
        if status == NOTHING:
            said += chr(sym_char(sym))
        elif status == COMPOSED:
            buffer = ctypes.create_string_buffer(64)
            compose_text(compose, buffer, 64)
            said += buffer.value.decode()
        elif status == CANCELLED:
            said += "\N{REPLACEMENT CHARACTER}"
    return said


if sys.argv[1] == "make":
    json.dump(make(*sys.argv[2:]), sys.stdout, ensure_ascii=False, indent=2)
    print()
else:
    table = table_new(context, b"en_US.UTF-8", 0)
    questions = json.load(sys.stdin)
    print(json.dumps([read(each["layout"], each["variant"], each["strokes"]) for each in questions]))
