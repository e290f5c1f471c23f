//! Painting an SVG of ours.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use crate::font;

/// What can go wrong when a chart is painted. None of it comes from data.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    /// The SVG was not understood.
    #[error("the drawing is no SVG that can be painted")]
    Svg(#[from] resvg::usvg::Error),
    /// There was no room for its pixels.
    #[error("the drawing has no size")]
    Size,
    /// The pixels could not be packed.
    #[error("the pixels could not be packed as PNG: {0}")]
    Png(String),
}

pub(crate) fn paint(svg: &str) -> Result<Vec<u8>, DrawError> {
    let tree = Tree::from_str(svg, &options())?;
    let size = tree.size().to_int_size();
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or(DrawError::Size)?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| DrawError::Png(error.to_string()))
}

/// Takes our font and no other; an image is never looked up, whatever a drawing held.
fn options() -> Options<'static> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = Database::new();
        for file in font::files() {
            fonts.load_font_source(Source::Binary(Arc::new(file)));
        }
        Arc::new(fonts)
    });
    Options {
        font_family: font::FAMILY.to_owned(),
        fontdb: Arc::clone(fonts),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}
