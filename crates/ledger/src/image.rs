//! The image of a row: its values in the order of the columns, as bytes. Changes keep images, hashes are
//! taken over images, undo writes images back. The form is frozen: older changes must stay readable.
//!
//! `count` as varint, then per value a tag byte: 0 NULL · 1 integer (zig-zag varint) · 2 text (length, UTF-8) ·
//! 3 blob (length, bytes).

use rusqlite::types::{Value, ValueRef};

/// Appends an unsigned LEB128 number.
pub fn put_number(mut number: u64, out: &mut Vec<u8>) {
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

/// Takes an unsigned LEB128 number from the front.
pub fn take_number(input: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = input.split_first()?;
        *input = rest;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Takes that many bytes from the front.
pub fn take_bytes<'a>(input: &mut &'a [u8], length: u64) -> Option<&'a [u8]> {
    let length = usize::try_from(length).ok().filter(|length| *length <= input.len())?;
    let (head, rest) = input.split_at(length);
    *input = rest;
    Some(head)
}

/// Appends one value. REAL does not occur in the book; it would be kept as text.
pub fn put_value(value: ValueRef<'_>, out: &mut Vec<u8>) {
    match value {
        ValueRef::Null => out.push(0),
        ValueRef::Integer(number) => {
            out.push(1);
            put_number(((number << 1) ^ (number >> 63)).cast_unsigned(), out);
        }
        ValueRef::Real(number) => put_run(2, number.to_string().as_bytes(), out),
        ValueRef::Text(text) => put_run(2, text, out),
        ValueRef::Blob(bytes) => put_run(3, bytes, out),
    }
}

/// Reads an image back into values.
pub fn values(mut image: &[u8]) -> Option<Vec<Value>> {
    let count = take_number(&mut image)?;
    let values = (0..count).map(|_| take_value(&mut image)).collect::<Option<Vec<_>>>()?;
    image.is_empty().then_some(values)
}

/// Whether `wanted` is the row, or its beginning: an older schema had fewer columns.
pub fn begins_with(found: &[u8], wanted: &[u8]) -> bool {
    if found == wanted {
        return true;
    }
    match (values(found), values(wanted)) {
        (Some(found), Some(wanted)) => found.starts_with(&wanted),
        _ => false,
    }
}

/// An image of an older schema with what it lacks taken from the row as it was found.
pub fn widened(before: &[u8], found: Option<&[u8]>) -> Vec<u8> {
    let (Some(old), Some(new)) = (values(before), found.and_then(values)) else {
        return before.to_vec();
    };
    match new.get(old.len()..) {
        Some(added) if !added.is_empty() => encode(old.iter().chain(added), new.len()),
        _ => before.to_vec(),
    }
}

/// The first `width` values of an image.
pub fn cut_to(image: &[u8], width: usize) -> Vec<u8> {
    match values(image) {
        Some(row) if row.len() > width => encode(row.iter().take(width), width),
        _ => image.to_vec(),
    }
}

/// Begins an image of that many values.
pub fn begin(count: usize, out: &mut Vec<u8>) {
    put_number(count as u64, out);
}

fn encode<'a>(row: impl Iterator<Item = &'a Value>, width: usize) -> Vec<u8> {
    let mut image = Vec::new();
    begin(width, &mut image);
    for value in row {
        put_value(value.into(), &mut image);
    }
    image
}

fn put_run(tag: u8, bytes: &[u8], out: &mut Vec<u8>) {
    out.push(tag);
    put_number(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

fn take_value(input: &mut &[u8]) -> Option<Value> {
    let (&tag, rest) = input.split_first()?;
    *input = rest;
    Some(match tag {
        0 => Value::Null,
        1 => {
            let coded = take_number(input)?;
            Value::Integer((coded >> 1).cast_signed() ^ -((coded & 1).cast_signed()))
        }
        2 => {
            let length = take_number(input)?;
            Value::Text(String::from_utf8(take_bytes(input, length)?.to_vec()).ok()?)
        }
        3 => {
            let length = take_number(input)?;
            Value::Blob(take_bytes(input, length)?.to_vec())
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(values_in: &[Value]) -> Option<Vec<Value>> {
        let mut image = Vec::new();
        begin(values_in.len(), &mut image);
        for value in values_in {
            put_value(value.into(), &mut image);
        }
        values(&image)
    }

    #[test]
    fn every_kind_of_value_comes_back() {
        let row = vec![
            Value::Null,
            Value::Integer(0),
            Value::Integer(i64::MIN),
            Value::Integer(i64::MAX),
            Value::Integer(-1),
            Value::Text("解子涵".into()),
            Value::Text(String::new()),
            Value::Blob(vec![0, 255]),
        ];
        assert_eq!(round(&row), Some(row));
    }

    #[test]
    fn an_image_of_an_older_schema_is_the_beginning_of_todays_row() {
        let old = encode([Value::Integer(7), Value::Null].iter(), 2);
        let new = encode([Value::Integer(7), Value::Null, Value::Text("后来".into())].iter(), 3);
        assert!(begins_with(&new, &old) && begins_with(&new, &new) && !begins_with(&old, &new));
        assert_eq!(widened(&old, Some(&new)), new);
        assert_eq!((cut_to(&new, 2), cut_to(&old, 9)), (old.clone(), old));
    }

    #[test]
    fn a_cut_image_is_no_image() {
        let mut image = Vec::new();
        begin(2, &mut image);
        put_value(ValueRef::Text(b"abc"), &mut image);
        put_value(ValueRef::Integer(300), &mut image);
        for length in 0..image.len() {
            assert_eq!(values(&image[..length]), None, "cut at {length}");
        }
    }
}
