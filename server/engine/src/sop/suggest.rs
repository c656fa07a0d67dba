//! Which customer a vendor's record probably belongs to: by a foreign identifier it carries, by domain, by name. Pure; each
//! suggestion says its score and its reason.
//!
//! Where no customer fits, a new one is suggested; its name is that of the record in the system of record (the PSA) that looks
//! the same, so that one customer comes of the records of several vendors, and not one of each.

use crate::store::RecordRow;
use contract::{
    customer::{Customer, Suggestion},
    ids::CustomerId,
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The least score that is shown.
const LEAST: u8 = 50;

/// The most suggestions of a record.
const MOST: usize = 3;

/// Words that say what kind of company it is, and not which.
const LEGAL: [&str; 30] = [
    "ltd",
    "limited",
    "inc",
    "incorporated",
    "llc",
    "llp",
    "lp",
    "plc",
    "pllc",
    "pc",
    "pa",
    "co",
    "corp",
    "corporation",
    "company",
    "gmbh",
    "ag",
    "kg",
    "ug",
    "bv",
    "nv",
    "sa",
    "sarl",
    "sas",
    "srl",
    "spa",
    "pty",
    "ab",
    "as",
    "the",
];

/// What records are compared with.
pub struct Known {
    candidates: Vec<Candidate>,
    by_name: HashMap<String, Vec<usize>>,
    by_domain: HashMap<String, Vec<usize>>,
    by_id: HashMap<String, Vec<usize>>,
    by_word: HashMap<String, Vec<usize>>,
}

struct Candidate {
    customer: Option<CustomerId>,
    name: String,
    names: BTreeSet<String>,
    of: (String, String),
}

impl Known {
    /// Prepares the customers, the domains of their records, and the records of the systems of record that are nobody's yet.
    pub fn new(
        customers: &[Customer],
        records: &[RecordRow],
        is_system_of_record: impl Fn(&str) -> bool,
    ) -> Self {
        let mut known = Self {
            candidates: Vec::new(),
            by_name: HashMap::new(),
            by_domain: HashMap::new(),
            by_id: HashMap::new(),
            by_word: HashMap::new(),
        };
        let mut domains: HashMap<&CustomerId, BTreeSet<&str>> = HashMap::new();
        for record in records {
            if let (Some(customer), Some(domain)) = (&record.customer, &record.domain) {
                domains.entry(customer).or_default().insert(domain);
            }
        }
        for customer in customers {
            let linked = customer.links.iter().map(|link| link.name.as_str());
            let names = linked
                .chain([customer.name.as_str()])
                .map(plain)
                .filter(|name| !name.is_empty());
            let ids = customer
                .links
                .iter()
                .filter(|link| is_system_of_record(link.vendor.as_str()))
                .map(|link| link.external_id.clone());
            let (names, ids) = (names.collect(), ids.collect::<Vec<_>>());
            let its = domains.remove(&customer.id).unwrap_or_default();
            let its = its.into_iter().map(str::to_owned).collect::<Vec<_>>();
            let of = (String::new(), String::new());
            known.add(Some(customer.id.clone()), &customer.name, names, its, ids, of);
        }
        for record in records {
            if record.customer.is_none() && !record.ignored && is_system_of_record(record.vendor.as_str()) {
                let names = BTreeSet::from([plain(&record.name)]);
                let domain = record.domain.iter().cloned().collect();
                let ids = vec![record.external_id.clone()];
                let of = (record.integration.to_string(), record.external_id.clone());
                known.add(None, &record.name, names, domain, ids, of);
            }
        }
        known
    }

    fn add(
        &mut self,
        customer: Option<CustomerId>,
        name: &str,
        names: BTreeSet<String>,
        domains: Vec<String>,
        ids: Vec<String>,
        of: (String, String),
    ) {
        let n = self.candidates.len();
        for name in &names {
            self.by_name.entry(name.clone()).or_default().push(n);
            for word in name.split(' ').collect::<HashSet<_>>() {
                self.by_word.entry(word.to_owned()).or_default().push(n);
            }
        }
        for domain in domains {
            self.by_domain.entry(domain.to_lowercase()).or_default().push(n);
        }
        for id in ids {
            self.by_id.entry(id).or_default().push(n);
        }
        self.candidates.push(Candidate {
            customer,
            name: name.to_owned(),
            names,
            of,
        });
    }
}

/// The customers that a record probably belongs to, best first; at the end a new one, where none is nearly certain.
pub fn suggest(record: &RecordRow, known: &Known) -> Vec<Suggestion> {
    let name = plain(&record.name);
    let mut best: HashMap<usize, (u8, String)> = HashMap::new();
    let mut note = |n: usize, score: u8, reason: String| {
        let seen = best.entry(n).or_insert((0, String::new()));
        if score > seen.0 {
            *seen = (score, reason);
        }
    };
    let found = |index: &HashMap<String, Vec<usize>>, key: &str| index.get(key).cloned().unwrap_or_default();
    if let Some(id) = &record.foreign_id {
        for n in found(&known.by_id, id) {
            note(n, 98, format!("carries its identifier {id}"));
        }
    }
    if let Some(domain) = record.domain.as_ref().map(|domain| domain.to_lowercase()) {
        for n in found(&known.by_domain, &domain) {
            note(n, 93, format!("same domain {domain}"));
        }
    }
    if !name.is_empty() {
        for n in found(&known.by_name, &name) {
            note(n, 88, "same name".to_owned());
        }
        let near: HashSet<usize> = name
            .split(' ')
            .flat_map(|word| found(&known.by_word, word))
            .collect();
        for n in near {
            let scores = known.candidates[n].names.iter().map(|other| alike(&name, other));
            if let Some(score) = scores.max().filter(|score| *score >= LEAST) {
                note(n, score, "similar name".to_owned());
            }
        }
    }
    let own = (record.integration.to_string(), record.external_id.clone());
    let mut list: Vec<Suggestion> = best
        .into_iter()
        .filter(|(n, _)| known.candidates[*n].of != own)
        .map(|(n, (score, reason))| {
            let candidate = &known.candidates[n];
            let reason = if candidate.customer.is_some() {
                reason
            } else {
                format!("{reason} as the record {} that is nobody's yet", candidate.name)
            };
            Suggestion {
                customer: candidate.customer.clone(),
                name: candidate.name.clone(),
                score,
                reason: reason.into(),
            }
        })
        .collect();
    list.sort_by(|a, b| {
        let rank = |one: &Suggestion| {
            (
                std::cmp::Reverse(one.score),
                one.customer.is_none(),
                one.name.clone(),
            )
        };
        rank(a).cmp(&rank(b)).then_with(|| a.customer.cmp(&b.customer))
    });
    list.truncate(MOST);
    if list.first().is_none_or(|first| first.score < 85) {
        list.push(Suggestion {
            customer: None,
            name: record.name.clone(),
            score: if list.is_empty() { 40 } else { 20 },
            reason: "no customer is nearly the same".into(),
        });
    }
    list
}

/// A name in small plain letters, without marks, and without the words that only say what kind of company it is.
pub fn plain(name: &str) -> String {
    let folded: String = name
        .to_lowercase()
        .chars()
        .flat_map(|letter| match letter {
            'ä' => vec!['a', 'e'],
            'ö' | 'ø' => vec!['o', 'e'],
            'ü' => vec!['u', 'e'],
            'ß' => vec!['s', 's'],
            'à' | 'á' | 'â' | 'ã' | 'å' => vec!['a'],
            'ç' => vec!['c'],
            'è' | 'é' | 'ê' | 'ë' => vec!['e'],
            'ì' | 'í' | 'î' | 'ï' => vec!['i'],
            'ñ' => vec!['n'],
            'ò' | 'ó' | 'ô' | 'õ' => vec!['o'],
            'ù' | 'ú' | 'û' => vec!['u'],
            '&' => " and ".chars().collect(),
            // Taken out without a gap: `O'Brien`, `A.G.`
            '\'' | '’' | '.' => vec![],
            letter if letter.is_alphanumeric() => vec![letter],
            _ => vec![' '],
        })
        .collect();
    let words: Vec<&str> = folded.split_whitespace().collect();
    let kept: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !LEGAL.contains(word))
        .collect();
    // A company may be called `The Company Ltd`.
    if kept.is_empty() {
        words.join(" ")
    } else {
        kept.join(" ")
    }
}

/// How alike two plain names are: by their words, and by their letters; 84 at most, since only the same is the same.
fn alike(a: &str, b: &str) -> u8 {
    let (one, two): (BTreeSet<_>, BTreeSet<_>) = (a.split(' ').collect(), b.split(' ').collect());
    let common = one.intersection(&two).count();
    let all = one.union(&two).count().max(1);
    let by_words = common * 84 / all;
    let longest = a.chars().count().max(b.chars().count()).max(1);
    let by_letters = (longest - distance(a, b).min(longest)) * 84 / longest;
    u8::try_from(by_words.max(by_letters)).unwrap_or(84)
}

/// How many letters must be added, taken away or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(100).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().take(100).enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let change = corner + usize::from(letter != *other);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
#[path = "suggest_tests.rs"]
mod tests;
