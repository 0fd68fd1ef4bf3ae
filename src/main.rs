//! Arguments in, exit status out.

fn main() {
    // Nothing recurses without a bound: the machine's activations live on stacks of its own, and trees nest at most
    // `parse::MAX_DEPTH` deep. So the main thread's stack does.
    std::process::exit(batos::shell::command::main());
}
