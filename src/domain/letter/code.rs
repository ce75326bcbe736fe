//! The code by which a paper is checked: short enough to be typed, long enough not to be guessed.

/// The signs of a code: digits, and the letters that look like no other sign. Five bits each.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs in a code: a hundred bits, whatever is known of other codes.
pub const LENGTH: usize = 20;

/// The code of so many random bytes.
#[must_use]
pub fn verification_code(bytes: [u8; LENGTH]) -> String {
    let signs = bytes.iter().map(|byte| SIGNS[usize::from(byte & 31)]);
    signs.map(char::from).collect()
}

/// A code as it was typed or read aloud: in groups or not, in small letters, with O for 0 and I or L for 1. Nothing where
/// it can be no code.
#[must_use]
pub fn read_code(typed: &str) -> Option<String> {
    let signs = typed.chars().filter(|sign| !sign.is_whitespace() && *sign != '-');
    let meant = signs.map(|sign| match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    let code: String = meant.take(LENGTH + 1).collect();
    let known = |sign: u8| SIGNS.contains(&sign);
    (code.len() == LENGTH && code.bytes().all(known)).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_written_by_hand() {
        let code = verification_code([7; LENGTH]);
        assert_eq!(code, "77777777777777777777");
        assert_eq!(read_code(" 77777-77777 77777-77777 "), Some(code));
        let all: String = (0..20).map(|n| char::from(SIGNS[n + 12])).collect();
        assert_eq!(read_code(&all.to_lowercase()), Some(all));
        assert_eq!(
            read_code("oil00-00000-00000-00000").as_deref(),
            Some("01100000000000000000")
        );
    }

    #[test]
    fn what_is_no_code_is_none() {
        for typed in [
            "",
            "7",
            "7777777777777777777",
            "777777777777777777777",
            "UUUUUUUUUUUUUUUUUUUU",
            "жжжжжжжжжж",
        ] {
            assert_eq!(read_code(typed), None, "{typed}");
        }
    }

    #[test]
    fn every_sign_is_as_likely_as_any_other() {
        let mut times = [0; 32];
        for byte in 0..=255 {
            let code = verification_code([byte; LENGTH]);
            let at = SIGNS.iter().position(|sign| *sign == code.as_bytes()[0]).unwrap();
            times[at] += 1;
        }
        assert_eq!(times, [8; 32]);
    }
}
