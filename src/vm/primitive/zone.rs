//! Time zones: by how much local time differs from Greenwich. All else about dates is the library's.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::row;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row(
        "_ZoneOffsetAt:",
        Effect::Clock,
        offset,
        "Seconds by which the clocks of a zone, by name, are ahead of Greenwich at a moment in microseconds since 1970.",
    ),
    row("_ZoneHere", Effect::Clock, here, "The name of the zone this machine is in; '' if it has none."),
];

fn offset(vm: &mut Vm, args: &[Value]) -> Answer {
    let name = vm.heap.string(args[0]).ok_or(Fault::BadType)?;
    let microseconds = args[1].as_int().ok_or(Fault::BadIndex)?;
    // The first and the last days of the calendar are beyond what zones know: there it is as at the nearest moment they do.
    let nearest = if microseconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    let moment = Timestamp::from_microsecond(microseconds).unwrap_or(nearest);
    let zone = if name.is_empty() { Ok(TimeZone::system()) } else { TimeZone::get(name) };
    let zone = zone.map_err(|_| Fault::BadType)?;
    Ok(Value::int(zone.to_offset(moment).seconds().into()))
}

fn here(vm: &mut Vm, _: &[Value]) -> Answer {
    let zone = TimeZone::system();
    Ok(vm.heap.new_string(zone.iana_name().unwrap_or_default())?)
}
