//! What the record store costs, next to the least that durability costs: overwriting 4 KiB of a file and `fdatasync`,
//! taken in turns with what is measured, since a disk's speed changes by the minute.
//!
//! `cargo bench --bench image [-- [--records N] [--rounds N] [--folder PATH]]` prints a table.

use std::fs::File;
use std::io;
use std::io::Write;
use std::ops::Bound;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use batos::image::store::Access;
use batos::image::store::Change;
use batos::image::store::FIRST_KEY;
use batos::image::store::Medium;
use batos::image::store::Policy;
use batos::image::store::Store;
use batos::image::store::Turn;
use batos::image::store::TurnKind;
use redb::BackendError;
use redb::StorageBackend;
use redb::backends::FileBackend;

/// What reached the file.
#[derive(Debug, Default)]
struct Counts {
    bytes: AtomicU64,
    syncs: AtomicU64,
}

impl Counts {
    fn take(&self) -> (u64, u64) {
        (self.bytes.swap(0, Ordering::Relaxed), self.syncs.swap(0, Ordering::Relaxed))
    }
}

#[derive(Debug)]
struct Counted {
    file: FileBackend,
    counts: Arc<Counts>,
}

impl StorageBackend for Counted {
    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.file.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.file.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.counts.syncs.fetch_add(1, Ordering::Relaxed);
        self.file.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.counts.bytes.fetch_add(data.len() as u64, Ordering::Relaxed);
        self.file.write(offset, data)
    }

    fn close(&self) -> io::Result<()> {
        self.file.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.unlock_range(start, end)
    }
}

struct Counting(Arc<Counts>);

impl Medium for Counting {
    fn open(&self, builder: &redb::Builder, path: &Path) -> Result<redb::Database, redb::DatabaseError> {
        let file = File::options().read(true).write(true).open(path)?;
        builder.create_with_backend(Counted { file: FileBackend::new(file)?, counts: self.0.clone() })
    }
}

/// A generator of scattered keys; the same in every run.
struct Scatter(u64);

impl Scatter {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn bytes(&mut self) -> Vec<u8> {
        (0..8).flat_map(|_| self.next().to_le_bytes()).collect()
    }
}

fn turn(text: &str) -> Turn {
    Turn::new(TurnKind::Turn, "a person", text, 1_764_000_000_000)
}

struct Raw {
    file: File,
    block: u64,
}

impl Raw {
    fn new(path: &Path) -> Raw {
        let file = File::create(path).expect("the folder can be written");
        file.set_len(1 << 20).expect("there is room");
        write_at(&file, 0, &vec![0; 1 << 20]);
        file.sync_all().expect("it can be synced");
        Raw { file, block: 0 }
    }

    fn write(&mut self) -> Duration {
        self.block = (self.block + 1) % 256;
        let start = Instant::now();
        write_at(&self.file, self.block * 4096, &[self.block as u8; 4096]);
        self.file.sync_data().expect("it can be synced");
        start.elapsed()
    }
}

fn write_at(mut file: &File, offset: u64, bytes: &[u8]) {
    use std::io::Seek;
    file.seek(io::SeekFrom::Start(offset)).expect("it can be sought");
    file.write_all(bytes).expect("there is room");
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn mean(times: &[Duration]) -> Duration {
    times.iter().sum::<Duration>() / times.len() as u32
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn timed<T>(act: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = act();
    (start.elapsed(), result)
}

/// How long this thread has run on a processor: on a busy machine that says more than the clock. Linux only.
fn processor() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0))
}

/// What the file takes of the disk.
fn blocks(path: &Path) -> u64 {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(path).map_or(0, |about| about.blocks() * 512)
    }
    #[cfg(not(unix))]
    std::fs::metadata(path).map_or(0, |about| about.len())
}

/// Lets the system forget what it has read, where that is allowed.
fn forget_cached(path: &Path) -> &'static str {
    File::open(path).and_then(|file| file.sync_all()).expect("it can be synced");
    match std::fs::write("/proc/sys/vm/drop_caches", "3") {
        Ok(()) => "cold",
        Err(_) => "warm",
    }
}

