//! What a file names: paths (absolute within their crate), string literals, and the names that it
//! gives to things of its own. Tests inside the file are left out, comments are no part of it.

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMod, UseTree};

/// A path and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Mention {
    /// From 1.
    pub line: usize,
    /// `crate::…` for everything in the same crate, however it was written.
    pub path: String,
}

impl Mention {
    /// Whether it is `prefix` or something in it.
    pub fn is_in(&self, prefix: &str) -> bool {
        self.path
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    }

    /// Whether one of its parts is `word`.
    pub fn has(&self, word: &str) -> bool {
        self.path.split("::").any(|part| part == word)
    }
}

/// Everything found in a file.
#[derive(Default)]
pub struct Found {
    /// What it refers to.
    pub paths: Vec<Mention>,
    /// The string literals, with their lines.
    pub texts: Vec<(usize, String)>,
    /// The names it gives: types, traits, functions, modules.
    pub names: Vec<(usize, String)>,
}

/// Looks through a file that is the module `module` of its crate.
pub fn find(syntax: &syn::File, module: &[String]) -> Found {
    let mut search = Search {
        module: module.to_vec(),
        found: Found::default(),
    };
    search.visit_file(syntax);
    search.found
}

/// The modules declared as `#[cfg(test)] mod name;` in a file.
pub fn test_module_files(syntax: &syn::File) -> impl Iterator<Item = String> {
    syntax.items.iter().filter_map(|item| match item {
        Item::Mod(module) if module.content.is_none() && is_for_tests(&module.attrs) => {
            Some(module.ident.to_string())
        }
        _ => None,
    })
}

struct Search {
    module: Vec<String>,
    found: Found,
}

impl Search {
    fn mention(&mut self, line: usize, parts: &[String]) {
        let path = resolve(&self.module, parts).join("::");
        self.found.paths.push(Mention { line, path });
    }

    fn name(&mut self, ident: &syn::Ident) {
        self.found
            .names
            .push((ident.span().start().line, ident.to_string()));
    }

    fn use_tree(&mut self, tree: &UseTree, before: &mut Vec<String>) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.use_tree(&path.tree, before);
                before.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.use_tree(tree, before);
                }
            }
            UseTree::Name(syn::UseName { ident })
            | UseTree::Rename(syn::UseRename { ident, .. }) => {
                before.push(ident.to_string());
                self.mention(ident.span().start().line, before);
                before.pop();
            }
            UseTree::Glob(glob) => self.mention(glob.span().start().line, before),
        }
    }

    /// Paths and literals in what a macro is given, which is not parsed further.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut parts: Vec<String> = Vec::new();
        let (mut line, mut joins) = (0, false);
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if !joins {
                        self.flush(line, &mut parts);
                    }
                    line = ident.span().start().line;
                    parts.push(ident.to_string());
                    joins = false;
                }
                TokenTree::Punct(point) if point.as_char() == ':' => joins = !parts.is_empty(),
                TokenTree::Group(group) => {
                    self.flush(line, &mut parts);
                    self.tokens(group.stream());
                }
                TokenTree::Literal(literal) => {
                    self.flush(line, &mut parts);
                    if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                        self.visit_lit_str(&text);
                    }
                }
                TokenTree::Punct(_) => self.flush(line, &mut parts),
            }
        }
        self.flush(line, &mut parts);
    }

    fn flush(&mut self, line: usize, parts: &mut Vec<String>) {
        if !parts.is_empty() {
            self.mention(line, parts);
            parts.clear();
        }
    }
}

impl<'ast> Visit<'ast> for Search {
    fn visit_item(&mut self, item: &'ast Item) {
        if is_for_tests(attributes(item)) {
            return;
        }
        match item {
            Item::Struct(item) => self.name(&item.ident),
            Item::Enum(item) => self.name(&item.ident),
            Item::Trait(item) => self.name(&item.ident),
            Item::Type(item) => self.name(&item.ident),
            Item::Fn(item) => self.name(&item.sig.ident),
            Item::Mod(item) => self.name(&item.ident),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.use_tree(&item.tree, &mut Vec::new());
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        if let syn::ImplItem::Fn(function) = item {
            if is_for_tests(&function.attrs) {
                return;
            }
            self.name(&function.sig.ident);
        }
        visit::visit_impl_item(self, item);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<_> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        self.mention(path.span().start().line, &parts);
        visit::visit_path(self, path);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.mention(call.method.span().start().line, &[call.method.to_string()]);
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if !attribute.path().is_ident("doc") {
            visit::visit_attribute(self, attribute);
        }
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.found
            .texts
            .push((text.span().start().line, text.value()));
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let last = attribute
            .path()
            .segments
            .last()
            .map(|part| part.ident.to_string());
        let is_cfg = attribute.path().is_ident("cfg");
        let is_test_cfg = || {
            attribute
                .meta
                .require_list()
                .is_ok_and(|list| only_in_tests(&list.tokens))
        };
        last.is_some_and(|name| name == "test" || name == "rstest") || (is_cfg && is_test_cfg())
    })
}

/// `test` or `all(test, …)`, but not `not(test)` or `any(test, …)`.
fn only_in_tests(condition: &TokenStream) -> bool {
    let text = condition.to_string();
    text == "test" || (text.starts_with("all") && text.contains("test") && !text.contains("not"))
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// `self`, `super` and `crate` replaced by the whole way from the crate's root.
fn resolve(module: &[String], parts: &[String]) -> Vec<String> {
    let is_relative = parts
        .first()
        .is_some_and(|part| part == "self" || part == "super");
    if !is_relative || parts.len() == 1 {
        return parts.to_vec();
    }
    let mut whole: Vec<String> = module.to_vec();
    for part in parts {
        match part.as_str() {
            "self" => {}
            "super" => drop(whole.pop()),
            _ => whole.push(part.clone()),
        }
    }
    whole.insert(0, "crate".to_owned());
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        let syntax = syn::parse_file(text).expect("made-up source");
        let found = find(&syntax, &["events".to_owned(), "rule".to_owned()]);
        found
            .paths
            .into_iter()
            .map(|mention| mention.path)
            .collect()
    }

    #[test]
    fn a_path_is_found_however_it_is_written() {
        assert_eq!(
            paths("use crate::{store, api::now};"),
            ["crate::store", "crate::api::now"]
        );
        assert_eq!(
            paths("use super::super::store::open;"),
            ["crate::store::open"]
        );
        assert!(
            paths("fn f() { super::sibling::g() }").contains(&"crate::events::sibling::g".into())
        );
        assert!(
            paths("fn f() { log!(a, crate::store::g(1)) }").contains(&"crate::store::g".into())
        );
        assert!(paths("fn f(a: Option<std::fs::File>) {}").contains(&"std::fs::File".into()));
        assert!(paths("#[tokio::main] fn f() {}").contains(&"tokio::main".into()));
    }

    #[test]
    fn tests_inside_a_file_are_left_out() {
        assert!(paths("#[cfg(test)] mod tests { use std::fs; }").is_empty());
        assert!(paths("#[test] fn t() { std::fs::read(x) }").is_empty());
        assert_eq!(paths("#[cfg(not(test))] use std::fs;"), ["std::fs"]);
    }
}
