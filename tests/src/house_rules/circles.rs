//! No circles: of the modules that stand beside each other in `core`, none needs, by whatever way,
//! one that needs it. Whoever reads one can leave the others closed.
//!
//! A module and those within it are one here: a parent shows what its children share, and joins them.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{self, Source};
use super::{Breach, assert_kept};

/// Who names whom, among the modules of one parent, and where.
type Needs<'a> = BTreeMap<&'a str, BTreeMap<&'a str, Breach>>;

/// Every circle among these files.
fn circles(sources: &[&Source]) -> Vec<Breach> {
    let modules: BTreeSet<&[String]> = sources.iter().map(|one| one.module.as_slice()).collect();
    let mut parents: BTreeMap<Vec<&str>, Needs<'_>> = BTreeMap::new();
    for source in sources {
        for mention in &source.found.paths {
            let Some(path) = mention.path.strip_prefix("crate::") else {
                continue;
            };
            let path: Vec<&str> = path.split("::").collect();
            let Some((depth, needed)) = parting(source, &path, &modules) else {
                continue;
            };
            let parent = path[..depth].to_vec();
            let what = format!("`{}`", mention.path);
            let needs = parents.entry(parent).or_default();
            let of_one = needs.entry(&source.module[depth]).or_default();
            of_one
                .entry(needed)
                .or_insert_with(|| Breach::at(source, mention.line, what));
        }
    }
    parents.into_values().flat_map(in_circles).collect()
}

/// Where the way to what a file names leaves its own, and the module there; none where that is the
/// file itself, a parent of it, or a thing of a parent's.
fn parting<'a>(
    source: &Source,
    path: &[&'a str],
    modules: &BTreeSet<&[String]>,
) -> Option<(usize, &'a str)> {
    let own = source.module.iter();
    let depth = own
        .zip(path)
        .take_while(|(own, other)| own == other)
        .count();
    let needed = *path.get(depth)?;
    source.module.get(depth)?;
    let mut module = source.module[..depth].to_vec();
    module.push(needed.to_owned());
    let is_module = modules.iter().any(|known| known.starts_with(&module));
    is_module.then_some((depth, needed))
}

/// Where those name each other that are left when whoever needs nobody, or is needed by nobody, is
/// taken away, again and again.
fn in_circles(mut needs: Needs<'_>) -> Vec<Breach> {
    loop {
        let before = needs.len();
        let needed: BTreeSet<&str> = needs.values().flat_map(|one| one.keys().copied()).collect();
        needs.retain(|who, of_one| !of_one.is_empty() && needed.contains(who));
        let left: BTreeSet<&str> = needs.keys().copied().collect();
        for of_one in needs.values_mut() {
            of_one.retain(|needed, _| left.contains(needed));
        }
        if needs.len() == before {
            break;
        }
    }
    needs
        .into_values()
        .flat_map(BTreeMap::into_values)
        .collect()
}

#[test]
fn no_module_of_the_core_needs_one_that_needs_it() {
    let core: Vec<&Source> = source::all()
        .iter()
        .filter(|one| one.path.starts_with("crates/core/src/"))
        .collect();
    assert_kept(
        "what two modules share belongs into one that both may see",
        &circles(&core),
    );
}

#[test]
fn a_circle_of_three_is_found_and_a_parent_that_joins_its_children_is_none() {
    let file = |name: &str, text: &str| {
        Source::parse(&format!("crates/core/src/engine/{name}.rs"), text, false)
    };
    let files = [
        file("mod", "mod a; mod b; mod c; mod d; use a::go;"),
        file("a", "use super::b::next;"),
        file("b", "fn next() { crate::engine::c::last() }"),
        file("c", "use super::a; use super::Shared;"),
        file("d", "use super::a;"),
    ];

    let found = circles(&files.iter().collect::<Vec<_>>());

    let mut places: Vec<_> = found.iter().map(|one| one.place.as_str()).collect();
    places.sort_unstable();
    let expected = ["a", "b", "c"].map(|name| format!("crates/core/src/engine/{name}.rs:1"));
    assert_eq!(places, expected);
}