struct Bench {
    image: PathBuf,
    raw: Raw,
    counts: Arc<Counts>,
    scatter: Scatter,
    records: u64,
    rounds: usize,
}

impl Bench {
    fn open(&self) -> Store {
        Store::open_on(&self.image, Access::Write, Arc::new(Counting(self.counts.clone()))).expect("it opens")
    }

    /// A turn that gives `count` scattered records new bytes.
    fn scattered(&mut self, count: usize) -> Turn {
        let mut turn = turn("accounts do: [| :each | each balance: each balance * 2 ]");
        let records = self.records;
        turn.changes = (0..count)
            .map(|_| Change { key: FIRST_KEY + self.scatter.next() % records, after: Some(self.scatter.bytes()) })
            .collect();
        turn
    }

    fn commits(&mut self, store: &mut Store, count: usize) {
        let (mut raw, mut ours) = (Vec::new(), Vec::new());
        let (mut bytes, mut syncs, mut busy) = (0, 0, Duration::ZERO);
        let rounds = if count > 1000 { self.rounds.div_ceil(4) } else { self.rounds };
        for _ in 0..rounds {
            let turn = self.scattered(count);
            raw.push(self.raw.write());
            // What is due anyway is done between, as the prompt does while it waits.
            store.idle().expect("it folds");
            self.counts.take();
            let before = processor();
            let (time, result) = timed(|| store.commit(turn));
            result.expect("it is saved");
            busy += processor() - before;
            ours.push(time);
            let (more_bytes, more_syncs) = self.counts.take();
            (bytes, syncs) = (bytes + more_bytes, syncs + more_syncs);
        }
        let ratio = mean(&ours).as_secs_f64() / mean(&raw).as_secs_f64();
        println!(
            "commit {count:>6}: {ratio:.2} x raw (means {:.2} / {:.2} ms, medians {:.2} / {:.2} ms), {:.2} ms of processor, {:.1} KB written, {:.2} syncs",
            ms(mean(&ours)),
            ms(mean(&raw)),
            ms(median(ours)),
            ms(median(raw)),
            ms(busy) / rounds as f64,
            bytes as f64 / rounds as f64 / 1000.0,
            syncs as f64 / rounds as f64,
        );
    }
}

fn fill(bench: &mut Bench, path: &Path) -> Store {
    let records = bench.records;
    let mut birth = turn("lobby awaken");
    birth.kind = TurnKind::Awaken;
    birth.changes =
        (0..records).map(|key| Change { key: FIRST_KEY + key, after: Some(bench.scatter.bytes()) }).collect();
    drop(Store::create(path).expect("it is made"));
    let payload: Vec<u8> = birth.changes.iter().flat_map(|change| change.after.clone().unwrap_or_default()).collect();
    let (raw, ()) = timed(|| {
        let mut file = File::create(path.with_extension("raw")).expect("the folder can be written");
        file.write_all(&payload).expect("there is room");
        file.sync_all().expect("it can be synced");
    });
    let mut store = bench.open();
    bench.counts.take();
    let (time, result) = timed(|| store.commit(birth));
    result.expect("it is saved");
    let (bytes, syncs) = bench.counts.take();
    println!(
        "{records} new records in one turn: {:.2} x raw write and fsync ({:.0} / {:.0} ms), {:.1} MB written, {syncs} syncs",
        time.as_secs_f64() / raw.as_secs_f64(),
        ms(time),
        ms(raw),
        bytes as f64 / 1e6
    );
    store
}

