//! How two premultiplied pixels become one (wire.md 19.10).
//!
//! Channels are blue, green, red, alpha. `s` is the source, `sa` its alpha for each channel, both
//! after the mask; `d` is the destination and `da` its alpha.

use super::colour::mul;

/// Index of alpha among the channels.
const ALPHA: usize = 3;
/// The colours among the channels.
const COLOURS: std::ops::Range<usize> = 0..3;

type Channels = [u32; 4];

/// How much of a side goes into the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// Nothing.
    Zero,
    /// All.
    One,
    /// As much as the other side has alpha.
    Alpha,
    /// As much as the other side lacks alpha.
    Without,
}

/// A blend mode whose formula is in integers, but MULTIPLY.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// SCREEN.
    Screen,
    /// OVERLAY.
    Overlay,
    /// DARKEN.
    Darken,
    /// LIGHTEN.
    Lighten,
    /// HARD_LIGHT.
    HardLight,
    /// DIFFERENCE.
    Difference,
    /// EXCLUSION.
    Exclusion,
}

/// A blend mode of single channels whose formula is in floats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soft {
    /// COLOR_DODGE.
    Dodge,
    /// COLOR_BURN.
    Burn,
    /// SOFT_LIGHT.
    Light,
}

/// A blend mode that takes hue, saturation and luminosity from different sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hsl {
    /// HSL_HUE.
    Hue,
    /// HSL_SATURATION.
    Saturation,
    /// HSL_COLOR.
    Color,
    /// HSL_LUMINOSITY.
    Luminosity,
}

/// An operator of DRAW_COMPOSITE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Parts of source and destination, added.
    Parts(Factor, Factor),
    /// SATURATE.
    Saturate,
    /// MULTIPLY.
    Multiply,
    /// A mode in integers.
    Mode(Mode),
    /// A mode in floats.
    Soft(Soft),
    /// A mode of all colours together.
    Hsl(Hsl),
}

/// The operators 0 to 12, as parts of source and destination.
const PARTS: [(Factor, Factor); 13] = {
    use Factor::{Alpha, One, Without, Zero};
    [
        (Zero, Zero),
        (One, Zero),
        (Zero, One),
        (One, Without),
        (Without, One),
        (Alpha, Zero),
        (Zero, Alpha),
        (Without, Zero),
        (Zero, Without),
        (Alpha, Without),
        (Without, Alpha),
        (Without, Without),
        (One, One),
    ]
};
/// The operators from 0x30 on.
const MODES: [Operator; 15] = [
    Operator::Multiply,
    Operator::Mode(Mode::Screen),
    Operator::Mode(Mode::Overlay),
    Operator::Mode(Mode::Darken),
    Operator::Mode(Mode::Lighten),
    Operator::Soft(Soft::Dodge),
    Operator::Soft(Soft::Burn),
    Operator::Mode(Mode::HardLight),
    Operator::Soft(Soft::Light),
    Operator::Mode(Mode::Difference),
    Operator::Mode(Mode::Exclusion),
    Operator::Hsl(Hsl::Hue),
    Operator::Hsl(Hsl::Saturation),
    Operator::Hsl(Hsl::Color),
    Operator::Hsl(Hsl::Luminosity),
];

impl TryFrom<u8> for Operator {
    type Error = u8;

    fn try_from(number: u8) -> Result<Self, u8> {
        match number {
            0..13 => {
                let (source, destination) = PARTS[usize::from(number)];
                Ok(Self::Parts(source, destination))
            }
            13 => Ok(Self::Saturate),
            0x30..=0x3e => Ok(MODES[usize::from(number - 0x30)]),
            _ => Err(number),
        }
    }
}

impl Operator {
    /// OVER, by far the most frequent.
    pub(super) const OVER: Self = Self::Parts(Factor::One, Factor::Without);

    /// The result for a source, within a mask if there is one, on what is there.
    #[inline]
    pub fn apply(self, s: Channels, mask: Option<Channels>, d: Channels) -> Channels {
        match self {
            Self::Saturate | Self::Soft(_) | Self::Hsl(_) => self.apply_floats(s, mask, d),
            _ => self.apply_integers(s, mask, d),
        }
    }

