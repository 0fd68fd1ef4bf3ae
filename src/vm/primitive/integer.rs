//! Integers of any size: small ones are tagged words, larger ones big integers; every primitive takes both.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_bigint::Sign;
use num_integer::Integer;
use num_traits::FromPrimitive;
use num_traits::Num;
use num_traits::Signed;
use num_traits::ToPrimitive;
use num_traits::Zero;

use crate::object::kind::Kind;
use crate::object::layout::NEGATIVE;
use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::charge;
use crate::vm::primitive::row;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row("_IntAdd:", Effect::Pure, add, "The sum. `3 _IntAdd: 4` is 7."),
    row("_IntSub:", Effect::Pure, subtract, "The difference."),
    row("_IntMul:", Effect::Pure, multiply, "The product."),
    row("_IntDiv:", Effect::Pure, divide, "The quotient, cut towards zero."),
    row("_IntMod:", Effect::Pure, modulo, "The remainder, with the receiver's sign."),
    row("_IntLT:", Effect::Pure, less, "Is it less?"),
    row("_IntLE:", Effect::Pure, less_equal, "Is it less or equal?"),
    row("_IntGT:", Effect::Pure, greater, "Is it greater?"),
    row("_IntGE:", Effect::Pure, greater_equal, "Is it greater or equal?"),
    row("_IntEQ:", Effect::Pure, equal, "Is it the same number?"),
    row("_IntNE:", Effect::Pure, not_equal, "Is it another number?"),
    row("_IntAnd:", Effect::Pure, and, "Bits set in both (two's complement without end)."),
    row("_IntOr:", Effect::Pure, or, "Bits set in either."),
    row("_IntXor:", Effect::Pure, xor, "Bits set in one of the two."),
    row("_IntShiftLeft:", Effect::Pure, shift_left, "Shifted left; by a negative number, right."),
    row("_IntShiftRight:", Effect::Pure, shift_right, "Shifted right, rounding down; by a negative number, left."),
    row("_IntGcd:", Effect::Pure, gcd, "The greatest common divisor, not negative."),
    row("_IntRoot:", Effect::Pure, root, "The integer part of that root, from the first on; cut towards zero."),
    row(
        "_IntPower:Modulo:",
        Effect::Pure,
        power_modulo,
        "The remainder of a power, with the modulus' sign; without making the power.",
    ),
    row("_IntHash", Effect::Pure, hash, "A number from 0 on, the same for equal numbers."),
    row("_IntAsFloat", Effect::Pure, as_float, "The nearest double."),
    row("_IntAsCharacter", Effect::Pure, as_character, "The string of that one Unicode scalar value."),
    row("_IntPrintString", Effect::Pure, print, "Its decimal digits."),
    row("_IntPrintStringBase:", Effect::Pure, print_base, "Its digits in a base from 2 to 36."),
];

/// The most bits an integer may have; beyond it operations fail rather than take all memory.
const MOST_BITS: u64 = 1 << 32;
/// One operation may take no more than this (some ten seconds), since nothing can interrupt it.
const MOST_UNITS: u64 = 1 << 30;
/// Integers up to this size are doubles without loss.
const EXACT: u64 = 1 << 53;

/// A number that is an integer of either kind or a double.
pub(in crate::vm::primitive) enum Number {
    Small(i64),
    Big(BigInt),
    Float(f64),
}

/// The number a value is.
pub(in crate::vm::primitive) fn number(vm: &Vm, value: Value) -> Result<Number, Fault> {
    if let Some(n) = value.as_int() {
        return Ok(Number::Small(n));
    }
    if let Some(x) = vm.heap.as_float(value) {
        return Ok(Number::Float(x));
    }
    big(vm, value).map(Number::Big)
}

/// The big integer a value is, of either kind.
pub(in crate::vm::primitive) fn big(vm: &Vm, value: Value) -> Result<BigInt, Fault> {
    if let Some(n) = value.as_int() {
        return Ok(n.into());
    }
    let object = vm.heap.object_of_kind(value, Kind::BigInteger).ok_or(Fault::BadType)?;
    let digits: Vec<u32> =
        (0..object.length()).flat_map(|index| [object.word(index) as u32, (object.word(index) >> 32) as u32]).collect();
    let sign = if object.has(NEGATIVE) { Sign::Minus } else { Sign::Plus };
    Ok(BigInt::from_slice(sign, &digits))
}