fn reading(bench: &mut Bench, store: Store) {
    let unclean = bench.image.with_extension("killed");
    std::fs::copy(&bench.image, &unclean).expect("there is room");
    let (time, _) = timed(|| Store::open(&unclean, Access::Write).expect("it opens"));
    println!("open after a kill: {:.0} ms", ms(time));
    std::fs::remove_file(unclean).expect("it is there");
    let (time, look) = timed(|| Store::open(&bench.image, Access::Read).expect("it opens"));
    println!("open for looking while another writes: {:.0} ms", ms(time));
    drop(look);
    let (time, ()) = timed(|| store.close().expect("it closes"));
    println!("close: {:.1} ms", ms(time));
    let cached = forget_cached(&bench.image);
    let key = FIRST_KEY + bench.scatter.next() % bench.records;
    let (time, mut store) = timed(|| {
        let mut store = bench.open();
        store.get(key).expect("it can be read").expect("it is there");
        store
    });
    println!("open, {cached}, and get one record: {:.2} ms", ms(time));
    let cached = forget_cached(&bench.image);
    let (time, count) = timed(|| {
        let mut count = 0u64;
        store.walk(0, |_, bytes| (count += bytes.len() as u64, true).1).expect("all can be read");
        count
    });
    println!("walk all, {cached}: {:.0} ms for {:.1} MB", ms(time), count as f64 / 1e6);
    let keys: Vec<u64> = (0..300_000).map(|_| FIRST_KEY + bench.scatter.next() % bench.records).collect();
    let (time, ()) = timed(|| keys.iter().for_each(|&key| drop(store.get(key).expect("it can be read"))));
    println!("get of a scattered record, warm: {:.2} us", time.as_secs_f64() * 1e6 / keys.len() as f64);
}

fn history(bench: &mut Bench, store: &mut Store) {
    let before = store.last_turn().expect("open");
    let turn = bench.scattered(100);
    let (commit, number) = timed(|| store.commit(turn).expect("it is saved"));
    let (time, ()) = timed(|| {
        let undo = store.undo_records(number).expect("it can be read");
        let mut turn = turn_of_undo(number);
        turn.changes = undo.changes;
        store.commit(turn).expect("it is saved");
    });
    println!("undo of a turn of 100: {:.2} ms, its commit {:.2} ms", ms(time), ms(commit));
    let (time, ()) = timed(|| drop(store.snapshot("here", 0).expect("it is saved")));
    println!("snapshot: {:.2} ms", ms(time));
    let mut all = turn_of_undo(0);
    all.kind = TurnKind::Turn;
    all.changes =
        (0..bench.records).map(|key| Change { key: FIRST_KEY + key, after: Some(bench.scatter.bytes()) }).collect();
    bench.counts.take();
    let (time, _) = timed(|| store.commit(all).expect("it is saved"));
    println!("turn that rewrites all: {:.0} ms, {:.0} MB written", ms(time), bench.counts.take().0 as f64 / 1e6);
    let (time, changes) = timed(|| store.restore_records(before).expect("it can be read"));
    println!("what restores all of them: {} records in {:.0} ms", changes.len(), ms(time));
    let mut turn = turn_of_undo(0);
    turn.kind = TurnKind::Restore("here".to_string());
    turn.changes = changes;
    let (time, _) = timed(|| store.commit(turn).expect("it is saved"));
    println!("committing that: {:.0} ms", ms(time));
    let keys: Vec<u64> = (0..1000).map(|_| FIRST_KEY + bench.scatter.next() % bench.records).collect();
    let (time, ()) = timed(|| {
        let mut moment = store.at(before).expect("it is kept");
        keys.iter().for_each(|&key| drop(moment.get(key).expect("it can be read")));
    });
    println!("a record at an earlier moment: {:.1} us", time.as_secs_f64() * 1e6 / keys.len() as f64);
}

