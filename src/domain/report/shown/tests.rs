use super::super::hidden::small;
use super::*;
use attacker::Attacker;

mod attacker;

fn people(people: u32) -> Figures {
    Figures {
        people,
        due: people * 4,
        in_window: people * 4,
        days: people * 100,
        ..Figures::default()
    }
}

/// Regions with the organisations in them.
fn counted(regions: &[Vec<Figures>]) -> Counted {
    let mut counted = Counted::default();
    for (region, places) in regions.iter().enumerate() {
        let region = format!("r{region}");
        for (place, figures) in places.iter().enumerate() {
            counted
                .places
                .insert((region.clone(), format!("{place:02}")), *figures);
            *counted.regions.entry(region.clone()).or_default() += *figures;
            counted.total += *figures;
        }
    }
    counted
}

/// The tables of a year in whose first quarter all of it was counted.
fn of_a_year(counted: &Counted) -> Tables {
    let none = Counted::default;
    let all = || counted.clone();
    let [whole, ..] = tables(&[all(), all(), none(), all(), none(), none(), none()]);
    whole
}

fn shown(by: &[u32]) -> (Vec<bool>, bool) {
    let tables = of_a_year(&counted(&[by.iter().copied().map(people).collect()]));
    let rows = tables.by_place.rows.iter().map(|row| row.figures.is_some());
    (rows.collect(), tables.by_place.total.is_some())
}

#[test]
fn few_people_are_not_counted_aloud_not_even_by_subtraction() {
    assert_eq!(shown(&[10, 20, 30]), (vec![true, true, true], true));
    // One hidden row would be the sum less the others: the smallest of the others goes with it.
    assert_eq!(shown(&[3, 20, 30]), (vec![false, false, true], true));
    // Two hidden rows of two people each are still few.
    assert_eq!(shown(&[2, 2, 20, 30]), (vec![false, false, false, true], true));
    assert_eq!(shown(&[4, 4, 20]), (vec![false, false, true], true));
    assert_eq!(shown(&[3]), (vec![false], false));
    assert_eq!(shown(&[3, 6]), (vec![false, false], true), "nine people together");
}

#[test]
fn what_one_table_hides_does_not_follow_from_the_other() {
    // The only organisation of a region has three people: its region is hidden with another, and so one organisation of
    // that other region is, or its figures would be the sum of its organisations.
    let tables = of_a_year(&counted(&[
        vec![people(3)],
        vec![people(8), people(12)],
        vec![people(30), people(40)],
    ]));
    let regions: Vec<_> = tables
        .by_region
        .rows
        .iter()
        .map(|row| row.figures.is_some())
        .collect();
    assert_eq!(regions, [false, false, true]);
    let places: Vec<_> = tables
        .by_place
        .rows
        .iter()
        .map(|row| row.figures.is_some())
        .collect();
    assert_eq!(places, [false, false, true, true, true]);
}

#[test]
fn a_small_number_of_one_organisation_does_not_follow_from_its_region() {
    let of = |late, not_given| Figures {
        due: 60,
        in_window: 60 - late - not_given,
        late,
        not_given,
        ..people(12)
    };
    let tables = of_a_year(&counted(&[vec![of(2, 5), of(12, 7), of(20, 9)]]));
    let late: Vec<_> = tables
        .by_place
        .rows
        .iter()
        .map(|row| row.figures.unwrap().late)
        .collect();
    assert_eq!(late, [Shown::Hidden, Shown::Hidden, Shown::Count(20)]);
    let region = tables.by_region.rows[0].figures.unwrap();
    assert_eq!(
        region.late,
        Shown::Count(34),
        "the sum itself tells nothing about two"
    );
}

#[test]
fn a_share_is_rounded() {
    let of = |due, in_window| Figures {
        due,
        in_window,
        late: due - in_window,
        ..people(20)
    };
    let per_cent = |due, given| {
        let tables = of_a_year(&counted(&[vec![of(due, given)]]));
        tables.by_region.rows[0].figures.unwrap().per_cent
    };
    assert_eq!(per_cent(66, 58), Some(88), "87.9");
    assert_eq!(per_cent(200, 175), Some(88), "87.5");
    assert_eq!(per_cent(200, 174), Some(87));
    assert_eq!(per_cent(50, 50), Some(100));
    assert_eq!(per_cent(50, 48), None, "two would follow");
}