    #[inline]
    fn apply_integers(self, s: Channels, mask: Option<Channels>, d: Channels) -> Channels {
        let (s, sa) = match mask {
            None => (s, [s[ALPHA]; 4]),
            Some(m) => (each(|q| mul(s[q], m[q])), each(|q| mul(s[ALPHA], m[q]))),
        };
        let da = d[ALPHA];
        match self {
            Self::Parts(source, destination) => {
                each(|q| (part(s[q], source, da) + part(d[q], destination, sa[q])).min(255))
            }
            Self::Multiply => each(|q| {
                let outside = mul(s[q], 255 - da) + mul(d[q], 255 - sa[q]);
                (outside.min(255) + mul(s[q], d[q])).min(255)
            }),
            Self::Mode(mode) => each(|q| mode.apply(q, s[q], sa[q], [d[q], da])),
            Self::Saturate | Self::Soft(_) | Self::Hsl(_) => d,
        }
    }

    /// Nothing is rounded to bytes here before the end, not even after the mask.
    fn apply_floats(self, s: Channels, mask: Option<Channels>, d: Channels) -> Channels {
        let (s, d) = (s.map(unit), d.map(unit));
        let m = mask.map_or([1.0; 4], |mask| mask.map(unit));
        let sa: [f32; 4] = each(|q| s[ALPHA] * m[q]);
        let s = each(|q| s[q] * m[q]);
        let da = d[ALPHA];
        let result: [f32; 4] = match self {
            Self::Saturate => each(|q| saturate(s[q], sa[q], d[q], da)),
            Self::Soft(mode) => each(|q| mode.apply(q, s[q], sa[q], [d[q], da])),
            Self::Hsl(mode) => mode.apply(s, d),
            _ => d,
        };
        result.map(from_unit)
    }
}

/// One value for each channel.
#[inline(always)]
fn each<T>(value: impl FnMut(usize) -> T) -> [T; 4] {
    std::array::from_fn(value)
}

#[inline(always)]
fn part(value: u32, factor: Factor, other: u32) -> u32 {
    match factor {
        Factor::Zero => 0,
        Factor::One => value,
        Factor::Alpha => mul(value, other),
        Factor::Without => mul(value, 255 - other),
    }
}

fn unit(channel: u32) -> f32 {
    channel as f32 * (1.0 / 255.0)
}

fn from_unit(value: f32) -> u32 {
    ((value * 256.0).floor() as i32).clamp(0, 255) as u32
}

fn saturate(s: f32, sa: f32, d: f32, da: f32) -> f32 {
    let room = if sa == 0.0 { 1.0 } else { ((1.0 - da) / sa).clamp(0.0, 1.0) };
    (s * room + d).min(1.0)
}

impl Mode {
    fn apply(self, channel: usize, s: u32, sa: u32, [d, da]: [u32; 2]) -> u32 {
        let [s, sa, d, da] = [s, sa, d, da].map(|value| value as i32);
        let both = sa * da;
        if channel == ALPHA {
            return rounded(255 * (sa + da) - both);
        }
        let lit = || both - 2 * (da - d) * (sa - s);
        let blended = match self {
            Self::Screen => s * da + d * sa - s * d,
            Self::Overlay if 2 * d < da => 2 * s * d,
            Self::HardLight if 2 * s < sa => 2 * s * d,
            Self::Overlay | Self::HardLight => lit(),
            Self::Darken => (s * da).min(d * sa),
            Self::Lighten => (s * da).max(d * sa),
            Self::Difference => (s * da - d * sa).abs(),
            Self::Exclusion => s * da + d * sa - 2 * s * d,
        };
        rounded((255 - sa) * d + (255 - da) * s + blended)
    }
}

/// x / 255, rounded.
fn rounded(x: i32) -> u32 {
    let x = x.clamp(0, 65025) as u32 + 128;
    (x + (x >> 8)) >> 8
}

impl Soft {
    fn apply(self, channel: usize, s: f32, sa: f32, [d, da]: [f32; 2]) -> f32 {
        if channel == ALPHA {
            return sa + da - sa * da;
        }
        let blended = match self {
            Self::Dodge => dodge(s, sa, d, da),
            Self::Burn => burn(s, sa, d, da),
            Self::Light => soft_light(s, sa, d, da),
        };
        (1.0 - sa) * d + (1.0 - da) * s + blended
    }
}

fn dodge(s: f32, sa: f32, d: f32, da: f32) -> f32 {
    if d == 0.0 {
        0.0
    } else if d * sa >= sa * da - s * da || sa == s {
        sa * da
    } else {
        sa * sa * d / (sa - s)
    }
}

