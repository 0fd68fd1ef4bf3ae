//! Arguments in, exit status out.

fn main() {
    // Work happens on a thread with a large stack: the tree of a program may nest a few hundred deep in each of several
    // walks, and the main thread's stack is the system's to choose.
    let worker = std::thread::Builder::new().stack_size(64 << 20).spawn(batos::shell::command::main);
    let status = worker.ok().and_then(|worker| worker.join().ok()).unwrap_or(1);
    std::process::exit(status);
}