#[test]
fn a_share_is_drawn_only_of_numbers_that_are_shown() {
    let figures = Figures {
        days: 400,
        uncovered: 50,
        alerts: 20,
        unanswered: 2,
        reviews: 12,
        reviews_late: 6,
        ..people(20)
    };
    let tables = of_a_year(&counted(&[vec![figures]]));
    let cells = tables.by_place.rows[0].figures.unwrap();
    assert_eq!(cells.shares(), [Some(100), Some(13), None, Some(50)]);
}

/// Twelve people with a hundred days each; so many of them with so many days without cover each.
fn without_cover(many: u32, days: u32) -> Figures {
    let mut sum = Figures::default();
    for number in 0..12 {
        let one = Figures {
            days: 100,
            uncovered: if number < many { days } else { 0 },
            ..Figures::default()
        };
        sum += one.of_one();
    }
    sum
}

fn uncovered(places: Vec<Figures>) -> (Vec<Shown>, Shown) {
    let tables = of_a_year(&counted(&[places]));
    let rows = tables.by_place.rows.iter();
    let rows = rows.map(|row| row.figures.unwrap().uncovered).collect();
    (rows, tables.by_region.rows[0].figures.unwrap().uncovered)
}

#[test]
fn a_large_number_of_one_person_is_not_told() {
    assert_eq!(
        uncovered(vec![without_cover(1, 24)]),
        (vec![Shown::Hidden], Shown::Hidden)
    );
    assert_eq!(
        uncovered(vec![without_cover(6, 4)]),
        (vec![Shown::Count(24)], Shown::Count(24))
    );
    // Nor what is left: one of them was covered on all his days, and nobody else on any.
    assert_eq!(uncovered(vec![without_cover(11, 100)]).0, [Shown::Hidden]);
}

#[test]
fn a_large_number_of_one_person_does_not_follow_from_the_sum() {
    let (rows, sum) = uncovered(vec![
        without_cover(1, 24),
        without_cover(12, 5),
        without_cover(12, 6),
    ]);
    assert_eq!(rows, [Shown::Hidden, Shown::Hidden, Shown::Count(72)]);
    assert_eq!(sum, Shown::Count(156));
}

#[test]
fn a_small_number_of_a_quarter_does_not_follow_from_its_year() {
    let of = |not_given| Figures {
        due: 80,
        in_window: 70 - not_given,
        late: 10,
        not_given,
        ..people(20)
    };
    let quarters = [of(2), of(8), of(9), of(10)].map(|figures| vec![vec![figures]]);
    let tables = tables(&year_of(&quarters).map(|part| counted(&part)));
    let not_given = tables.map(|part| part.by_place.rows[0].figures.unwrap().not_given);
    let [whole, halves @ .., third, fourth] = not_given;
    assert_eq!(whole, Shown::Count(29));
    assert_eq!(
        halves,
        [Shown::Count(10), Shown::Count(19), Shown::Hidden, Shown::Hidden],
        "the two of the first quarter would be the ten of the half less the eight of the second"
    );
    assert_eq!((third, fourth), (Shown::Count(9), Shown::Count(10)));
}

#[test]
fn who_was_treated_in_one_quarter_alone_has_a_row_in_each() {
    let first = || counted(&[vec![people(20)]]);
    let none = Counted::default;
    let tables = tables(&[first(), first(), none(), first(), none(), none(), none()]);
    for part in &tables {
        assert_eq!((part.by_place.rows.len(), part.by_region.rows.len()), (1, 1));
    }
    let last = tables[6].by_place.rows[0].figures.unwrap();
    assert_eq!((last.days, last.per_cent), (Shown::Count(0), None));
}

/// Regions with organisations in them.
type Country = Vec<Vec<Figures>>;

/// A year and its parts from its quarters. Of the people of two quarters no more are counted than of the one with more.
fn year_of(quarters: &[Country; 4]) -> [Country; PARTS.len()] {
    let together = |one: &Country, other: &Country| -> Country {
        let places = |(one, other): (&Vec<Figures>, &Vec<Figures>)| {
            let both = |(one, other): (&Figures, &Figures)| {
                let mut both = *one;
                both += *other;
                both.people = one.people.max(other.people);
                both
            };
            one.iter().zip(other).map(both).collect()
        };
        one.iter().zip(other).map(places).collect()
    };
    let [first, second, third, fourth] = quarters;
    let (one, other) = (together(first, second), together(third, fourth));
    let [first, second, third, fourth] = quarters.clone();
    [together(&one, &other), one, other, first, second, third, fourth]
}