/// The value of an integer: small if it fits.
pub(in crate::vm::primitive) fn integer(vm: &mut Vm, n: BigInt) -> Answer {
    if let Some(value) = n.to_i64().and_then(Value::small) {
        return Ok(value);
    }
    if n.bits() > MOST_BITS {
        return Err(Fault::Overflow);
    }
    let (sign, digits) = n.to_u64_digits();
    Ok(vm.heap.new_big_integer(sign == Sign::Minus, &digits)?)
}

/// How long an operation on big integers takes, by their sizes in bits.
#[derive(Clone, Copy)]
enum Cost {
    /// As the sum of their sizes: addition, bits.
    Linear,
    /// As the larger times the square root of the smaller: products.
    Product,
    /// The same, several times.
    Quotient,
    /// As the product of the sizes: reading digits.
    Quadratic,
}

/// Charges for an operation on big integers before it is done; what would take too long fails.
fn charge_big(vm: &mut Vm, cost: Cost, a: u64, b: u64) -> Result<(), Fault> {
    let (large, small) = (a.max(b) / 64 + 1, a.min(b) / 64 + 1);
    let units = match cost {
        Cost::Linear => (large + small) / 16,
        Cost::Product => large.saturating_mul(small.isqrt()),
        Cost::Quotient => large.saturating_mul(small.isqrt()).saturating_mul(3),
        Cost::Quadratic => large.saturating_mul(small) / 16,
    };
    if units > MOST_UNITS {
        return Err(Fault::Overflow);
    }
    let result = match cost {
        Cost::Linear => a.max(b),
        Cost::Product | Cost::Quotient | Cost::Quadratic => a.saturating_add(b),
    };
    vm.heap.check_budget((result / 8) as usize)?;
    charge(vm, units)
}

/// An arithmetic operation on integers of any size, or on doubles if the argument is one. `small` answers nothing if the
/// result does not fit.
fn arithmetic(
    vm: &mut Vm,
    args: &[Value],
    cost: Cost,
    small: fn(i64, i64) -> Option<i64>,
    large: fn(BigInt, BigInt) -> BigInt,
    float: fn(f64, f64) -> f64,
) -> Answer {
    if let (Some(a), Some(b)) = (args[0].as_int(), args[1].as_int()) {
        if let Some(value) = small(a, b).and_then(Value::small) {
            return Ok(value);
        }
        return integer(vm, large(a.into(), b.into()));
    }
    let a = receiver(vm, args)?;
    match number(vm, args[1])? {
        Number::Float(b) => Ok(vm.heap.new_float(float(to_float(a), b))),
        b => {
            let (a, b) = (to_big(a), to_big(b));
            if a.bits() + b.bits() > MOST_BITS {
                return Err(Fault::Overflow);
            }
            charge_big(vm, cost, a.bits(), b.bits())?;
            integer(vm, large(a, b))
        }
    }
}

/// The receiver, which must be an integer of either kind.
fn receiver(vm: &Vm, args: &[Value]) -> Result<Number, Fault> {
    match number(vm, args[0])? {
        Number::Float(_) => Err(Fault::BadType),
        n => Ok(n),
    }
}

fn to_big(number: Number) -> BigInt {
    match number {
        Number::Small(n) => n.into(),
        Number::Big(n) => n,
        Number::Float(_) => BigInt::zero(),
    }
}

/// The nearest double.
pub(in crate::vm::primitive) fn to_float(number: Number) -> f64 {
    match number {
        Number::Small(n) => n as f64,
        Number::Big(n) => n.to_f64().unwrap_or(f64::NAN),
        Number::Float(x) => x,
    }
}

fn add(vm: &mut Vm, args: &[Value]) -> Answer {
    arithmetic(vm, args, Cost::Linear, i64::checked_add, |a, b| a + b, |a, b| a + b)
}

fn subtract(vm: &mut Vm, args: &[Value]) -> Answer {
    arithmetic(vm, args, Cost::Linear, i64::checked_sub, |a, b| a - b, |a, b| a - b)
}

