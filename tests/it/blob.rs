//! Blobs: files beside the image, named by what they hold.

use std::collections::BTreeSet;
use std::io;
use std::io::Read;

use batos::image::blob::BlobError;
use batos::image::blob::BlobName;
use batos::image::blob::Blobs;

use crate::store::Place;

#[test]
fn a_blob_is_found_by_what_it_holds() {
    let place = Place::new();
    let blobs = Blobs::of(&place.image());
    assert_eq!(blobs.names().expect("no folder is no blobs"), []);
    let large: Vec<u8> = (0..3_000_000u32).flat_map(u32::to_le_bytes).collect();
    let name = blobs.add(&mut large.as_slice()).expect("it is added");
    let empty = blobs.add(&mut io::empty()).expect("it is added");
    assert_eq!(blobs.add(&mut large.as_slice()).expect("it is added again"), name);
    let mut both = vec![name, empty];
    both.sort_unstable();
    assert_eq!(blobs.names().expect("listed"), both);
    assert_eq!(&*blobs.open(name).expect("it is there"), large.as_slice());
    assert_eq!(&*blobs.open(empty).expect("it is there"), b"");
    blobs.check(name).expect("it is whole");
    blobs.check(empty).expect("it is whole");
    // The reference vector of BLAKE3 for no bytes.
    assert_eq!(empty.to_string(), "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
    assert_eq!(empty.to_string().parse(), Ok(empty));
    assert!(empty.to_string().to_uppercase().parse::<BlobName>().is_err());
    assert!("af13".parse::<BlobName>().is_err());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode(blobs.path(name)), 0o600);
        assert_eq!(mode(blobs.path(name).parent().expect("a folder").to_path_buf()), 0o700);
    }
}

#[test]
fn a_changed_or_missing_blob_is_named() {
    let place = Place::new();
    let blobs = Blobs::of(&place.image());
    let name = blobs.add(&mut &b"weights"[..]).expect("it is added");
    std::fs::write(blobs.path(name), b"wEights").expect("it can be written");
    assert!(matches!(blobs.check(name), Err(BlobError::Changed { found, .. }) if found != name));
    // Adding it again heals it.
    blobs.add(&mut &b"weights"[..]).expect("it is added");
    blobs.check(name).expect("it is whole");
    std::fs::remove_file(blobs.path(name)).expect("it is there");
    assert!(matches!(blobs.open(name).map(|_| ()), Err(BlobError::Missing { name: missing, .. }) if missing == name));
}

#[test]
fn what_nobody_refers_to_is_collected() {
    let place = Place::new();
    let blobs = Blobs::of(&place.image());
    let kept = blobs.add(&mut &b"kept"[..]).expect("it is added");
    let gone = blobs.add(&mut &b"gone"[..]).expect("it is added");
    let mapped = blobs.open(gone).expect("it is there");
    let folder = blobs.path(kept).parent().expect("a folder").to_path_buf();
    std::fs::write(folder.join("draft-1-1"), b"half").expect("it can be written");
    std::fs::write(folder.join("notes.txt"), b"not ours").expect("it can be written");
    assert_eq!(blobs.collect(&BTreeSet::from([kept])).expect("it is collected"), [gone]);
    assert_eq!(blobs.names().expect("listed"), [kept]);
    assert_eq!(&*mapped, b"gone", "what is mapped can still be read");
    let mut left: Vec<String> = std::fs::read_dir(folder)
        .expect("listed")
        .map(|entry| entry.expect("listed").file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, [kept.to_string(), "notes.txt".to_string()]);
}

struct Breaking(usize);

impl Read for Breaking {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.0.checked_sub(1) {
            None => Err(io::Error::other("the network is gone")),
            Some(left) => {
                self.0 = left;
                out.fill(1);
                Ok(out.len())
            }
        }
    }
}

#[test]
fn a_blob_that_breaks_off_leaves_nothing() {
    let place = Place::new();
    let blobs = Blobs::of(&place.image());
    let error = blobs.add(&mut Breaking(3)).expect_err("it breaks off");
    assert!(error.to_string().contains("the network is gone"), "{error}");
    let folder = place.path("world.redb.blobs");
    assert_eq!(std::fs::read_dir(folder).expect("it was made").count(), 0);
}