/// The lines of a table as they are, and what is shown of them.
type Lines = Vec<(Line, Option<Cells>)>;

/// Numbers that look arbitrary and are the same every time.
struct Dice(u64);

impl Dice {
    fn up_to(&mut self, most: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(most + 1)).unwrap()
    }

    /// Often nought.
    fn some(&mut self, most: u32) -> u32 {
        if self.up_to(1) == 0 { 0 } else { self.up_to(most) }
    }

    fn figures(&mut self) -> Figures {
        let most = [0, 14, 14, 40][self.up_to(3) as usize];
        let people = self.up_to(most);
        let (late, not_given) = (self.some(people), self.some(people));
        let (in_window, days) = (self.up_to(people * 3), people * self.up_to(90));
        let (alerts, reviews) = (self.some(people), self.some(people));
        Figures {
            people,
            due: in_window + late + not_given,
            in_window,
            late,
            not_given,
            days,
            uncovered: self.some(days),
            alerts,
            unanswered: self.up_to(alerts),
            reviews,
            reviews_late: self.up_to(reviews),
            ..Figures::default()
        }
    }

    /// A year of a few regions with a few organisations each.
    fn year(&mut self) -> [Country; PARTS.len()] {
        let places: Vec<u32> = (0..=self.up_to(2)).map(|_| self.up_to(3)).collect();
        let mut quarter = || -> Country {
            let regions = places.iter();
            regions
                .map(|most| (0..=*most).map(|_| self.figures()).collect())
                .collect()
        };
        year_of(&[quarter(), quarter(), quarter(), quarter()])
    }
}

/// The lines of a part of a year: all together, the regions, the organisations region by region.
fn lines(counted: &Counted, tables: &Tables) -> Lines {
    let line = |figures: &Figures| Line::new(figures, false);
    let total = (line(&counted.total), tables.by_region.total);
    let regions = counted.regions.values().zip(&tables.by_region.rows);
    let regions = regions.map(|(figures, row)| (line(figures), row.figures));
    let places = counted.places.values().zip(&tables.by_place.rows);
    let places = places.map(|(figures, row)| (line(figures), row.figures));
    [total].into_iter().chain(regions).chain(places).collect()
}

fn column(cells: Option<&Cells>, at: usize) -> Shown {
    cells.map_or(Shown::Hidden, |cells| cells.columns()[at])
}

/// Years, each with what was counted in its parts and with their lines.
fn years(seed: u64, many: u32) -> impl Iterator<Item = (Country, Vec<Lines>)> {
    let mut dice = Dice(seed);
    (0..many).map(move |_| {
        let year = dice.year();
        let counted = year.each_ref().map(|part| counted(part));
        let tables = tables(&counted);
        let parts = counted.iter().zip(&tables);
        let [country, ..] = year;
        (
            country,
            parts.map(|(counted, tables)| lines(counted, tables)).collect(),
        )
    })
}

#[test]
fn nothing_hidden_follows_from_all_tables_of_a_year_by_subtraction() {
    for (country, parts) in years(11, 60) {
        finds_nothing(Attacker::new(&country, &parts), &country);
    }
}

/// Nothing that is hidden follows by arithmetic; nor does a small number where somebody also knows that no number is less than
/// nought.
fn finds_nothing(mut attacker: Attacker, country: &[Vec<Figures>]) {
    let found = attacker.solve();
    let told = found.iter().find(|cell| attacker.values[*cell] > 0);
    assert_eq!(told, None, "{found:?} in {country:?}");
    loop {
        let noughts = attacker.noughts();
        let found = if noughts.is_empty() {
            attacker.solve()
        } else {
            noughts
        };
        if found.is_empty() {
            return;
        }
        let told = found.iter().find(|cell| small(attacker.values[*cell]));
        assert_eq!(told, None, "{found:?} in {country:?}");
        attacker.known.extend(found);
    }
}

/// A year as the reader of one region sees it.
fn of_region(parts: &[Counted; PARTS.len()], region: &str) -> [Tables; PARTS.len()] {
    let year = CountedYear {
        parts: parts.clone(),
        regions: Some([region.to_owned()].into()),
    };
    year.tables()
}

