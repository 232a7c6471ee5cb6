// Made by tools/generate_keyboard.py: change that, and run it again.

/** Make codes of the keys that write, in the order of a level's characters. */
export const PLACES = [41, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 43, 86, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 115, 125, 57];

/** Make codes of the keys that are held, by level. */
export const LEVELS = [[], [42], [57400], [42, 57400]];

/** What a dead key and another make, besides letters with accents. */
/** @type {{ readonly [char: string]: string }} */
export const SIGNS = {"`": "\u0300 ", "'": "\u0301 ", "^": "\u0302 ", "~": "\u0303 ", "\u00af": "\u0304 ", "\u0131": "\u0307i", "\u0237": "\u0307j", "\u013f": "\u0307L", "\u0140": "\u0307l", "\"": "\u0308 ", "\u00b0": "\u030a ", "\u00b8": "\u0327 ", "\u00d8": "\u0335O", "\u00f8": "\u0335o", "\u0110": "\u0335D", "\u0111": "\u0335d", "\u0126": "\u0335H", "\u0127": "\u0335h", "\u0141": "\u0335L", "\u0142": "\u0335l", "\u0166": "\u0335T", "\u0167": "\u0335t", "\u0180": "\u0335b", "\u0243": "\u0335B", "\u01b5": "\u0335Z", "\u01b6": "\u0335z", "\u01e4": "\u0335G", "\u01e5": "\u0335g", "\u0197": "\u0335I", "/": "\u0335 ", "\u00a4": "\u0368 ", "\u00a2": "\u0368c", "\u0192": "\u0368f", "\u00a3": "\u0368l", "\u00b4": "\u0301\u0301", "\u00a8": "\u0308\u0308"};