fn burn(s: f32, sa: f32, d: f32, da: f32) -> f32 {
    if d >= da {
        sa * da
    } else if sa * (da - d) >= s * da || s == 0.0 {
        0.0
    } else {
        sa * (da - sa * (da - d) / s)
    }
}

fn soft_light(s: f32, sa: f32, d: f32, da: f32) -> f32 {
    if da == 0.0 {
        if 2.0 * s <= sa { d * sa } else { 0.0 }
    } else if 2.0 * s <= sa {
        d * sa - d * (da - d) * (sa - 2.0 * s) / da
    } else if 4.0 * d <= da {
        d * sa + (2.0 * s - sa) * d * ((16.0 * d / da - 12.0) * d / da + 3.0)
    } else {
        d * sa + ((d * da).sqrt() - d) * (2.0 * s - sa)
    }
}

type Colour = [f32; 3];

impl Hsl {
    fn apply(self, s: [f32; 4], d: [f32; 4]) -> [f32; 4] {
        let ([blue, green, red, sa], [under_blue, under_green, under_red, da]) = (s, d);
        let (source, under) = ([blue, green, red], [under_blue, under_green, under_red]);
        let times = |colour: Colour, alpha: f32| colour.map(|channel| channel * alpha);
        let lum_under = luminosity(under) * sa;
        let lit = |colour, luminosity| with_luminosity(colour, sa * da, luminosity);
        let blended = match self {
            Self::Hue => lit(with_saturation(times(source, da), saturation(under) * sa), lum_under),
            Self::Saturation => {
                lit(with_saturation(times(under, sa), saturation(source) * da), lum_under)
            }
            Self::Color => lit(times(source, da), lum_under),
            Self::Luminosity => lit(times(under, sa), luminosity(source) * da),
        };
        let mut result = [0.0, 0.0, 0.0, sa + da - sa * da];
        for q in COLOURS {
            result[q] = (1.0 - sa) * under[q] + (1.0 - da) * source[q] + blended[q];
        }
        result
    }
}

fn luminosity([blue, green, red]: Colour) -> f32 {
    0.3 * red + 0.59 * green + 0.11 * blue
}

fn least(colour: Colour) -> f32 {
    colour[0].min(colour[1]).min(colour[2])
}

fn most(colour: Colour) -> f32 {
    colour[0].max(colour[1]).max(colour[2])
}

fn saturation(colour: Colour) -> f32 {
    most(colour) - least(colour)
}

fn with_saturation(colour: Colour, saturation: f32) -> Colour {
    let (low, high) = (least(colour), most(colour));
    if high > low {
        colour.map(|channel| (channel - low) * saturation / (high - low))
    } else {
        [0.0; 3]
    }
}

/// The colour with another luminosity, kept within 0 and `alpha`.
fn with_luminosity(colour: Colour, alpha: f32, wanted: f32) -> Colour {
    let shift = wanted - luminosity(colour);
    let mut colour = colour.map(|channel| channel + shift);
    let level = luminosity(colour);
    let (low, high) = (least(colour), most(colour));
    if low < 0.0 {
        let spread = level - low;
        colour =
            colour.map(|c| if spread == 0.0 { 0.0 } else { level + (c - level) * level / spread });
    }
    if high > alpha {
        let spread = high - level;
        colour = colour.map(|c| {
            if spread == 0.0 { alpha } else { level + (c - level) * (alpha - level) / spread }
        });
    }
    colour
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_numbers_are_refused() {
        let known = (0..=255u8).filter(|number| Operator::try_from(*number).is_ok()).count();
        assert_eq!(known, 14 + 15);
    }

    #[test]
    fn no_operator_overflows() {
        let ends = [0, 1, 127, 255];
        for number in (0..14).chain(0x30..0x3f) {
            let operator = Operator::try_from(number).unwrap();
            for index in 0..256usize {
                let [s, sa, d, da] = [0, 2, 4, 6].map(|shift| ends[index >> shift & 3]);
                let result = operator.apply([s, s, s, sa], Some([255; 4]), [d, d, d, da]);
                assert!(result.iter().all(|channel| *channel <= 255), "{operator:?}");
            }
        }
    }

    #[test]
    fn over_nothing_is_the_source() {
        let over = Operator::try_from(3).unwrap();
        assert_eq!(over.apply([1, 2, 3, 4], None, [0; 4]), [1, 2, 3, 4]);
    }
}
