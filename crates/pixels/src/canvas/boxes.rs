//! Boxes of one pixel value or of an image, many at a time: what windows, letters and polygons are
//! often made of.

use super::plane::{Area, PlaneMut, Word};
use super::raster::Placed;
use crate::Rect;

/// Fill boxes, the first one first. Returns a few rectangles, `most` at most, that hold all that
/// changed.
pub fn fill_boxes<P: Word>(
    target: &mut PlaneMut<P>,
    boxes: impl Iterator<Item = (Area, P)>,
    most: usize,
) -> Vec<Rect> {
    let mut touched = Touched { rects: Vec::new(), most };
    for (area, pixel) in boxes {
        let Some(inside) = inside(target, area) else {
            continue;
        };
        for y in inside.top..inside.bottom {
            target.run(y, inside.left, inside.right).fill(pixel);
        }
        touched.add(inside);
    }
    touched.rects
}

/// Put images into boxes, the first one first; where there is no image, nothing changes. Returns a
/// few rectangles, `most` at most, that hold all that changed.
pub fn copy_boxes<'a, P: Word + 'a>(
    target: &mut PlaneMut<P>,
    boxes: impl Iterator<Item = (Area, Placed<'a, P>)>,
    most: usize,
) -> Vec<Rect> {
    let mut touched = Touched { rects: Vec::new(), most };
    for (area, image) in boxes {
        let Some(inside) = inside(target, area.intersection(image.area())) else {
            continue;
        };
        for y in inside.top..inside.bottom {
            let source = image.run(y, inside.left, inside.right);
            target.run(y, inside.left, inside.right).copy_from_slice(source);
        }
        touched.add(inside);
    }
    touched.rects
}

/// The part of an area that lies in a plane, if there is one.
fn inside<P: Word>(plane: &PlaneMut<P>, area: Area) -> Option<Rect> {
    let (right, bottom) = (plane.width() as i64, plane.height() as i64);
    let inside = area.intersection(Area { left: 0, top: 0, right, bottom });
    let Area { left, top, right, bottom } = inside;
    let rect = || Rect {
        left: left as usize,
        top: top as usize,
        right: right as usize,
        bottom: bottom as usize,
    };
    (!inside.is_empty()).then(rect)
}

/// What was drawn on, as few rectangles.
struct Touched {
    rects: Vec<Rect>,
    most: usize,
}

impl Touched {
    fn add(&mut self, rect: Rect) {
        if let Some(last) = self.rects.last_mut()
            && belongs(*last, rect)
        {
            *last = last.bounds(rect);
            return;
        }
        self.rects.push(rect);
        if self.rects.len() > self.most {
            let whole = self.rects.iter().copied().reduce(Rect::bounds);
            self.rects = whole.into_iter().collect();
        }
    }
}

/// Whether the bounds of two rectangles are mostly what the two hold, as those of the rows of a
/// polygon are.
fn belongs(one: Rect, other: Rect) -> bool {
    pixels(one.bounds(other)) <= 2 * (pixels(one) + pixels(other))
}

fn pixels(rect: Rect) -> usize {
    (rect.right - rect.left) * (rect.bottom - rect.top)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::Plane;

    fn area(left: i64, top: i64, right: i64, bottom: i64) -> Area {
        Area { left, top, right, bottom }
    }

    fn filled(boxes: &[(Area, u8)], most: usize) -> (Vec<u8>, Vec<Rect>) {
        let mut pixels = vec![0; 8 * 4];
        let mut plane = PlaneMut::new(&mut pixels, 8, 4);
        let touched = fill_boxes(&mut plane, boxes.iter().copied(), most);
        (pixels, touched)
    }

    #[test]
    fn later_boxes_lie_above_earlier_ones() {
        let (pixels, touched) = filled(&[(area(0, 0, 3, 2), 1), (area(2, 1, 9, 9), 2)], 9);
        assert_eq!(pixels[..8], [1, 1, 1, 0, 0, 0, 0, 0]);
        assert_eq!(pixels[8..16], [1, 1, 2, 2, 2, 2, 2, 2]);
        assert_eq!(pixels[24..], [0, 0, 2, 2, 2, 2, 2, 2]);
        assert_eq!(touched, [Rect { left: 0, top: 0, right: 8, bottom: 4 }]);
    }

    #[test]
    fn images_cover_what_they_reach() {
        let image: Vec<u8> = (1..=6).collect();
        let mut pixels = vec![0; 8 * 4];
        let mut plane = PlaneMut::new(&mut pixels, 8, 4);
        let placed = |left, top| Placed { plane: Plane::new(&image, 3, 2), left, top };
        let boxes = [
            (area(0, 0, 9, 9), placed(-1, -1)),
            (area(5, 1, 7, 2), placed(4, 1)),
            (area(0, 0, 1, 1), placed(1, 0)),
            (area(-9, -9, 99, 99), placed(i64::MAX, 0)),
        ];
        let touched = copy_boxes(&mut plane, boxes.into_iter(), 9);
        assert_eq!(pixels[..8], [5, 6, 0, 0, 0, 0, 0, 0]);
        assert_eq!(pixels[8..16], [0, 0, 0, 0, 0, 2, 3, 0]);
        assert_eq!(pixels[16..], [0; 16]);
        let corners = touched.iter().map(|rect| (rect.left, rect.top, rect.right, rect.bottom));
        assert_eq!(corners.collect::<Vec<_>>(), [(0, 0, 2, 1), (5, 1, 7, 2)]);
    }

    #[test]
    fn what_lies_outside_is_nothing() {
        let edge = i64::from(i32::MAX);
        let boxes = [area(-5, -5, 0, 4), area(8, 0, edge, 4), area(3, 2, 3, 4), area(5, 3, 2, 1)];
        let (pixels, touched) = filled(&boxes.map(|each| (each, 7)), 9);
        assert_eq!(pixels, [0; 32]);
        assert_eq!(touched, []);
    }

    #[test]
    fn boxes_far_apart_are_told_apart_as_long_as_they_are_few() {
        let corners = [area(0, 0, 1, 1), area(7, 3, 8, 4), area(0, 3, 1, 4)].map(|a| (a, 1));
        assert_eq!(filled(&corners, 3).1.len(), 3);
        assert_eq!(filled(&corners, 2).1, [Rect { left: 0, top: 0, right: 8, bottom: 4 }]);
    }
}
