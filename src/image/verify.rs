//! Proving an image: every record as the store keeps it, then every object, map and text as the machine reads them.

use crate::image::Image;
use crate::image::ImageError;
use crate::image::store::Report;
use crate::vm::Vm;
use crate::vm::ghosts::Unreadable;

/// What proving an image found.
#[derive(Clone, Debug)]
pub struct Proof {
    pub store: Report,
    /// Objects read.
    pub objects: usize,
    /// What cannot be read, and why.
    pub lost: Vec<String>,
}

impl Proof {
    /// Is nothing wrong?
    pub fn is_sound(&self) -> bool {
        self.store.damage.is_empty() && self.lost.is_empty()
    }
}

impl Image {
    /// Checks everything. The machine, which is tied to this image, has every object in memory afterwards.
    ///
    /// # Errors
    /// The file cannot be read at all.
    pub fn verify(&self, vm: &mut Vm) -> Result<Proof, ImageError> {
        let store = self.with_store(|store| store.verify())?;
        let mut lost = Vec::new();
        let mut failed = 0;
        loop {
            // Filling a ghost makes others: until none is left.
            let ghosts = vm.heap.ghosts();
            if ghosts.len() <= failed {
                break;
            }
            failed = 0;
            for ghost in ghosts {
                if let Err(Unreadable(why)) = vm.make_whole(ghost) {
                    failed += 1;
                    if !lost.contains(&why) {
                        lost.push(why);
                    }
                }
            }
        }
        lost.extend(vm.read_all_trees().into_iter().map(|Unreadable(why)| why));
        Ok(Proof { store, objects: vm.heap.identities(), lost })
    }
}
