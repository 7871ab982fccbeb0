//! Black-box tests over core, server, cli and the built app.

#[cfg(test)]
mod house_rules;
