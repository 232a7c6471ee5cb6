from tools.braces import Function, js_functions, rust_functions

RUST = r"""
//! fn not_this() {}
use std::fmt;

/// Words with "quotes" and a brace {.
pub fn plain(width: usize, rows: &[u8]) -> [u8; 4] {
    let brace = '{'; let quote = '\''; let string = "}} \" fn no() {";
    let raw = r#"a "quoted" }"#;
    /* } */
    [0; 4]
}

trait Shape {
    fn area(&self) -> u32;
    fn doubled(&self) -> u32 { 2 * self.area() }
}

impl<'a> Reader<'a> {
    fn each<F: Fn(u8) -> u32, const N: usize>(&mut self, f: F, (a, b): (u8, u8)) -> Option<[u8; N]>
    where
        F: Send,
    {
        fn inner() {
            todo();
        }
        None
    }
}
"""

JS = r"""
// function no() {
export function plain(width, { left, top }, rows = [1, 2]) {
    const brace = "{ \" }", other = '}', shape = `} ${width}`;
    if (width > 2) {
        return /[{}/]{2}/.test(brace);
    }
    return rows.map((row) => { return row; });
}

class Surface {
    #pixels = null;
    static async open(url) {
        await load(url);
    }
    get size() { return 1; }
    #grow() {
        for (const row of this.rows) {
            row.grow();
        }
    }
}
const twice = (x) => 2 * x;
const thrice = async (x, y) => {
    return 3 * x;
};
const once = x => {
    return x;
};
"""


def test_rust_functions_are_found_with_their_sizes() -> None:
    assert list(rust_functions(RUST)) == [
        Function("plain", 6, 4, 2),
        Function("doubled", 15, 1, 0),
        Function("each", 19, 4, 2),
        Function("inner", 23, 1, 0),
    ]


def test_js_functions_are_found_with_their_sizes() -> None:
    assert sorted(js_functions(JS), key=lambda function: function.line) == [
        Function("plain", 3, 5, 3),
        Function("(anonymous)", 8, 1, 1),
        Function("open", 13, 1, 1),
        Function("size", 16, 1, 0),
        Function("#grow", 17, 3, 0),
        Function("thrice", 24, 1, 2),
        Function("once", 27, 1, 1),
    ]


def test_an_unfinished_file_is_scanned_to_its_end() -> None:
    assert [f.name for f in rust_functions("fn open(a: u8) {\n let x = 1;\n")] == ["open"]
    assert [f.name for f in rust_functions("fn open(a: u8")] == []
    assert [f.name for f in js_functions("function open(a) {\n if (a) {\n")] == ["open"]