/// What a reader of one region sees in a part of a year, with the numbers of the lines in the table of the country.
fn seen(country: &[Vec<Figures>], number: usize, own: &Tables) -> Vec<(Option<Cells>, usize)> {
    let before: usize = country[..number].iter().map(Vec::len).sum();
    let first = 1 + country.len() + before;
    let regions = own.by_region.rows.iter().map(|row| (row.figures, number + 1));
    // The sum of his rows is the sum of his region.
    let sums = [own.by_region.total, own.by_place.total].map(|total| (total, number + 1));
    let places = own.by_place.rows.iter().zip(first..);
    let places = places.map(|(row, line)| (row.figures, line));
    regions.chain(sums).chain(places).collect()
}

#[test]
fn nothing_hidden_follows_from_the_files_of_all_readers_together() {
    let mut dice = Dice(11);
    for _ in 0..60 {
        let year = dice.year();
        let parts = year.each_ref().map(|part| counted(part));
        let whole = parts.iter().zip(tables(&parts));
        let whole: Vec<Lines> = whole.map(|(part, tables)| lines(part, &tables)).collect();
        let [country, ..] = &year;
        let mut attacker = Attacker::new(country, &whole);
        for (number, region) in parts[0].regions.keys().enumerate() {
            for (part, own) in of_region(&parts, region).iter().enumerate() {
                assert_eq!(
                    (own.by_region.rows.len(), own.by_place.rows.len()),
                    (1, country[number].len())
                );
                for (figures, line) in seen(country, number, own) {
                    for at in 0..COLUMNS {
                        if let Shown::Count(shown) = column(figures.as_ref(), at) {
                            assert_eq!(attacker.values[&(part, line, at)], shown);
                            attacker.known.insert((part, line, at));
                        }
                    }
                }
            }
        }
        finds_nothing(attacker, country);
    }
}

#[test]
fn a_region_that_is_hidden_in_the_country_is_hidden_from_its_own_reader() {
    // The second region has enough people to be shown alone, and is hidden because the first has too few.
    let all = counted(&[
        vec![people(3)],
        vec![people(8), people(12)],
        vec![people(30), people(40)],
    ]);
    let none = Counted::default;
    let year = || all.clone();
    let parts = [year(), year(), none(), year(), none(), none(), none()];
    let shown = |region: &str| {
        let [whole, ..] = of_region(&parts, region);
        let rows = whole.by_region.rows.iter().map(|row| row.figures.is_some());
        (
            rows.collect::<Vec<_>>(),
            whole.by_region.total,
            whole.by_place.total,
        )
    };
    assert_eq!(shown("r0"), (vec![false], None, None));
    assert_eq!(shown("r1"), (vec![false], None, None));
    let (rows, total, of_places) = shown("r2");
    assert_eq!((rows, total), (vec![true], of_places));
    assert_eq!(total.unwrap().days, Shown::Count(7_000));
}

#[test]
fn the_attacker_is_awake() {
    // All numbers of a year but one: it follows.
    let (country, parts) = years(3, 1).next().unwrap();
    let mut attacker = Attacker::new(&country, &parts);
    let one = (3, 1, 0);
    attacker.known = attacker
        .values
        .keys()
        .copied()
        .filter(|cell| *cell != one)
        .collect();
    assert_eq!(attacker.solve(), [one]);
}

#[test]
fn no_small_number_is_shown_and_none_is_hidden_alone() {
    for (country, parts) in years(7, 200) {
        for lines in &parts {
            let (regions, mut places) = lines[1..].split_at(country.len());
            told_by_none(&lines[0], regions);
            for (region, of) in regions.iter().zip(&country) {
                let (these, rest) = places.split_at(of.len());
                told_by_none(region, these);
                places = rest;
            }
        }
    }
}

/// What is hidden in a column is never one number, nor few together, where the sum of the column is shown.
fn told_by_none(sum: &(Line, Option<Cells>), lines: &[(Line, Option<Cells>)]) {
    for at in 0..COLUMNS {
        let hidden = lines
            .iter()
            .filter(|(_, cells)| column(cells.as_ref(), at) == Shown::Hidden);
        let hidden: Vec<u32> = hidden.map(|(line, _)| line.values[at]).collect();
        match column(sum.1.as_ref(), at) {
            Shown::Count(number) => {
                assert!(!small(number));
                assert!(
                    hidden.len() != 1 && !small(hidden.iter().sum()),
                    "{at}: {hidden:?}"
                );
            }
            Shown::Hidden => assert!(!hidden.is_empty(), "{at}"),
        }
        for (line, cells) in lines {
            assert!(column(cells.as_ref(), at) == Shown::Hidden || !small(line.values[at]));
        }
    }
}