fn multiply(vm: &mut Vm, args: &[Value]) -> Answer {
    arithmetic(vm, args, Cost::Product, i64::checked_mul, |a, b| a * b, |a, b| a * b)
}

fn divide(vm: &mut Vm, args: &[Value]) -> Answer {
    not_zero(vm, args[1])?;
    arithmetic(vm, args, Cost::Quotient, i64::checked_div, |a, b| a / b, |a, b| a / b)
}

fn modulo(vm: &mut Vm, args: &[Value]) -> Answer {
    not_zero(vm, args[1])?;
    arithmetic(vm, args, Cost::Quotient, i64::checked_rem, |a, b| a % b, |a, b| a % b)
}

pub(in crate::vm::primitive) fn not_zero(vm: &Vm, value: Value) -> Result<(), Fault> {
    match number(vm, value)? {
        Number::Small(0) => Err(Fault::DivisionByZero),
        Number::Float(0.0) => Err(Fault::DivisionByZero),
        _ => Ok(()),
    }
}

/// How two numbers compare, exactly also across kinds; nothing if one is no number (nan).
pub(in crate::vm::primitive) fn compare(a: &Number, b: &Number) -> Option<Ordering> {
    match (a, b) {
        (Number::Small(a), Number::Small(b)) => Some(a.cmp(b)),
        (Number::Float(a), Number::Float(b)) => a.partial_cmp(b),
        (Number::Float(x), n) => compare_float(*x, n),
        (n, Number::Float(x)) => compare_float(*x, n).map(Ordering::reverse),
        (Number::Big(a), Number::Big(b)) => Some(a.cmp(b)),
        (Number::Big(a), Number::Small(_)) => Some(if a.is_negative() { Ordering::Less } else { Ordering::Greater }),
        (Number::Small(_), Number::Big(b)) => Some(if b.is_negative() { Ordering::Greater } else { Ordering::Less }),
    }
}

fn compare_float(x: f64, n: &Number) -> Option<Ordering> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 { Ordering::Greater } else { Ordering::Less });
    }
    if let Number::Small(n) = n
        && n.unsigned_abs() <= EXACT
    {
        return x.partial_cmp(&(*n as f64));
    }
    let n = match n {
        Number::Small(n) => BigInt::from(*n),
        Number::Big(n) => n.clone(),
        Number::Float(_) => return None,
    };
    // Compare the whole parts exactly; the fraction decides between equals.
    let whole = BigInt::from_f64(x.trunc())?;
    Some(whole.cmp(&n).then_with(|| x.fract().partial_cmp(&0.0).unwrap_or(Ordering::Equal)))
}

fn comparison(vm: &mut Vm, args: &[Value], holds: fn(Ordering) -> bool) -> Answer {
    if let (Some(a), Some(b)) = (args[0].as_int(), args[1].as_int()) {
        return Ok(Value::bool(holds(a.cmp(&b))));
    }
    let (a, b) = (number(vm, args[0])?, number(vm, args[1])?);
    Ok(Value::bool(compare(&a, &b).is_some_and(holds)))
}

pub(in crate::vm::primitive) fn less(vm: &mut Vm, args: &[Value]) -> Answer {
    comparison(vm, args, Ordering::is_lt)
}

pub(in crate::vm::primitive) fn less_equal(vm: &mut Vm, args: &[Value]) -> Answer {
    comparison(vm, args, Ordering::is_le)
}

pub(in crate::vm::primitive) fn greater(vm: &mut Vm, args: &[Value]) -> Answer {
    comparison(vm, args, Ordering::is_gt)
}

pub(in crate::vm::primitive) fn greater_equal(vm: &mut Vm, args: &[Value]) -> Answer {
    comparison(vm, args, Ordering::is_ge)
}

pub(in crate::vm::primitive) fn equal(vm: &mut Vm, args: &[Value]) -> Answer {
    comparison(vm, args, Ordering::is_eq)
}

pub(in crate::vm::primitive) fn not_equal(vm: &mut Vm, args: &[Value]) -> Answer {
    equal(vm, args).map(|same| Value::bool(same == Value::FALSE))
}