fn packing(bench: &mut Bench, mut store: Store) {
    let (time, ()) = timed(|| store.copy_to(bench.image.with_extension("copy")).expect("it is copied"));
    println!("copy to another file: {:.0} ms", ms(time));
    let (time, report) = timed(|| store.verify().expect("it can be verified"));
    assert_eq!(report.damage, []);
    println!("verify: {:.0} ms for {} records and {} changes", ms(time), report.records, report.changes);
    let before = blocks(&bench.image);
    let (time, packed) = timed(|| store.pack(Policy::NOTHING).expect("it is packed"));
    store.drop_snapshot("here").expect("it is there");
    println!(
        "pack to the present and a snapshot: {:.0} ms, {} of {} turns",
        ms(time),
        packed.turns,
        packed.turns_before
    );
    let (time, _) = timed(|| store.pack(Policy::NOTHING).expect("it is packed"));
    let after = blocks(&bench.image);
    let payload = report.bytes as f64;
    println!(
        "pack to the present: {:.0} ms, blocks {:.1} -> {:.1} MB, {:.2} bytes for each of payload",
        ms(time),
        before as f64 / 1e6,
        after as f64 / 1e6,
        after as f64 / payload,
    );
}

fn turn_of_undo(number: u64) -> Turn {
    Turn::new(TurnKind::Undo(number), "a person", "", 0)
}

/// An image of 10,000 small turns, half of which change one record.
fn long_history(folder: &Path) {
    let path = folder.join("long.redb");
    let mut store = Store::create(&path).expect("it is made");
    let mut scatter = Scatter(3);
    let (time, ()) = timed(|| {
        for number in 0..10_000u64 {
            let mut turn = turn("account deposit: 100");
            let key = if number % 2 == 0 { 0 } else { 1 + scatter.next() % 1000 };
            turn.changes = vec![Change { key: FIRST_KEY + key, after: Some(scatter.bytes()) }];
            store.commit(turn).expect("it is saved");
        }
    });
    println!("10,000 turns of one record: {:.0} ms", ms(time));
    for (what, key) in [("changed by 5,000 of 10,000 turns", 0), ("changed by about five of them", 1)] {
        let (time, history) = timed(|| store.history_of(FIRST_KEY + key).expect("it can be read"));
        println!("history of a record {what}: {:.2} ms, {} versions", ms(time), history.len());
    }
    let (time, heads) = timed(|| store.turns(1..=u64::MAX).expect("it can be read"));
    println!("the log: {} heads in {:.1} ms", heads.len(), ms(time));
}

/// 800 turns that each add 200 bytes to what a run has gathered, as a list of records of its own.
fn steps(folder: &Path) {
    let path = folder.join("steps.redb");
    let mut store = Store::create(&path).expect("it is made");
    let before = blocks(&path);
    for step in 0..800u64 {
        let mut turn = turn("run step");
        // The new piece, and the head of the list.
        turn.changes = vec![
            Change { key: FIRST_KEY, after: Some(step.to_le_bytes().repeat(8)) },
            Change { key: FIRST_KEY + 1 + step, after: Some(vec![step as u8; 200]) },
        ];
        store.commit(turn).expect("it is saved");
    }
    store.close().expect("it closes");
    println!("800 steps of 200 bytes: {:.2} MB of blocks", (blocks(&path) - before) as f64 / 1e6);
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut records, mut rounds, mut folder) = (1_000_000, 200, std::env::temp_dir());
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().expect("a value after the option");
        match argument.as_str() {
            "--records" => records = value().parse().expect("a number of records"),
            "--rounds" => rounds = value().parse().expect("a number of rounds"),
            "--folder" => folder = PathBuf::from(value()),
            _ => {}
        }
    }
    let folder = tempfile::tempdir_in(folder).expect("the folder can be written");
    let image = folder.path().join("bench.redb");
    let raw = Raw::new(&folder.path().join("raw"));
    let mut bench = Bench { image: image.clone(), raw, counts: Arc::default(), scatter: Scatter(1), records, rounds };
    let mut store = fill(&mut bench, &image);
    for count in [1, 100, 10_000] {
        bench.commits(&mut store, count);
    }
    reading(&mut bench, store);
    let mut store = bench.open();
    history(&mut bench, &mut store);
    packing(&mut bench, store);
    long_history(folder.path());
    steps(folder.path());
}
