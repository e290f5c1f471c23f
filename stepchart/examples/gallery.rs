//! Draws sample charts to look at: `cargo run -p stepchart --example gallery -- FOLDER`.
//!
//! Each is written as SVG and PNG, and as `…-phone-dark.png` and `…-phone-light.png`: 380 pixels wide on the grounds of
//! Discord's two themes.

#![allow(clippy::unwrap_used, reason = "the samples are known to be right")]

#[path = "../tests/samples/mod.rs"]
mod samples;

use std::path::Path;

use resvg::tiny_skia::{Color, FilterQuality, Pixmap, PixmapPaint, Transform};

/// How wide a phone shows a picture, and the room around it.
const PHONE: f32 = 380.0;
const AROUND: f32 = 16.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("give the folder to draw into")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    for (name, chart) in samples::all() {
        let picture = chart.png()?;
        std::fs::write(folder.join(format!("{name}.svg")), chart.svg())?;
        std::fs::write(folder.join(format!("{name}.png")), &picture)?;
        for (theme, ground) in [("dark", Color::from_rgba8(49, 51, 56, 255)), ("light", Color::WHITE)] {
            let shown = on_a_phone(&Pixmap::decode_png(&picture)?, ground).ok_or("the picture has no size")?;
            std::fs::write(folder.join(format!("{name}-phone-{theme}.png")), shown.encode_png()?)?;
        }
        println!("{name}: {} bytes", picture.len());
    }
    Ok(())
}

/// Shows a picture as small as a phone does, with the theme's ground around it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "sizes of pictures, in pixels"
)]
fn on_a_phone(picture: &Pixmap, ground: Color) -> Option<Pixmap> {
    let scale = PHONE / picture.width() as f32;
    let (w, h) = (PHONE + 2.0 * AROUND, (picture.height() as f32).mul_add(scale, 2.0 * AROUND));
    let mut shown = Pixmap::new(w as u32, h as u32)?;
    shown.fill(ground);
    let paint = PixmapPaint { quality: FilterQuality::Bicubic, ..PixmapPaint::default() };
    let place = Transform::from_scale(scale, scale).post_translate(AROUND, AROUND);
    shown.draw_pixmap(0, 0, picture.as_ref(), &paint, place, None);
    Some(shown)
}