fn bits(vm: &mut Vm, args: &[Value], small: fn(i64, i64) -> i64, large: fn(BigInt, BigInt) -> BigInt) -> Answer {
    if let (Some(a), Some(b)) = (args[0].as_int(), args[1].as_int()) {
        return Ok(Value::int(small(a, b)));
    }
    let (a, b) = (big(vm, args[0])?, big(vm, args[1])?);
    charge_big(vm, Cost::Linear, a.bits(), b.bits())?;
    integer(vm, large(a, b))
}

fn and(vm: &mut Vm, args: &[Value]) -> Answer {
    bits(vm, args, |a, b| a & b, |a, b| a & b)
}

fn or(vm: &mut Vm, args: &[Value]) -> Answer {
    bits(vm, args, |a, b| a | b, |a, b| a | b)
}

fn xor(vm: &mut Vm, args: &[Value]) -> Answer {
    bits(vm, args, |a, b| a ^ b, |a, b| a ^ b)
}

fn shift_left(vm: &mut Vm, args: &[Value]) -> Answer {
    let by = args[1].as_int().ok_or(Fault::BadType)?;
    shift(vm, args[0], by)
}

fn shift_right(vm: &mut Vm, args: &[Value]) -> Answer {
    let by = args[1].as_int().ok_or(Fault::BadType)?;
    shift(vm, args[0], -by)
}

fn integer_of(vm: &mut Vm, n: i64) -> Answer {
    match Value::small(n) {
        Some(value) => Ok(value),
        None => integer(vm, n.into()),
    }
}

fn shift(vm: &mut Vm, value: Value, by: i64) -> Answer {
    if let Some(n) = value.as_int() {
        if by <= 0 {
            return Ok(Value::int(n >> by.unsigned_abs().min(63)));
        }
        // Leading zeros or ones beyond the sign are what may be shifted out.
        let room = if n < 0 { n.leading_ones() } else { n.leading_zeros() };
        if by < i64::from(room) {
            return integer_of(vm, n << by);
        }
    }
    let n = big(vm, value)?;
    if by <= 0 {
        charge_big(vm, Cost::Linear, n.bits(), 0)?;
        return integer(vm, n >> by.unsigned_abs().min(MOST_BITS));
    }
    if n.is_zero() {
        return Ok(value);
    }
    if n.bits().saturating_add(by as u64) > MOST_BITS {
        return Err(Fault::BadSize);
    }
    vm.heap.check_budget(by as usize / 8)?;
    charge_big(vm, Cost::Linear, n.bits(), by as u64)?;
    integer(vm, n << by)
}

fn gcd(vm: &mut Vm, args: &[Value]) -> Answer {
    if let (Some(a), Some(b)) = (args[0].as_int(), args[1].as_int()) {
        return integer(vm, a.unsigned_abs().gcd(&b.unsigned_abs()).into());
    }
    let (a, b) = (big(vm, args[0])?, big(vm, args[1])?);
    // A binary one: as many rounds as there are bits.
    charge_big(vm, Cost::Quadratic, a.bits().max(b.bits()) * 8, a.bits().max(b.bits()) * 8)?;
    integer(vm, a.gcd(&b))
}

fn root(vm: &mut Vm, args: &[Value]) -> Answer {
    let n = big(vm, args[0])?;
    let degree = args[1].as_int().ok_or(Fault::BadType)?;
    let degree = u32::try_from(degree).ok().filter(|degree| *degree > 0).ok_or(Fault::BadSize)?;
    if n.is_negative() && degree.is_multiple_of(2) {
        return Err(Fault::BadSize);
    }
    // Newton's steps, each of which divides, get twice as exact each time but for the first few.
    charge_big(vm, Cost::Quotient, n.bits().saturating_mul(8), n.bits())?;
    let root = if u64::from(degree) >= n.bits() { n.signum() } else { n.nth_root(degree) };
    integer(vm, root)
}

fn power_modulo(vm: &mut Vm, args: &[Value]) -> Answer {
    let (n, power, modulus) = (big(vm, args[0])?, big(vm, args[1])?, big(vm, args[2])?);
    if modulus.is_zero() {
        return Err(Fault::DivisionByZero);
    }
    if power.is_negative() {
        return Err(Fault::BadSize);
    }
    let words = modulus.bits().max(n.bits()) / 64 + 1;
    let units = power.bits().max(1).saturating_mul(words).saturating_mul(words) / 8;
    if units > MOST_UNITS {
        return Err(Fault::Overflow);
    }
    charge(vm, units)?;
    integer(vm, n.modpow(&power, &modulus))
}

