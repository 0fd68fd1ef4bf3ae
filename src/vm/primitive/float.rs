//! Doubles.

use num_bigint::BigInt;
use num_traits::FromPrimitive;

use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Function;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::integer;
use crate::vm::primitive::integer::number;
use crate::vm::primitive::integer::to_float;
use crate::vm::primitive::row;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row("_FloatAdd:", Effect::Pure, |vm, args| binary(vm, args, |a, b| a + b), "The sum."),
    row("_FloatSub:", Effect::Pure, |vm, args| binary(vm, args, |a, b| a - b), "The difference."),
    row("_FloatMul:", Effect::Pure, |vm, args| binary(vm, args, |a, b| a * b), "The product."),
    row("_FloatDiv:", Effect::Pure, divide, "The quotient; division by zero fails."),
    row("_FloatMod:", Effect::Pure, modulo, "The remainder, with the receiver's sign."),
    row("_FloatLT:", Effect::Pure, |vm, args| compare(vm, args, integer::less), "Is it less?"),
    row("_FloatLE:", Effect::Pure, |vm, args| compare(vm, args, integer::less_equal), "Is it less or equal?"),
    row("_FloatGT:", Effect::Pure, |vm, args| compare(vm, args, integer::greater), "Is it greater?"),
    row("_FloatGE:", Effect::Pure, |vm, args| compare(vm, args, integer::greater_equal), "Is it greater or equal?"),
    row("_FloatEQ:", Effect::Pure, |vm, args| compare(vm, args, integer::equal), "Is it the same number?"),
    row("_FloatNE:", Effect::Pure, |vm, args| compare(vm, args, integer::not_equal), "Is it another number?"),
    row("_FloatPower:", Effect::Pure, |vm, args| binary(vm, args, f64::powf), "To that power."),
    row(
        "_FloatArcTan2:",
        Effect::Pure,
        |vm, args| binary(vm, args, f64::atan2),
        "The angle of the point (argument, receiver).",
    ),
    row("_FloatFloor", Effect::Pure, |vm, args| unary(vm, args, f64::floor), "Rounded down."),
    row("_FloatCeil", Effect::Pure, |vm, args| unary(vm, args, f64::ceil), "Rounded up."),
    row("_FloatRound", Effect::Pure, |vm, args| unary(vm, args, f64::round), "Rounded, halves away from zero."),
    row("_FloatTruncate", Effect::Pure, |vm, args| unary(vm, args, f64::trunc), "Cut towards zero."),
    row("_FloatSquareRoot", Effect::Pure, |vm, args| unary(vm, args, f64::sqrt), "The square root."),
    row("_FloatExp", Effect::Pure, |vm, args| unary(vm, args, f64::exp), "e to that power."),
    row("_FloatLn", Effect::Pure, |vm, args| unary(vm, args, f64::ln), "The natural logarithm."),
    row("_FloatLog10", Effect::Pure, |vm, args| unary(vm, args, f64::log10), "The decimal logarithm."),
    row("_FloatSin", Effect::Pure, |vm, args| unary(vm, args, f64::sin), "The sine of an angle in radians."),
    row("_FloatCos", Effect::Pure, |vm, args| unary(vm, args, f64::cos), "The cosine."),
    row("_FloatTan", Effect::Pure, |vm, args| unary(vm, args, f64::tan), "The tangent."),
    row("_FloatArcSin", Effect::Pure, |vm, args| unary(vm, args, f64::asin), "The angle with that sine."),
    row("_FloatArcCos", Effect::Pure, |vm, args| unary(vm, args, f64::acos), "The angle with that cosine."),
    row("_FloatArcTan", Effect::Pure, |vm, args| unary(vm, args, f64::atan), "The angle with that tangent."),
    row("_FloatAsInteger", Effect::Pure, as_integer, "The nearest integer, halves away from zero."),
    row("_FloatHash", Effect::Pure, hash, "The same for equal numbers, integers included."),
    row("_FloatPrintString", Effect::Pure, print, "The shortest text that reads back as the same number."),
    row("_FloatPrintStringPrecision:", Effect::Pure, print_precision, "With that many digits after the point."),
];

/// Numbers compare alike whichever is the receiver; only the receiver's kind differs.
fn compare(vm: &mut Vm, args: &[Value], comparison: Function) -> Answer {
    float(vm, args[0])?;
    comparison(vm, args)
}

fn float(vm: &Vm, value: Value) -> Result<f64, Fault> {
    vm.heap.as_float(value).ok_or(Fault::BadType)
}

fn unary(vm: &mut Vm, args: &[Value], operation: fn(f64) -> f64) -> Answer {
    let x = float(vm, args[0])?;
    Ok(vm.heap.new_float(operation(x)))
}

fn binary(vm: &mut Vm, args: &[Value], operation: fn(f64, f64) -> f64) -> Answer {
    let x = float(vm, args[0])?;
    let y = to_float(number(vm, args[1])?);
    Ok(vm.heap.new_float(operation(x, y)))
}

fn divide(vm: &mut Vm, args: &[Value]) -> Answer {
    integer::not_zero(vm, args[1])?;
    binary(vm, args, |a, b| a / b)
}

fn modulo(vm: &mut Vm, args: &[Value]) -> Answer {
    integer::not_zero(vm, args[1])?;
    binary(vm, args, |a, b| a % b)
}

fn as_integer(vm: &mut Vm, args: &[Value]) -> Answer {
    let x = float(vm, args[0])?.round();
    let n = BigInt::from_f64(x).ok_or(Fault::Overflow)?;
    integer::integer(vm, n)
}

fn hash(vm: &mut Vm, args: &[Value]) -> Answer {
    Ok(Value::int(integer::float_hash(float(vm, args[0])?)))
}

/// A double as the language writes it: always with a point or an exponent.
pub(in crate::vm) fn float_text(x: f64) -> String {
    if x.is_nan() {
        return "nan".into();
    }
    if x.is_infinite() {
        return if x > 0.0 { "infinity".into() } else { "-infinity".into() };
    }
    let size = x.abs();
    if size != 0.0 && !(1e-5..1e16).contains(&size) {
        return format!("{x:e}");
    }
    format!("{x:?}")
}

fn print(vm: &mut Vm, args: &[Value]) -> Answer {
    let text = float_text(float(vm, args[0])?);
    Ok(vm.heap.new_string(&text)?)
}

fn print_precision(vm: &mut Vm, args: &[Value]) -> Answer {
    let x = float(vm, args[0])?;
    let digits = args[1].as_int().ok_or(Fault::BadType)?;
    let digits = usize::try_from(digits).ok().filter(|n| *n <= 1000).ok_or(Fault::BadSize)?;
    let text = if x.is_finite() { format!("{x:.digits$}") } else { float_text(x) };
    Ok(vm.heap.new_string(&text)?)
}
