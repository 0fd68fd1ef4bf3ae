//! The command line of DESIGN.md.
use crate::world::driver::{World, read_source, TurnError};
use crate::syntax::parse::{NewlineRule, parse_script};
use crate::text::source::Source;

/// Temporary.
pub fn main() -> i32 {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let mut world = match World::new() {
        Ok(w) => w,
        Err(e) => { eprintln!("{e:#?}"); return 3; }
    };
    let (cmd, rest) = args.split_first().unwrap();
    let report = |e: TurnError| -> i32 { match e {
        TurnError::Exit(n) => n,
        TurnError::Failed{text, trace} => { eprintln!("error: {text}"); for l in trace.iter().take(10) { let (n,c)=l.source.line_column(l.span.start); eprintln!("   {} {} {}:{n}:{c}", l.receiver, l.selector, l.source.name); } 1 }
        TurnError::Syntax(d) => { for d in d { let (n,c)=d.source.line_column(d.span.start); eprintln!("{}:{n}:{c}: {}", d.source.name, d.message); } 2 }
        TurnError::Interrupted => 130,
    }};
    match cmd.as_str() {
        "eval" => {
            let s = Source::new("<eval>", rest[0].clone());
            match parse_script(&s, NewlineRule::Bat) {
                Err(d) => report(TurnError::Syntax(d)),
                Ok(script) => {
                    let mut st = 0;
                    for item in &script.items {
                        match world.run_items(&s, std::slice::from_ref(item)) {
                            Ok(v) => { let t = world.print_string(v); println!("{t}"); }
                            Err(e) => { st = report(e); }
                        }
                    }
                    st
                }
            }
        }
        _ => {
            let s = read_source(std::path::Path::new(&rest[0])).unwrap();
            world.vm.arguments = rest[1..].to_vec();
            match world.run(&s, NewlineRule::Bat) { Ok(_) => 0, Err(e) => report(e) }
        }
    }
}
