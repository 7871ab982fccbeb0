//! Black-box tests over core, server, cli and the built app.

pub mod bad_input;

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod answers;
#[cfg(test)]
mod caldav;
#[cfg(test)]
mod command_line;
#[cfg(test)]
mod engine;
#[cfg(test)]
mod google;
#[cfg(test)]
mod house_rules;
#[cfg(test)]
#[cfg(unix)]
mod killed;
#[cfg(test)]
mod microsoft;
#[cfg(test)]
mod oauth;
#[cfg(test)]
mod rest;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod support;
