//! Numbers as text: base-64 digits of which five bits count and the sixth says that another digit follows, the lowest
//! bits first. Text passes every server and opens from disk, and costs a few per cent more than bytes.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// One digit of 0 to 63. A larger value is cut to its lowest six bits.
pub(super) fn digit(value: u8) -> u8 {
    DIGITS[usize::from(value & 63)]
}

/// Writes a number.
pub(super) fn write(mut number: u64, out: &mut Vec<u8>) {
    loop {
        let low = (number & 31) as u8;
        number >>= 5;
        out.push(digit(if number == 0 { low } else { low | 32 }));
        if number == 0 {
            return;
        }
    }
}

/// Reads the number at `at` and moves past it. `None` where there is none.
pub(super) fn read(text: &[u8], at: &mut usize) -> Option<u64> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let value = value(*text.get(*at)?)?;
        *at += 1;
        number |= u64::from(value & 31).checked_shl(shift)?;
        shift += 5;
        if value & 32 == 0 {
            return Some(number);
        }
    }
}

/// What a digit stands for.
pub(super) fn value(digit: u8) -> Option<u8> {
    Some(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive() {
        let mut text = Vec::new();
        let numbers = [0, 1, 31, 32, 1023, 1024, 1 << 20, u64::from(u32::MAX), 1 << 52];
        for number in numbers {
            write(number, &mut text);
        }
        let mut at = 0;
        for number in numbers {
            assert_eq!(read(&text, &mut at), Some(number));
        }
        assert_eq!((read(&text, &mut at), at), (None, text.len()));
    }

    #[test]
    fn digits_are_those_that_need_no_escape() {
        for at in 0..64 {
            assert_eq!(value(digit(at)), Some(at));
        }
        assert_eq!(value(b'"'), None);
    }
}
