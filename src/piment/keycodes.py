"""Which of the kernel's keys stands for which scancode: PC set 1 (wire.md 8.2) and evdev.

Scancodes here are make codes with the prefix above: 0x1e is A, 0xe04d is Right, 0xe11d45 is Pause.
X servers on Linux and xkb number keys as the kernel does, plus 8. Keys that PC keyboards never had
go by what spice-gtk sends for them, which was measured: a viewer on Linux got each X keycode, and
a server saw what came.
"""

from __future__ import annotations

RELEASE = 0x80
"""The bit that a scancode's release has and its press has not."""

FIRST_XKB_KEYCODE = 8
"""What X and xkb add to the kernel's number: X keeps the keycodes below for itself."""

# From Escape to keypad Del, the 102nd key, F11 and F12 the kernel took set 1's numbers over.
_UNCHANGED = (*range(0x01, 0x54), 0x56, 0x57, 0x58)

# Print is 54 while Alt is down, and Pause is e0 46 while Ctrl is. The kernel's names:
_OTHERS = {
    0x54: 99,  # sysrq
    0x55: 186,  # f16
    0x59: 117,  # kpequal
    0x5A: 190,  # f20
    0x5B: 101,  # linefeed
    0x5C: 95,  # kpjpcomma
    0x5D: 183,  # f13
    0x5E: 184,  # f14
    0x5F: 185,  # f15
    0x63: 169,  # phone
    0x64: 134,  # open
    0x65: 135,  # paste
    0x66: 141,  # setup
    0x67: 144,  # file
    0x68: 145,  # sendfile
    0x69: 146,  # deletefile
    0x6A: 151,  # msdos
    0x6B: 153,  # rotate display
    0x6C: 161,  # ejectcd
    0x6D: 193,  # f23
    0x6F: 194,  # f24
    0x70: 93,  # katakanahiragana
    0x71: 123,  # hanja
    0x72: 122,  # hangeul
    0x73: 89,  # ro
    0x74: 191,  # f21
    0x75: 177,  # scrollup
    0x76: 85,  # zenkakuhankaku
    0x77: 91,  # hiragana
    0x78: 90,  # katakana
    0x79: 92,  # henkan
    0x7B: 94,  # muhenkan
    0x7D: 124,  # yen
    0x7E: 121,  # kpcomma
    0xE001: 171,  # config
    0xE002: 150,  # www
    0xE003: 187,  # f17
    0xE004: 189,  # f19
    0xE005: 129,  # again
    0xE006: 130,  # props
    0xE007: 131,  # undo
    0xE008: 176,  # edit
    0xE009: 181,  # new
    0xE00A: 182,  # redo
    0xE00B: 120,  # scale
    0xE00C: 132,  # front
    0xE00E: 233,  # forwardmail
    0xE00F: 178,  # scrolldown
    0xE010: 165,  # previoussong
    0xE012: 152,  # coffee
    0xE013: 147,  # xfer
    0xE014: 222,  # alterase
    0xE017: 149,  # prog2
    0xE018: 168,  # rewind
    0xE019: 163,  # nextsong
    0xE01C: 96,  # kpenter
    0xE01D: 97,  # rightctrl
    0xE01E: 139,  # menu
    0xE01F: 148,  # prog1
    0xE020: 113,  # mute
    0xE021: 140,  # calc
    0xE022: 164,  # playpause
    0xE023: 160,  # closecd
    0xE024: 166,  # stopcd
    0xE025: 205,  # suspend
    0xE026: 154,  # cyclewindows
    0xE028: 200,  # playcd
    0xE029: 201,  # pausecd
    0xE02B: 202,  # prog3
    0xE02C: 203,  # prog4
    0xE02D: 204,  # all applications
    0xE02E: 114,  # volumedown
    0xE02F: 206,  # close
    0xE030: 115,  # volumeup
    0xE031: 167,  # record
    0xE032: 172,  # homepage
    0xE033: 207,  # play
    0xE034: 208,  # fastforward
    0xE035: 98,  # kpslash
    0xE037: 99,  # sysrq
    0xE038: 100,  # rightalt
    0xE039: 210,  # print
    0xE03A: 211,  # hp
    0xE03B: 212,  # camera
    0xE03C: 137,  # cut
    0xE03D: 213,  # sound
    0xE03E: 214,  # question
    0xE03F: 215,  # email
    0xE040: 216,  # chat
    0xE041: 136,  # find
    0xE042: 218,  # connect
    0xE043: 219,  # finance
    0xE044: 220,  # sport
    0xE045: 221,  # shop
    0xE046: 119,  # pause
    0xE047: 102,  # home
    0xE048: 103,  # up
    0xE049: 104,  # pageup
    0xE04A: 223,  # cancel
    0xE04B: 105,  # left
    0xE04C: 224,  # brightnessdown
    0xE04D: 106,  # right
    0xE04E: 118,  # kpplusminus
    0xE04F: 107,  # end
    0xE050: 108,  # down
    0xE051: 109,  # pagedown
    0xE052: 110,  # insert
    0xE053: 111,  # delete
    0xE054: 225,  # brightnessup
    0xE055: 234,  # save
    0xE056: 227,  # switchvideomode
    0xE057: 228,  # kbdillumtoggle
    0xE058: 229,  # kbdillumdown
    0xE059: 230,  # kbdillumup
    0xE05A: 231,  # send
    0xE05B: 125,  # leftmeta
    0xE05C: 126,  # rightmeta
    0xE05D: 127,  # compose
    0xE05E: 116,  # power
    0xE05F: 142,  # sleep
    0xE063: 143,  # wakeup
    0xE064: 232,  # reply
    0xE065: 217,  # search
    0xE066: 156,  # bookmarks
    0xE067: 173,  # refresh
    0xE068: 128,  # stop
    0xE069: 159,  # forward
    0xE06A: 158,  # back
    0xE06B: 157,  # computer
    0xE06C: 155,  # mail
    0xE06D: 226,  # media
    0xE06F: 112,  # macro
    0xE070: 235,  # documents
    0xE071: 236,  # battery
    0xE072: 237,  # bluetooth
    0xE073: 238,  # wlan
    0xE074: 239,  # uwb
    0xE075: 138,  # help
    0xE076: 179,  # kpleftparen
    0xE077: 188,  # f18
    0xE078: 133,  # copy
    0xE079: 192,  # f22
    0xE07B: 180,  # kprightparen
    0xE07D: 162,  # ejectclosecd
    0xE11D45: 119,  # pause
}

_NUMBERS = {code: code for code in _UNCHANGED} | _OTHERS

# Print and Pause are found by what they send alone.
_WITH_MODIFIERS = (0x54, 0xE046)
_CODES = {number: code for code, number in _NUMBERS.items() if code not in _WITH_MODIFIERS}


def evdev_of(code: int) -> int | None:
    """Return the kernel's number of the key with the make code `code`, None for no known key.

    The shifts that old keyboards made up around other keys (e0 2a, e0 36) are no keys.
    """
    return _NUMBERS.get(code)


def scancode_of(number: int) -> int | None:
    """Return the make code of the key with the kernel's `number`, None if it sends none."""
    return _CODES.get(number)
