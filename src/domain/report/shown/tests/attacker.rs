//! Whoever takes all the tables of a year and subtracts them from each other, as far as arithmetic goes.

use super::super::super::hidden::{COLUMNS, WITHIN};
use super::super::{Figures, Shown};
use super::{Lines, column};
use std::collections::{BTreeMap, BTreeSet};

/// A number of the tables of a year: part of the year, line, column.
pub type Cell = (usize, usize, usize);

/// Whoever has all the tables of a year, and calculates.
pub struct Attacker {
    pub values: BTreeMap<Cell, u32>,
    pub known: BTreeSet<Cell>,
    /// Each sum with its parts.
    sums: Vec<(Cell, Vec<Cell>)>,
}

impl Attacker {
    pub fn new(country: &[Vec<Figures>], parts: &[Lines]) -> Self {
        let mut attacker = Self {
            values: BTreeMap::new(),
            known: BTreeSet::new(),
            sums: Vec::new(),
        };
        for (part, lines) in parts.iter().enumerate() {
            for (number, (line, cells)) in lines.iter().enumerate() {
                for at in 0..COLUMNS {
                    attacker.values.insert((part, number, at), line.values[at]);
                    if column(cells.as_ref(), at) != Shown::Hidden {
                        attacker.known.insert((part, number, at));
                    }
                }
                let given = [1, 2, 3].map(|at| (part, number, at));
                attacker.sums.push(((part, number, 0), given.to_vec()));
            }
            for at in 0..COLUMNS {
                let regions = (1..=country.len()).map(|number| (part, number, at));
                attacker.sums.push(((part, 0, at), regions.collect()));
                let mut first = country.len() + 1;
                for (region, places) in country.iter().enumerate() {
                    let places = first..first + places.len();
                    first = places.end;
                    let places = places.map(|number| (part, number, at));
                    attacker.sums.push(((part, region + 1, at), places.collect()));
                }
            }
        }
        for (whole, halves) in WITHIN {
            for number in 0..parts[whole].len() {
                for at in 0..COLUMNS {
                    let halves = halves.map(|part| (part, number, at));
                    attacker.sums.push(((whole, number, at), halves.to_vec()));
                }
            }
        }
        attacker
    }

    /// What follows from all sums together, as far as it was not known: the unknown numbers that have one value only.
    pub fn solve(&self) -> Vec<Cell> {
        let mut solved: BTreeMap<Cell, BTreeMap<Cell, u64>> = BTreeMap::new();
        for (sum, parts) in &self.sums {
            let mut row: BTreeMap<Cell, u64> = parts.iter().map(|part| (*part, 1)).collect();
            row.insert(*sum, PRIME - 1);
            row.retain(|cell, _| !self.known.contains(cell));
            while let Some((&first, &factor)) = row.first_key_value() {
                if let Some(other) = solved.get(&first) {
                    subtract(&mut row, other, factor);
                } else {
                    let inverse = power(factor, PRIME - 2);
                    row.values_mut()
                        .for_each(|value| *value = *value * inverse % PRIME);
                    solved.insert(first, row);
                    break;
                }
            }
        }
        let firsts: Vec<Cell> = solved.keys().rev().copied().collect();
        for first in firsts {
            let mut row = solved.remove(&first).unwrap();
            let others: Vec<Cell> = row.keys().skip(1).copied().collect();
            for other in others {
                if let (Some(&factor), Some(known)) = (row.get(&other), solved.get(&other)) {
                    subtract(&mut row, known, factor);
                }
            }
            solved.insert(first, row);
        }
        let alone = solved.into_iter().filter(|(_, row)| row.len() == 1);
        alone.map(|(cell, _)| cell).collect()
    }

    /// Of a sum whose known parts make it up, all other parts are nought.
    pub fn noughts(&self) -> Vec<Cell> {
        let mut found = Vec::new();
        for (sum, parts) in self.sums.iter().filter(|(sum, _)| self.known.contains(sum)) {
            let (known, open): (Vec<&Cell>, Vec<&Cell>) =
                parts.iter().partition(|part| self.known.contains(*part));
            let together: u32 = known.into_iter().map(|part| self.values[part]).sum();
            if together == self.values[sum] {
                found.extend(open);
            }
        }
        found
    }
}

const PRIME: u64 = 2_147_483_647;

fn power(base: u64, exponent: u64) -> u64 {
    let half = |exponent| power(base * base % PRIME, exponent);
    match (exponent, exponent % 2) {
        (0, _) => 1,
        (_, 0) => half(exponent / 2),
        _ => half(exponent / 2) * base % PRIME,
    }
}

/// So many times a row less.
fn subtract(row: &mut BTreeMap<Cell, u64>, other: &BTreeMap<Cell, u64>, times: u64) {
    for (cell, value) in other {
        let less = row.get(cell).copied().unwrap_or_default() + PRIME - times * value % PRIME;
        if less.is_multiple_of(PRIME) {
            row.remove(cell);
        } else {
            row.insert(*cell, less % PRIME);
        }
    }
}
