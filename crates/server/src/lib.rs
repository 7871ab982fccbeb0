//! The one router, on a local socket or on 127.0.0.1, and the window’s static files.