/** By X's name: what people call it, and what it writes on each level. */
/** @type {{ readonly [name: string]: readonly string[] }} */
export const LAYOUTS = {
  "us": [
    "English (US)",
    "`1234567890-=qwertyuiop[]asdfghjkl;'\\ zxcvbnm,./",
    "~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"| ZXCVBNM<>?",
    "",
    "",
  ],
  "gb": [
    "English (UK)",
    "`1234567890-=qwertyuiop[]asdfghjkl;'#\\zxcvbnm,./",
    "¬!\"£$%^&*()_+QWERTYUIOP{}ASDFGHJKL:@~|ZXCVBNM<>?",
    " ¹²³€½¾     \u0327 ſ ¶ŧ   øþ\u0308\u0303æßðđŋħ\u0309ĸł\u0301\u0302\u0300 «»¢„“”µ•·\u0323",
    " ¡  ¼   ™±°¿\u0328 § ®Ŧ¥ ıØÞ\u030a\u0304Æ ÐªŊĦ\u031b Ł\u030b\u030c\u0306¦  ©‚‘’º×÷\u0307",
  ],
  "us(intl)": [
    "English (US, international)",
    "\u03001234567890-=qwertyuiop[]asdfghjkl;\u0301\\ zxcvbnm,./",
    "\u0303!@#$%\u0302&*()_+QWERTYUIOP{}ASDFGHJKL:\u0308| ZXCVBNM<>?",
    "`¡²³¤€¼½¾‘’¥×äåé®þüúíóö«»áßð    œø¶'¬ æ ©  ñµç\u0307¿",
    "~¹\u030b\u0304£\u0327^\u031b\u0328\u0306\u030a\u0323÷ÄÅÉ ÞÜÚÍÓÖ“”Á§Ð    ŒØ°\"¦ Æ ¢  Ñ Ç\u030c\u0309",
  ],
  "be": [
    "Belgian",
    "²&é\"'(§è!çà)-azertyuiop\u0302$qsdfghjklmùµ<wxcvbn,;:=",
    "³1234567890°_AZERTYUIOP\u0308*QSDFGHJKLM%£>WXCVBN?./+",
    "¬|@#¼½^{[ }\\\u0327 ſ€¶ŧ   œþ ]æßðđŋħ\u0309ĸł\u0301 \u0300 «»¢„“” •·\u0303",
    " ¡      ™± ¿\u0328   ®Ŧ¥ ıŒÞ\u030a\u0304Æ ÐªŊĦ\u031b Ł\u030b\u030c\u0306   ©‚‘’º×÷\u0307",
  ],
  "br": [
    "Portuguese (Brazil)",
    "'1234567890-=qwertyuiop\u0301[asdfghjklç\u0303]\\zxcvbnm,.;/",
    "\"!@#$%\u0308&*()_+QWERTYUIOP\u0300{ASDFGHJKLÇ\u0302}|ZXCVBNM<>:?",
    " ¹²³£¢¬     §  °®ŧ   øþ´ªæßðđŋħ\u0309ĸł ~º\u030c«»©„“”µ•·\u0323",
    " ¡½¾¼ ¨ ™± ¿\u0328    Ŧ¥ ıØÞ`\u0304Æ Ð ŊĦ\u031b Ł\u030b^ \u0306   ‚‘’ ×÷\u0307",
  ],
  "ca": [
    "French (Canada)",
    "#1234567890-=qwertyuiop\u0302\u0327asdfghjkl;\u0300<«zxcvbnm,.é",
    "|!\"/$%?&*()_+QWERTYUIOP \u0308ASDFGHJKL: >»ZXCVBNM' É",
    "\\±@£¢¤¬¦²³¼½¾        §¶[]         ~{}°      µ¯\u00ad\u0301  \u00a0",
    "",
  ],
  "ch": [
    "German (Switzerland)",
    "§1234567890'\u0302qwertzuiopü\u0308asdfghjklöä$<yxcvbnm,.-",
    "°+\"*ç%&/()=?\u0300QWERTZUIOPè!ASDFGHJKLéà£>YXCVBNM;:_",
    " |@#¼½¬ ¢]}\u0301\u0303 ſ€¶ŧ   œþ[ æßðđŋħ\u0309ĸł { \\«» „“”µ•·\u0323",
    " ¡      ™± ¿\u0328   ®Ŧ¥ ıŒÞ\u030a\u0304Æ ÐªŊĦ\u031b Ł\u030b\u030c\u0306¦  ©‚‘’º×÷\u0307",
  ],
  "ch(fr)": [
    "French (Switzerland)",
    "§1234567890'\u0302qwertzuiopè\u0308asdfghjkléà$<yxcvbnm,.-",
    "°+\"*ç%&/()=?\u0300QWERTZUIOPü!ASDFGHJKLöä£>YXCVBNM;:_",
    " |@#¼½¬ ¢]}\u0301\u0303 ſ€¶ŧ   œþ[ æßðđŋħ\u0309ĸł { \\«» „“”µ•·\u0323",
    " ¡      ™± ¿\u0328   ®Ŧ¥ ıŒÞ\u030a\u0304Æ ÐªŊĦ\u031b Ł\u030b\u030c\u0306¦  ©‚‘’º×÷\u0307",
  ],
  "cz": [
    "Czech",
    ";+ěščřžýáíé=\u0301qwertzuiopú)asdfghjklů§\u0308\\yxcvbnm,.-",
    "\u030a1234567890%\u030cQWERTZUIOP/(ASDFGHJKL\"!'|YXCVBNM?:_",
    "  @#$ ^&*{} \u0304  €¶ŧ   øþ[]~đĐ  ` łŁ    °      <>",
    " \u0303 \u0302\u0306 \u0328\u0300\u0307 \u030b \u0327   ®Ŧ¥ ıØÞ÷×Æ ÐªŊĦ\u031b   ß ¦  ©‚‘’º",
  ],
  "de": [
    "German",
    "\u03021234567890ß\u0301qwertzuiopü+asdfghjklöä#<yxcvbnm,.-",
    "°!\"§$%&/()=?\u0300QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_",
    " ¹²³¼½¬{[]}\\\u0327@ſ€¶ŧ   øþ\u0308~æ ðđŋħ\u0323ĸł\u030b ’|»«¢„“”µ·…–",
    " ¡ £¤   ™± ¿\u0328   ®Ŧ¥ ıØÞ\u030a¯Æ ÐªŊĦ\u0307 Ł \u030c\u0306   ©‚‘ º×÷—",
  ],
  "de(nodeadkeys)": [
    "German (no dead keys)",
    "^1234567890ß´qwertzuiopü+asdfghjklöä#<yxcvbnm,.-",
    "°!\"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_",
    " ¹²³¼½¬{[]}\\¸@ſ€¶ŧ   øþ¨~æ ðđŋħ\u0323ĸł  ’|»«¢„“”µ·…–",
    " ¡ £¤   ™± ¿    ®Ŧ¥ ıØÞ ¯Æ ÐªŊĦ\u0307 Ł      ©‚‘ º×÷—",
  ],
  "dk": [
    "Danish",
    "½1234567890+\u0301qwertyuiopå\u0308asdfghjklæø'<zxcvbnm,.-",
    "§!\"#¤%&/()=?\u0300QWERTYUIOPÅ\u0302ASDFGHJKLÆØ*>ZXCVBNM;:_",
    "¾¡@£$ ¥{[]}±| ſ€®þ   œ  \u0303ªßðđŋħ\u0309ĸł  \u030b\\«»©„“”µ\u0327·\u0323",
    "¶¹²³¼¢ ÷  °¿¦    Þ  ıŒ \u030a\u030cº Ð ŊĦ\u031b Ł  ×¬   ‚‘’ \u0328\u0307",
  ],
  "es": [
    "Spanish",
    "º1234567890'¡qwertyuiop\u0300+asdfghjklñ\u0301ç<zxcvbnm,.-",
    "ª!\"·$%&/()=?¿QWERTYUIOP\u0302*ASDFGHJKLÑ\u0308Ç>ZXCVBNM;:_",
    " |@#~½¬{[]}\\\u0327 ſ€¶ŧ   øþ  æßðđŋħ\u0309ĸł\u0303   «»¢„“”µ• \u0323",
    "   £    ™±° \u0328 § ®Ŧ¥ ıØÞ\u030a\u0304Æ Ð ŊĦ\u031b Ł\u030b\u030c\u0306¦  ©‚‘’ ×÷\u0307",
  ],
  "fi": [
    "Finnish",
    "§1234567890+\u0301qwertyuiopå\u0308asdfghjklöä'<zxcvbnm,.-",
    "½!\"#¤%&/()=?\u0300QWERTYUIOPÅ\u0302ASDFGHJKLÖÄ*>ZXCVBNM;:_",
    "  @£$ ‚{[]}\\\u0327  € þ  ıœ\u031b\u030b\u0303 ßð    ĸ\u0335øæ\u030c ʒ×   ŋµ’\u0323–",
    " ¡”»«“„   °¿\u0328    Þ  |Œ\u0309\u030a\u0304Ə Ð     \u0368ØÆ\u0306¦Ʒ·   Ŋ—‘\u0307\u0326",
  ],
  "fr": [
    "French",
    "²&é\"'(-è_çà)=azertyuiop\u0302$qsdfghjklmù*<wxcvbn,;:!",
    "~1234567890°+AZERTYUIOP\u0308£QSDFGHJKLM%µ>WXCVBN?./§",
    "¬¹ #{[|`\\^@]}æ«€¶ŧ   øþ ¤ ßðđŋħ\u0309ĸł  \u0300  »¢„“”\u0301•·\u0323",
    " ¡      ™± ¿\u0328Æ  ®Ŧ¥ ıØÞ\u030a\u0304  ÐªŊĦ\u031b Łº\u030c\u0306¦  ©‚‘’\u030b×÷\u0307",
  ],
  "hu": [
    "Hungarian",
    "0123456789öüóqwertzuiopőúasdfghjkléáűíyxcvbnm,.-",
    "§'\"+!%/=()ÖÜÓQWERTZUIOPŐÚASDFGHJKLÉÁŰÍYXCVBNM?:_",
    "¬~\u030c^\u0306\u030a\u0328`\u0307\u0301\u030b\u0308\u0327\\|Ä¶ŧ–€ „”÷×äđĐ[]ħ łŁ$ß¤ >#&@{}<; *",
    " \u0303 \u0302 ° \u0300 ´ ¨¸   ®Ŧ¥  ØÞ \u0304  ÐªŊĦ   ¢     ©‚‘’º",
  ],
  "it": [
    "Italian",
    "\\1234567890'ìqwertyuiopè+asdfghjklòàù<zxcvbnm,.-",
    "|!\"£$%&/()=?^QWERTYUIOPé*ASDFGHJKLç°§>ZXCVBNM;:_",
    " ¹²³¼½¬{[]}`~@ſ€¶ŧ   øþ  æßðđŋħ\u0309ĸł #\u0300 «»¢“”ñµ\u0301·\u0304",
    "¦¡\u030b\u0303    ™±\u0328¿\u0302   ®Ŧ¥ ıØÞ  Æ ÐªŊĦ\u031b Ł\u0327\u030a\u0306   ©‘’Ñº×\u0308÷",
  ],
  "jp": [
    "Japanese",
    " 1234567890-^qwertyuiop@[asdfghjkl;:] zxcvbnm,./\\",
    " !\"#$%&'()~= QWERTYUIOP`{ASDFGHJKL+*} ZXCVBNM<>?_|",
    "",
    "",
  ],
  "latam": [
    "Spanish (Latin America)",
    "|1234567890'¿qwertyuiop\u0301+asdfghjklñ{}<zxcvbnm,.-",
    "°!\"#$%&/()=?¡QWERTYUIOP\u0308*ASDFGHJKLÑ[]>ZXCVBNM;:_",
    "  @·~½¬    \\\u0327 ſ€¶ŧ   øþ  æßðđŋħ\u0309ĸł \u0302\u0300 «»¢„“”µ• \u0323",
    "   £    ™±  \u0328 § ®Ŧ¥ ıØÞ\u030a\u0304Æ ÐªŊĦ\u031b Ł\u030b     ©‚‘’º×÷\u0307",
  ],
  "no": [
    "Norwegian",
    "|1234567890+\\qwertyuiopå\u0308asdfghjkløæ'<zxcvbnm,.-",
    "§!\"#¤%&/()=?\u0300QWERTYUIOPÅ\u0302ASDFGHJKLØÆ*>ZXCVBNM;:_",
    "¦¡@£$½¥{[]}±\u0301 ſ€®þ   œ  \u0303ªßðđŋħ\u0309ĸł  \u030b «»©„“”µ\u0327…–  \u00a0",
    "¶¹²³¼  ÷  °¿¬  ¢™Þ  ıŒ \u030a\u030cº Ð ŊĦ\u031b Ł  ×¾   ‚‘’ \u0328·—",
  ],
  "pl": [
    "Polish",
    "`1234567890-=qwertyuiop[]asdfghjkl;'\\ zxcvbnm,./",
    "~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"| ZXCVBNM<>?",
    "¬ ²³¢€½§·«»–\u0327 œę©ß   óþ\u0308\u0303ąśðæŋ’ …ł\u0301\u0302\u0300 żźć„”ńµ  \u0323  \u00a0",
    " ¡¿£¼   ¾±°—\u0328 ŒĘ®™¥  ÓÞ\u030a\u0304ĄŚÐÆŊ•Ə\u0335Ł\u030b\u030c\u0306¦ŻŹĆ‘“Ń ×÷\u0307",
  ],
  "pt": [
    "Portuguese",
    "\\1234567890'«qwertyuiop+\u0301asdfghjklçº\u0303<zxcvbnm,.-",
    "|!\"#$%&/()=?»QWERTYUIOP*\u0300ASDFGHJKLÇª\u0302>ZXCVBNM;:_",
    " ¹@£§½¬{[]} \u0327 ſ€¶ŧ   øþ\u0308 æßðđŋħ\u0309ĸł      ¢„“”µ•·\u0323",
    " ¡      ™±°¿\u0328   ®Ŧ¥ ıØÞ\u030a\u0304Æ Ð ŊĦ\u031b Ł\u030b\u030c\u0306   ©‚‘’ ×÷\u0307",
  ],
  "se": [
    "Swedish",
    "§1234567890+\u0301qwertyuiopå\u0308asdfghjklöä'<zxcvbnm,.-",
    "½!\"#¤%&/()=?\u0300QWERTYUIOPÅ\u0302ASDFGHJKLÖÄ*>ZXCVBNM;:_",
    "¶¡@£$€¥{[]}\\± ſ ®þ   œ  \u0303ªßðđŋħ\u0309ĸłøæ´|«»©„“”µ\u0327·\u0323",
    "¾¹²³¼¢ ÷  °¿¬    Þ  ıŒ \u030a\u030cº Ð ŊĦ\u031b ŁØÆ×¦   ‚‘’ \u0328\u0307   \u00a0",
  ],
  "tr": [
    "Turkish",
    "\"1234567890*-qwertyuıopğüasdfghjklşi,<zxcvbnmöç.",
    "é!'^+%&/()=?_QWERTYUIOPĞÜASDFGHJKLŞİ;>ZXCVBNMÖÇ:",
    "  £#$½¾{[]}\\|@ €¶  ûîô \u0308~âß ª  \u0309  ´ ` «»¢„“”µ×·\u0307",
    " ¡²³¼    ±°¿    ® ¥ÛÎÔ \u030a\u0304Â     \u031b  \u0301\u030c\u0300¦  ©‚‘’º ÷",
  ],
};
