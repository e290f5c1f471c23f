//! Bodies that are packed: unpacked as they come, and no further than there is room.

use std::io::Write as _;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use pageguard::{FetchError, Fetched, Limits, Misbehaviour};

use crate::site::{Site, fetch, guard, roomy};

const BROKEN: Result<Fetched, FetchError> = Err(FetchError::Misbehaved(Misbehaviour::Encoding));

/// "hello, page".
const BROTLI: &[u8] = b"\x0b\x05\x80hello, page\x03";

/// 64 MiB of zeros.
const BROTLI_BOMB: &[u8] =
    b"\xcf\xff\xff\x7f\x00\x24\x00\xe2\xb1\x40\x72\xef\xff\xf9\xff\xff\x0f\x80\x04\x40\x1c\x16\x80\xee\xfd\x3f\xff\xff\
    \xff\x01\x90\x00\x88\xc3\x02\xd0\xbd\xff\xe7\xff\xff\x3f\x00\x12\x00\x71\x58\x00\xba\xf7\xff\x03";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

async fn unpacked(coding: &str, body: &[u8], limits: Limits) -> Result<Fetched, FetchError> {
    let mut said =
        format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {}\r\n\r\n", body.len()).into_bytes();
    said.extend_from_slice(body);
    let site = Site::saying(said).await;
    let begun = Instant::now();
    let fetched = fetch(&guard(&[&site], limits), &site.url("/")).await;
    assert!(begun.elapsed() < Duration::from_secs(15), "it took {:?}", begun.elapsed());
    fetched
}

#[tokio::test]
async fn every_way_of_packing_that_is_asked_for_is_unpacked() {
    let page = b"hello, page".as_slice();
    let packed = [
        ("gzip", gzip(page)),
        ("x-gzip", gzip(page)),
        ("GZIP", gzip(page)),
        ("deflate", zlib(page)),
        ("deflate", deflate(page)),
        ("br", BROTLI.to_vec()),
        ("identity", page.to_vec()),
        ("", page.to_vec()),
        ("identity, gzip", gzip(page)),
        ("gzip", [gzip(b"hello, "), gzip(b"page")].concat()),
    ];
    for (coding, body) in packed {
        let fetched = unpacked(coding, &body, roomy()).await.unwrap();
        assert_eq!((fetched.body.as_slice(), fetched.truncated), (page, false), "{coding}");
    }
    for coding in ["gzip", "deflate", "br"] {
        assert_eq!(unpacked(coding, b"", roomy()).await.unwrap().body, b"", "{coding}");
    }
}

#[tokio::test]
async fn a_bomb_is_cut_where_the_room_ends() {
    let zeros = vec![0; 8 << 20];
    let limits = Limits { body: 1 << 20, ..roomy() };
    let bombs = [
        ("gzip", gzip(&zeros)),
        ("deflate", zlib(&zeros)),
        ("deflate", deflate(&zeros)),
        ("br", BROTLI_BOMB.to_vec()),
        // 800 GiB by its members, were it unpacked.
        ("gzip", gzip(&zeros).repeat(100)),
    ];
    for (coding, body) in bombs {
        assert!(body.len() < limits.body * 4, "{coding}: {}", body.len());
        let fetched = unpacked(coding, &body, limits).await.unwrap();
        assert_eq!((fetched.body.len(), fetched.truncated), (limits.body, true), "{coding}");
        assert!(fetched.body.iter().all(|byte| *byte == 0));
    }
}

#[tokio::test]
async fn what_unpacks_to_nothing_is_cut_as_well() {
    let nothing = gzip(b"").repeat(20_000);
    let limits = Limits { body: 100_000, ..roomy() };
    let fetched = unpacked("gzip", &nothing, limits).await.unwrap();
    assert_eq!((fetched.body.len(), fetched.truncated), (0, true));
}

#[tokio::test]
async fn what_is_packed_twice_is_refused_or_stays_packed_once() {
    let inner = gzip(&vec![0; 100_000]);
    let nested = gzip(&inner);
    for coding in ["gzip, gzip", "gzip,gzip,gzip,gzip,gzip,gzip", "br, gzip", "gzip\r\nContent-Encoding: gzip"] {
        assert_eq!(unpacked(coding, &nested, roomy()).await, BROKEN, "{coding}");
    }
    assert_eq!(unpacked("gzip", &nested, roomy()).await.unwrap().body, inner);
}

#[tokio::test]
async fn what_cannot_be_unpacked_is_told() {
    let whole = gzip(&[7; 1000]);
    let broken = [
        ("gzip", b"no gzip at all".to_vec()),
        ("deflate", b"\xff\xff\xff\xff".to_vec()),
        ("deflate", b"\x78".to_vec()),
        ("br", b"\xff\xff\xff\xff".to_vec()),
        ("gzip", whole[..whole.len() - 9].to_vec()),
        ("br", BROTLI[..BROTLI.len() - 3].to_vec()),
        ("zstd", whole.clone()),
        ("compress", whole.clone()),
        ("gzip;q=1", whole),
        // Nothing at all, in a window that only "large" brotli has: 2^30.
        ("br", b"\x11\xde".to_vec()),
    ];
    for (coding, body) in broken {
        assert_eq!(unpacked(coding, &body, roomy()).await, BROKEN, "{coding}");
    }
}