/// A hash of up to 61 bits whose low bits are the number's own: neighbours stay neighbours in a table, which the
/// processor's caches reward. Tables use all bits when they probe on (`table::Probe`).
pub(in crate::vm::primitive) fn mixed(n: u64) -> i64 {
    ((n ^ n >> 61) & ((1 << 61) - 1)) as i64
}

fn hash(vm: &mut Vm, args: &[Value]) -> Answer {
    match number(vm, args[0])? {
        Number::Small(n) => Ok(Value::int(mixed(n as u64))),
        Number::Big(n) => Ok(Value::int(big_hash(&n))),
        Number::Float(_) => Err(Fault::BadType),
    }
}

fn big_hash(n: &BigInt) -> i64 {
    mixed(n.iter_u64_digits().fold(0, |sum, digit| sum.rotate_left(7) ^ digit))
}

/// Doubles without a fraction hash as the integers they equal.
pub(in crate::vm::primitive) fn float_hash(x: f64) -> i64 {
    if x.fract() != 0.0 || !x.is_finite() {
        return mixed(x.to_bits() ^ x.to_bits() >> 32);
    }
    match x.to_i64().filter(|n| Value::small(*n).is_some()) {
        Some(n) => mixed(n as u64),
        None => BigInt::from_f64(x).map_or(0, |n| big_hash(&n)),
    }
}

fn as_float(vm: &mut Vm, args: &[Value]) -> Answer {
    let x = to_float(receiver(vm, args)?);
    Ok(vm.heap.new_float(x))
}

fn as_character(vm: &mut Vm, args: &[Value]) -> Answer {
    let n = args[0].as_int().ok_or(Fault::BadIndex)?;
    let character = u32::try_from(n).ok().and_then(char::from_u32).ok_or(Fault::BadIndex)?;
    Ok(vm.intern(character.encode_utf8(&mut [0; 4])))
}

/// A base for writing integers.
fn base(value: Value) -> Result<u32, Fault> {
    let base = value.as_int().ok_or(Fault::BadType)?;
    u32::try_from(base).ok().filter(|base| (2..=36).contains(base)).ok_or(Fault::BadSize)
}

fn print(vm: &mut Vm, args: &[Value]) -> Answer {
    let Some(n) = args[0].as_int() else { return print_base(vm, &[args[0], Value::int(10)]) };
    Ok(vm.heap.new_string(digits(n, &mut [0; 20]))?)
}

/// The decimal digits of a small integer: at most 19, and a sign.
pub(in crate::vm::primitive) fn digits(n: i64, buffer: &mut [u8; 20]) -> &str {
    // From the last digit to the first.
    let mut from = buffer.len();
    let mut rest = n.unsigned_abs();
    loop {
        from -= 1;
        buffer[from] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if n < 0 {
        from -= 1;
        buffer[from] = b'-';
    }
    std::str::from_utf8(&buffer[from..]).unwrap_or_default()
}

pub(in crate::vm::primitive) fn print_base(vm: &mut Vm, args: &[Value]) -> Answer {
    let base = base(args[1])?;
    let n = big(vm, args[0])?;
    charge_big(vm, Cost::Quotient, n.bits(), n.bits())?;
    // Each digit is a byte, and stands for less than six bits.
    vm.heap.check_budget(n.bits() as usize)?;
    Ok(vm.heap.new_string(&n.to_str_radix(base))?)
}

/// The integer that a text writes in a base: digits, with a sign before them or not.
pub(in crate::vm::primitive) fn parse(vm: &mut Vm, text: &str, base_value: Value) -> Answer {
    let base = base(base_value)?;
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(base)) {
        return Err(Fault::Syntax);
    }
    if let Ok(n) = i64::from_str_radix(text, base) {
        return integer_of(vm, n);
    }
    let bits = digits.len() as u64 * 6;
    charge_big(vm, Cost::Quadratic, bits, bits)?;
    let n = BigInt::from_str_radix(text, base).map_err(|_| Fault::Syntax)?;
    integer(vm, n)
}
