//! The recovery code that the office keeps on paper: 131 random bits and a checksum in six groups of
//! five characters. It must not be stored by the program; it is shown once.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::error::VaultError;
use super::secret::{expand, random};

/// 29 characters, of which no two look alike in print or handwriting: O I L Z S B U are read as 0 1 1 2 5 8 V.
const ALPHABET: &[u8; 29] = b"0123456789ACDEFGHJKMNPQRTVWXY";
/// Random characters: 27 × log2(29) = 131 bits.
const RANDOM: usize = 27;
/// All characters, with three of checksum: one slip in 24,389 passes.
const LENGTH: usize = 30;
const GROUP: usize = 5;

/// A recovery code, well-formed by its checksum; wiped when dropped.
pub struct RecoveryCode(Zeroizing<[u8; LENGTH]>);

impl RecoveryCode {
    /// A new random code.
    ///
    /// # Errors
    /// `NoRandomness`.
    pub fn generate() -> Result<Self, VaultError> {
        let mut letters = Zeroizing::new([0; LENGTH]);
        for letter in &mut letters[..RANDOM] {
            *letter = random_letter()?;
        }
        let check = checksum(&letters);
        letters[RANDOM..].copy_from_slice(&check);
        Ok(Self(letters))
    }

    /// Reads a code as typed: either case, any spaces and dashes, full-width characters, and look-alikes.
    ///
    /// # Errors
    /// `RecoveryLength`, `RecoveryLetter`, or `RecoverySlip` if the checksum does not fit.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let mut letters = Zeroizing::new([0; LENGTH]);
        let mut count = 0;
        for typed in text.chars().map(to_half_width).filter(|c| !is_separator(*c)) {
            let group = count / GROUP + 1;
            let letter = read_letter(typed).ok_or(VaultError::RecoveryLetter { group, letter: typed })?;
            if let Some(place) = letters.get_mut(count) {
                *place = letter;
            }
            count += 1;
        }
        if count != LENGTH {
            return Err(VaultError::RecoveryLength { count });
        }
        if letters[RANDOM..] != checksum(&letters) {
            return Err(VaultError::RecoverySlip);
        }
        Ok(Self(letters))
    }

    /// The code as it is printed: `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(LENGTH + LENGTH / GROUP));
        for (place, letter) in self.0.iter().enumerate() {
            if place > 0 && place % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(*letter));
        }
        text
    }

    /// The key that this code gives with a salt. The code is random enough to need no slow hash.
    pub(crate) fn wrapping_key(&self, salt: &[u8]) -> Zeroizing<[u8; 32]> {
        expand(salt, &self.0[..RANDOM], b"branchbook recovery code 1")
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("RecoveryCode(…)")
    }
}

/// One character of the alphabet, each equally likely: bytes from 232 on are drawn again.
fn random_letter() -> Result<u8, VaultError> {
    loop {
        let [byte] = random::<1>()?;
        if byte < 232 {
            return Ok(ALPHABET[usize::from(byte % 29)]);
        }
    }
}

fn checksum(letters: &[u8; LENGTH]) -> [u8; LENGTH - RANDOM] {
    let hash = Sha256::new().chain_update(b"recovery code check").chain_update(&letters[..RANDOM]).finalize();
    let mut number = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
    [(); LENGTH - RANDOM].map(|()| {
        let letter = ALPHABET[(number % 29) as usize];
        number /= 29;
        letter
    })
}

fn read_letter(typed: char) -> Option<u8> {
    let letter = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'B' => '8',
        'U' => 'V',
        other => other,
    };
    u8::try_from(letter).ok().filter(|byte| ALPHABET.contains(byte))
}

/// A Chinese input method may give full-width letters and digits (U+FF01 to U+FF5E).
fn to_half_width(typed: char) -> char {
    match typed {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(typed as u32 - 0xFEE0).unwrap_or(typed),
        other => other,
    }
}

fn is_separator(typed: char) -> bool {
    typed.is_whitespace() || matches!(typed, '-' | '_' | '.' | '·' | '–' | '—' | '−' | '。')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        for _ in 0..50 {
            let code = RecoveryCode::generate().unwrap();
            let text = code.to_text();
            assert_eq!(text.len(), 35);
            assert!(text.split('-').all(|group| group.len() == 5), "groups of five");
            let typed = [
                text.to_lowercase(),
                text.replace('-', " "),
                text.replace('-', ""),
                text.replace('-', "—").replace('0', "O").replace('1', "l").replace('2', "z"),
                text.replace('5', "s").replace('8', "b").replace('V', "u").replace('1', "I"),
                text.chars().map(to_full_width).collect(),
            ];
            for typed in typed {
                assert_eq!(RecoveryCode::parse(&typed).unwrap().0, code.0, "{typed}");
            }
        }
    }

    #[test]
    fn a_slip_is_told_apart_from_a_wrong_code() {
        let code = RecoveryCode::generate().unwrap();
        let text = code.to_text().replace('-', "");
        let mut noticed = 0;
        for place in 0..LENGTH {
            let mut slip = text.clone().into_bytes();
            slip[place] = if slip[place] == b'7' { b'9' } else { b'7' };
            let answer = RecoveryCode::parse(std::str::from_utf8(&slip).unwrap());
            noticed += usize::from(matches!(answer, Err(VaultError::RecoverySlip)));
        }
        assert!(noticed >= LENGTH - 1, "one slip in 24,389 may pass, two of thirty do not: {noticed}");
    }

    #[test]
    fn length_and_foreign_characters_are_named() {
        let code = RecoveryCode::generate().unwrap().to_text().replace('-', "");
        let short = RecoveryCode::parse(&code[..29]);
        assert!(matches!(short, Err(VaultError::RecoveryLength { count: 29 })));
        let long = RecoveryCode::parse(&format!("{code}A"));
        assert!(matches!(long, Err(VaultError::RecoveryLength { count: 31 })));
        let foreign = RecoveryCode::parse(&format!("{}码{}", &code[..7], &code[8..]));
        assert!(matches!(foreign, Err(VaultError::RecoveryLetter { group: 2, letter: '码' })));
        assert!(matches!(RecoveryCode::parse(""), Err(VaultError::RecoveryLength { count: 0 })));
    }

    #[test]
    fn no_two_characters_of_the_alphabet_are_read_alike() {
        let read: std::collections::BTreeSet<_> =
            ALPHABET.iter().map(|letter| read_letter(char::from(*letter))).collect();
        assert_eq!(read.len(), ALPHABET.len());
        assert!(!read.contains(&None));
    }

    #[test]
    fn two_codes_differ_and_use_the_whole_alphabet() {
        let codes: Vec<_> = (0..40).map(|_| RecoveryCode::generate().unwrap()).collect();
        let seen: std::collections::BTreeSet<u8> =
            codes.iter().flat_map(|code| code.0[..RANDOM].to_vec()).collect();
        assert_eq!(seen.len(), ALPHABET.len(), "1080 draws meet all of 29 characters");
        assert_ne!(codes[0].0, codes[1].0);
        assert_ne!(codes[0].wrapping_key(b"salt"), codes[0].wrapping_key(b"other"));
    }

    fn to_full_width(letter: char) -> char {
        char::from_u32(letter as u32 + 0xFEE0).unwrap()
    }
}
